import CanonicalJSON

/// Why the API has no answer, as programs read it: `{type, title, status, detail, remedy}`.
///
/// Source: RFC 9457; `remedy` is an extension member.
enum Problem {
    static let type = "application/problem+json"

    static func answer(_ fault: SiteFault) -> SiteAnswer {
        answer(fault.status, fault.message + ".", remedy: fault.remedy)
    }

    static func answer(_ status: Int, _ detail: String, remedy: String?) -> SiteAnswer {
        let problem: JSON = [
            "type": "about:blank", "title": .string(Text(title(status))), "status": .integer(Int64(status)),
            "detail": .string(Text(shown: detail)), "remedy": remedy.map { .string(Text(shown: $0)) } ?? .null,
        ]
        return SiteAnswer(
            status: status, type: Self.type, body: problem.bytes(pretty: false) + [0x0A], caching: "no-store")
    }

    /// An answer in plain text as a problem.
    static func answer(_ plain: SiteAnswer) -> SiteAnswer {
        let text = String(decoding: plain.body, as: UTF8.self)
        var answer = answer(plain.status, text.hasSuffix("\n") ? String(text.dropLast()) : text, remedy: nil)
        answer.headers = plain.headers
        return answer
    }

    /// Source: RFC 9110, 15.
    private static func title(_ status: Int) -> String {
        switch status {
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 413: "Content Too Large"
        case 414: "URI Too Long"
        case 415: "Unsupported Media Type"
        case 421: "Misdirected Request"
        case 429: "Too Many Requests"
        case 503: "Service Unavailable"
        default: "Error"
        }
    }
}

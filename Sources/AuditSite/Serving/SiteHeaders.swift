import HTTPTypes

/// The headers of every answer.
///
/// Sources: Content Security Policy Level 3; Fetch, for the policies across origins.
enum SiteHeaders {
    /// Nothing comes from elsewhere, nothing within a page is run, and no other site may show it in a frame.
    private static let policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

    /// - Parameter isShared: Whether pages of other sites may read the answer.
    static func fields(of answer: SiteAnswer, gate: Gate, isShared: Bool = false) -> HTTPFields {
        var fields: HTTPFields = [
            .contentType: answer.type, .contentLength: String(answer.body.count), .cacheControl: answer.caching,
            .xContentTypeOptions: "nosniff", .contentSecurityPolicy: policy,
        ]
        fields[.referrerPolicy] = "no-referrer"
        fields[.openerPolicy] = "same-origin"
        fields[.resourcePolicy] = isShared ? "cross-origin" : "same-origin"
        if isShared {
            fields[.allowOrigin] = "*"
            fields[.exposeHeaders] = "ETag, Link, Memento-Datetime"
        }
        for header in answer.headers {
            guard let name = HTTPField.Name(header.name) else { continue }
            fields.append(HTTPField(name: name, value: header.value))
        }
        if let tag = answer.tag { fields[.eTag] = tag }
        if let location = answer.location { fields[.location] = location }
        if let name = answer.fileName { fields[.contentDisposition] = "attachment; filename=\"\(name)\"" }
        switch answer.status {
        case 401: fields[.wwwAuthenticate] = "Basic realm=\"Story Ledger\", charset=\"UTF-8\""
        case 405 where fields[.allow] == nil: fields[.allow] = "GET, HEAD"
        case 503: fields[.retryAfter] = "1"
        default: break
        }
        // A page that one reader may see is no other reader's.
        if gate.asksForToken { fields[.cacheControl] = "private, no-cache" }
        return fields
    }
}

extension HTTPField.Name {
    static let referrerPolicy = Self("Referrer-Policy")!
    static let openerPolicy = Self("Cross-Origin-Opener-Policy")!
    static let resourcePolicy = Self("Cross-Origin-Resource-Policy")!
    static let allowOrigin = Self("Access-Control-Allow-Origin")!
    static let exposeHeaders = Self("Access-Control-Expose-Headers")!
}

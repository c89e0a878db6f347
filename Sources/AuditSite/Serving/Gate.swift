import Files
import Foundation
import Glibc
import HTTPTypes
import LedgerService

/// Decides who may ask: before a request reaches the ledger.
struct Gate: Sendable {
    private let token: [UInt8]?
    /// The names that a request may be for; nil for any. A page of another site could otherwise ask under its own name.
    private let hosts: Set<String>?

    /// - Throws: ``SiteRefusal`` where other machines could read without anything that decides who may.
    init(_ settings: SiteSettings, _ address: ListenAddress) throws(SiteRefusal) {
        token = try settings.token.map { path throws(SiteRefusal) in try Self.read(path) }
        if address.isOpen, token == nil, !settings.isBehindProxy {
            throw SiteRefusal(
                "\(address) can be reached by other machines, and everybody could read all of the record",
                remedy:
                    "name a file with a token (site.token), say that a proxy decides who may read (site.behind: proxy), "
                    + "or listen on 127.0.0.1")
        }
        hosts = address.isOpen || settings.isBehindProxy ? nil : ["localhost", "127.0.0.1", "[::1]"]
    }

    var asksForToken: Bool { token != nil }

    /// The least characters of a token.
    private static let shortest = 16

    private static func read(_ path: String) throws(SiteRefusal) -> [UInt8] {
        let bytes: [UInt8]
        do { bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path))) } catch {
            throw SiteRefusal(
                "the token in \(path) cannot be read: \(SystemReason.last)",
                remedy: "make the file readable for the site's user alone")
        }
        let token = Array(bytes.drop { $0 <= 0x20 }.reversed().drop { $0 <= 0x20 }.reversed())
        guard token.count >= shortest, token.count <= 1024, token.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw SiteRefusal(
                "\(path) holds no token: \(token.count) bytes were found",
                remedy: "write \(shortest) or more letters and digits into it, such as those of 'openssl rand -hex 24'")
        }
        return token
    }

    /// The answer to a request that is not let through; nil for one that is.
    func refusal(of head: HTTPRequest) -> SiteAnswer? {
        // Only the protocol for language models sends with POST, and what it sends writes nothing either.
        let isMessage = head.method == .post && MCPOverHTTP.isAsked(by: SiteRequest(target: head.path ?? "/"))
        guard head.method == .get || head.method == .head || isMessage else {
            return Self.plain(405, "Only GET and HEAD are answered here.")
        }
        guard head.path?.hasPrefix("/") ?? false, let authority = head.authority, !authority.isEmpty else {
            return Self.plain(400, "A request names a path that begins with / and, in the header Host, the site.")
        }
        guard (head.path ?? "").utf8.count <= SiteRequest.longest else {
            return Self.plain(414, "The address is longer than \(SiteRequest.longest) bytes.")
        }
        if let hosts, !hosts.contains(Self.host(authority)) {
            return Self.plain(
                421,
                "This site answers for localhost only. Behind a web server of another name, it is started with --behind proxy (site.behind: proxy)."
            )
        }
        guard let token else { return nil }
        let given = head.headerFields[.authorization].flatMap(Self.credential) ?? []
        return Self.isSame(given, token) ? nil : Self.plain(401, "A token is needed: give it as the password.")
    }

    private static func plain(_ status: Int, _ text: String) -> SiteAnswer {
        SiteAnswer(
            status: status, type: "text/plain; charset=utf-8", body: Array((text + "\n").utf8), caching: "no-store")
    }

    /// The host of `host:port`.
    private static func host(_ authority: String) -> String {
        guard let colon = authority.lastIndex(of: ":"), authority[colon...].dropFirst().allSatisfy(\.isNumber) else {
            return authority.lowercased()
        }
        return authority[..<colon].lowercased()
    }

    /// The token of a header Authorization: `Bearer TOKEN`, or the password of `Basic`; nil for anything else.
    private static func credential(_ header: String) -> [UInt8]? {
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        switch parts[0].lowercased() {
        case "bearer": return Array(parts[1].utf8)
        case "basic":
            guard let data = Data(base64Encoded: String(parts[1])), let colon = data.firstIndex(of: 0x3A) else {
                return nil
            }
            return Array(data[data.index(after: colon)...])
        default: return nil
        }
    }

    /// Compares in a time that does not tell how much is right.
    private static func isSame(_ given: [UInt8], _ token: [UInt8]) -> Bool {
        var difference = UInt8(given.count == token.count ? 0 : 1)
        for index in token.indices {
            difference |= token[index] ^ (given.isEmpty ? 0 : given[index % given.count])
        }
        return difference == 0
    }
}

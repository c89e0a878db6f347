/// The URL of a log or a witness: `https://HOST[:PORT][/PREFIX]`, the same with `http`, or
/// `http+unix://%2Fpath%2Fto%2Fsocket[/PREFIX]`.
///
/// No check of a log depends on TLS: requests are public, and responses are checked with the signer's key.
public struct HTTPPrefix: Hashable, Sendable, CustomStringConvertible {
    /// The address to connect to.
    enum Endpoint: Hashable, Sendable {
        case tcp(host: String, port: String)
        case tls(host: String, port: String)
        case unix(path: String)
    }

    let endpoint: Endpoint
    /// The scheme, the host and the path, without a slash at the end.
    private let base: String
    /// The URL as it was written.
    public let description: String

    /// Why a text is not such a URL.
    public struct Fault: Error, Hashable, Sendable {
        /// What was found, and what is allowed.
        public let reason: String
    }

    /// Reads a URL.
    public init(_ text: String) throws(Fault) {
        description = text
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), !text.contains("?"), !text.contains("#"),
            let colon = text.firstRange(of: "://")
        else { throw Fault(reason: "'\(text)' is no URL to connect to: a scheme, a host and a path") }
        let scheme = text[..<colon.lowerBound]
        let rest = text[colon.upperBound...]
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        let authority = String(rest[..<slash])
        var prefix = rest[slash...]
        while prefix.hasSuffix("/") { prefix.removeLast() }
        base = "\(scheme)://\(authority)\(prefix)"
        guard !authority.isEmpty, !authority.contains("@") else { throw Fault(reason: "'\(text)' names no host") }
        switch scheme {
        case "http", "https":
            let isTLS = scheme == "https"
            let (host, port) = try Self.hostAndPort(authority, text, besides: isTLS ? "443" : "80")
            endpoint = isTLS ? .tls(host: host, port: port) : .tcp(host: host, port: port)
        case "http+unix":
            guard let socket = Self.percentDecoded(authority), socket.hasPrefix("/"), socket.utf8.count < 108 else {
                throw Fault(reason: "'\(text)' names no socket: write its path with %2F for each slash")
            }
            endpoint = .unix(path: socket)
        default:
            throw Fault(reason: "'\(scheme)' is not spoken here: https, http or http+unix")
        }
    }

    /// The URL of a path below the prefix.
    func url(of path: String) -> String { "\(base)/\(path)" }

    /// - Parameter port: The one of the scheme.
    private static func hostAndPort(
        _ authority: String, _ text: String, besides port: String
    ) throws(Fault) -> (String, String) {
        var host = authority[...]
        var port = port
        let afterBracket = authority.lastIndex(of: "]") ?? authority.startIndex
        if let colon = authority[afterBracket...].lastIndex(of: ":") {
            host = authority[..<colon]
            port = String(authority[authority.index(after: colon)...])
        }
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        guard !host.isEmpty, UInt16(port) ?? 0 > 0 else { throw Fault(reason: "'\(text)' has no host or a bad port") }
        return (String(host), port)
    }

    private static func percentDecoded(_ text: String) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            guard digits.utf8.count == 2, let value = UInt8(digits, radix: 16), value > 0 else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}

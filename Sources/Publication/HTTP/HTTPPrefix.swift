/// The URL of a log or a witness: `http://HOST[:PORT][/PREFIX]` or `http+unix://%2Fpath%2Fto%2Fsocket[/PREFIX]`.
///
/// TLS is left to a forwarder on this machine, such as a web server that passes a local port or socket on to
/// `https://`. No check depends on TLS: requests are public, and responses are checked with the signer's key.
public struct HTTPPrefix: Hashable, Sendable, CustomStringConvertible {
    /// The address to connect to.
    enum Endpoint: Hashable, Sendable {
        case tcp(host: String, port: String)
        case unix(path: String)
    }

    let endpoint: Endpoint
    /// The value of the `Host` field.
    let host: String
    /// The path, without a slash at the end.
    let path: String
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
        path = String(prefix)
        guard !authority.isEmpty, !authority.contains("@") else { throw Fault(reason: "'\(text)' names no host") }
        switch scheme {
        case "http":
            host = authority
            endpoint = try Self.tcp(authority, text)
        case "http+unix":
            host = "localhost"
            guard let socket = Self.percentDecoded(authority), socket.hasPrefix("/"), socket.utf8.count < 108 else {
                throw Fault(reason: "'\(text)' names no socket: write its path with %2F for each slash")
            }
            endpoint = .unix(path: socket)
        case "https":
            throw Fault(reason: "https is left to a forwarder: name its http:// or http+unix:// address here")
        default:
            throw Fault(reason: "'\(scheme)' is not spoken here: http or http+unix")
        }
    }

    private static func tcp(_ authority: String, _ text: String) throws(Fault) -> Endpoint {
        var host = authority[...]
        var port = "80"
        let afterBracket = authority.lastIndex(of: "]") ?? authority.startIndex
        if let colon = authority[afterBracket...].lastIndex(of: ":") {
            host = authority[..<colon]
            port = String(authority[authority.index(after: colon)...])
        }
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        guard !host.isEmpty, UInt16(port) ?? 0 > 0 else { throw Fault(reason: "'\(text)' has no host or a bad port") }
        return .tcp(host: String(host), port: port)
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

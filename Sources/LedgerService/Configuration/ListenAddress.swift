/// Where the daemon answers requests.
public enum ListenAddress: Hashable, Sendable, CustomStringConvertible {
    /// On a socket in the directory that systemd made for the running service, or nowhere without one.
    case auto
    /// Nowhere.
    case none
    /// On a Unix socket of this path.
    case socket(String)
    /// On a port. The host is as it was written: an IPv6 address in brackets.
    case port(host: String, port: Int)

    /// Hosts that only this machine can reach.
    public static let loopbackHosts = ["127.0.0.1", "[::1]", "localhost"]

    /// Reads `auto`, `none`, `unix:PATH`, or `HOST:PORT`; nil for anything else.
    public init?(_ text: String) {
        switch text {
        case "auto": self = .auto
        case "none": self = .none
        default:
            if text.hasPrefix("unix:/") {
                let path = String(text.dropFirst(5))
                // What sockaddr_un holds: unix(7).
                guard path.utf8.count <= 107, !path.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 })
                else { return nil }
                self = .socket(path)
            } else {
                guard let colon = text.lastIndex(of: ":"),
                    let port = UnitText.digits(text[text.index(after: colon)...]), (1...65_535).contains(port)
                else { return nil }
                let host = String(text[..<colon])
                guard Self.isHost(host) else { return nil }
                self = .port(host: host, port: Int(port))
            }
        }
    }

    /// A name or an address; an IPv6 address stands in brackets.
    private static func isHost(_ host: String) -> Bool {
        let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
        let inner = isBracketed ? host.dropFirst().dropLast() : host[...]
        return (1...255).contains(inner.utf8.count)
            && inner.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2E: true
                case 0x2D: !isBracketed
                case 0x3A: isBracketed
                default: false
                }
            }
    }

    /// As the configuration has it.
    public var description: String {
        switch self {
        case .auto: "auto"
        case .none: "none"
        case .socket(let path): "unix:" + path
        case .port(let host, let port): "\(host):\(port)"
        }
    }

    /// Whether other machines may reach it.
    public var isOpen: Bool {
        if case .port(let host, _) = self { !Self.loopbackHosts.contains(host) } else { false }
    }

    /// The address itself, once systemd's directory is known; nil for nowhere.
    ///
    /// - Parameters:
    ///   - environment: All environment variables, of which RUNTIME_DIRECTORY counts.
    ///   - name: The name of the socket in that directory.
    public func resolved(_ environment: [String: String], socket name: String) -> ListenAddress? {
        switch self {
        case .none: nil
        case .auto: environment["RUNTIME_DIRECTORY"]?.split(separator: ":").first.map { .socket("\($0)/\(name)") }
        case .socket, .port: self
        }
    }
}

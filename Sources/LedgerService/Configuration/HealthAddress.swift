/// Where the daemon answers questions about its state.
public enum HealthAddress: Hashable, Sendable, CustomStringConvertible {
    /// On the socket `health` in the directory that systemd made for the running service, or nowhere without one.
    case auto
    /// Nowhere.
    case none
    /// On a Unix socket of this path.
    case socket(String)
    /// On a port of this machine's loopback interface.
    case loopback(host: String, port: Int)

    /// Hosts that only this machine can reach.
    static let hosts = ["127.0.0.1", "[::1]", "localhost"]

    /// Reads `auto`, `none`, `unix:PATH`, or `HOST:PORT` of the loopback interface; nil for anything else.
    init?(_ text: String) {
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
                guard let host = Self.hosts.first(where: { text.hasPrefix($0 + ":") }),
                    let port = UnitText.digits(text.dropFirst(host.count + 1)), (1...65_535).contains(port)
                else { return nil }
                self = .loopback(host: host, port: Int(port))
            }
        }
    }

    /// As the configuration has it.
    public var description: String {
        switch self {
        case .auto: "auto"
        case .none: "none"
        case .socket(let path): "unix:" + path
        case .loopback(let host, let port): "\(host):\(port)"
        }
    }

    /// The address itself, once systemd's directory is known; nil for nowhere.
    ///
    /// - Parameter environment: All environment variables, of which RUNTIME_DIRECTORY counts.
    public func resolved(_ environment: [String: String]) -> HealthAddress? {
        switch self {
        case .none: nil
        case .auto:
            environment["RUNTIME_DIRECTORY"]?.split(separator: ":").first.map { .socket($0 + "/health") }
        case .socket, .loopback: self
        }
    }
}

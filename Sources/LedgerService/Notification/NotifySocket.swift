import Files
import Glibc

/// The datagram socket on which systemd receives a service's state.
///
/// Source: sd_notify(3).
public struct NotifySocket: Sendable {
    private let address: sockaddr_un
    private let length: socklen_t

    /// Why systemd could not be notified.
    public struct Failure: Error, Hashable, CustomStringConvertible, Sendable {
        /// The system's words.
        public let description: String
    }

    /// - Parameter name: An absolute path, or `@` and an abstract name.
    /// - Throws: ``Failure`` if it is neither, or too long for a socket address.
    public init(_ name: String) throws(Failure) {
        var address = sockaddr_un()
        let bytes = Array(name.utf8)
        let room = MemoryLayout.size(ofValue: address.sun_path)
        guard let first = bytes.first, [UInt8(ascii: "/"), UInt8(ascii: "@")].contains(first), bytes.count < room else {
            throw Failure(description: "it is neither a path nor an abstract name: \(Printable.quoted(name, "'"))")
        }
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let isAbstract = first == UInt8(ascii: "@")
        if isAbstract { address.sun_path.0 = 0 }
        self.address = address
        let start = MemoryLayout.offset(of: \sockaddr_un.sun_path) ?? 2
        // An abstract name ends where the address does; a path ends with a NUL.
        length = socklen_t(start + bytes.count + (isAbstract ? 0 : 1))
    }

    /// Sends one datagram, and waits a second at most: a reader that has stopped reading must not keep the daemon from stopping.
    ///
    /// - Parameter lines: Assignments such as `READY=1`; none holds a line break.
    public func send(_ lines: [String]) throws(Failure) {
        let socket = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { throw Failure(description: "socket: \(Self.reason)") }
        defer { close(socket) }
        var patience = timeval(tv_sec: 1, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        let bytes = Array(lines.joined(separator: "\n").utf8)
        var address = address
        let sent = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL), $0, length)
            }
        }
        guard sent == bytes.count else { throw Failure(description: "sendto: \(Self.reason)") }
    }

    private static var reason: String { SystemReason.last }
}

import Files
import Glibc

/// The datagram socket on which systemd receives a service's state.
///
/// Source: sd_notify(3).
public struct NotifySocket: Sendable {
    private let address: LocalAddress

    /// Why systemd could not be notified.
    public struct Failure: Error, Hashable, CustomStringConvertible, Sendable {
        /// The system's words.
        public let description: String
    }

    /// - Parameter name: An absolute path, or `@` and an abstract name.
    /// - Throws: ``Failure`` if it is neither, or too long for a socket address.
    public init(_ name: String) throws(Failure) {
        guard let address = LocalAddress(name) else {
            throw Failure(description: "it is neither a path nor an abstract name: \(Printable.quoted(name, "'"))")
        }
        self.address = address
    }

    /// Sends one datagram, and waits a second at most.
    ///
    /// - Parameter lines: Assignments such as `READY=1`; none holds a line break.
    public func send(_ lines: [String]) throws(Failure) {
        let socket = LocalAddress.datagramSocket()
        guard socket >= 0 else { throw Failure(description: "socket: \(SystemReason.last)") }
        defer { close(socket) }
        guard address.send(Array(lines.joined(separator: "\n").utf8), through: socket) else {
            throw Failure(description: "sendto: \(SystemReason.last)")
        }
    }
}

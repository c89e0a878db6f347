import Glibc
import Testing
import Threads

/// What systemd is to a service: a datagram socket with a reader.
final class DatagramListener: Sendable {
    private let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)

    /// - Parameter name: A path, or `@` and an abstract name.
    init(_ name: String) throws {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(name.utf8)) }
        if name.hasPrefix("@") { address.sun_path.0 = 0 }
        let length = socklen_t(2 + name.utf8.count)
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
        }
        try #require(result == 0)
    }

    deinit { close(descriptor) }

    /// The next datagram, which must be there already.
    var next: String? { receive(Int32(MSG_DONTWAIT)) }

    /// The next datagram, whenever it comes.
    ///
    /// On a thread of its own: those that tests share are few, and what is waited for may need one of them.
    func wait() async throws -> String? { try await BlockingThread.run("listener") { self.receive(0) } }

    private func receive(_ flags: Int32) -> String? {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = recv(descriptor, &bytes, bytes.count, flags)
        return count < 0 ? nil : String(decoding: bytes[..<count], as: UTF8.self)
    }
}

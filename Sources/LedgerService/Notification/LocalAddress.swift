import Files
import Glibc

/// The address of a Unix socket, and a descriptor's way to it.
///
/// Source: unix(7).
struct LocalAddress: Sendable {
    private let address: sockaddr_un
    private let length: socklen_t

    /// - Parameter name: An absolute path, or `@` and an abstract name.
    /// - Returns: nil if it is neither, or too long for a socket address.
    init?(_ name: String) {
        var address = sockaddr_un()
        let bytes = Array(name.utf8)
        let room = MemoryLayout.size(ofValue: address.sun_path)
        guard let first = bytes.first, [UInt8(ascii: "/"), UInt8(ascii: "@")].contains(first), bytes.count < room else {
            return nil
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

    /// Opens a datagram socket that waits a second at most: a reader that has stopped reading must not keep the daemon from
    /// stopping.
    ///
    /// - Returns: The descriptor; negative, with errno, where the system gives none.
    static func datagramSocket() -> Int32 {
        let socket = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { return socket }
        var patience = timeval(tv_sec: 1, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        return socket
    }

    /// Sends one datagram to this address.
    ///
    /// - Returns: Whether it was taken; otherwise errno says why.
    func send(_ bytes: [UInt8], through socket: Int32) -> Bool {
        var address = address
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                uninterrupted { sendto(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL), pointer, length) }
            }
        } == bytes.count
    }
}

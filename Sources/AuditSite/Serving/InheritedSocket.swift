import Glibc
import LedgerService

/// The listening socket that systemd has opened for this process.
///
/// Source: sd_listen_fds(3).
public struct InheritedSocket: Hashable, Sendable {
    /// Its descriptor.
    let descriptor: Int32

    /// Why the sockets that systemd hands over cannot be used.
    public struct Refused: Error, Hashable, Sendable {
        /// The reason.
        public let message: String
        /// What to do about it.
        public let remedy: String
    }

    /// Where systemd's descriptors begin.
    private static let first: Int32 = 3

    /// The socket that the environment names.
    ///
    /// - Parameters:
    ///   - environment: All environment variables.
    ///   - process: This process's id: variables that are meant for a parent do not count.
    /// - Returns: nil where there is none.
    /// - Throws: ``Refused`` for more than one, and for what does not listen.
    public static func find(_ environment: [String: String], process: Int32) throws(Refused) -> InheritedSocket? {
        guard environment["LISTEN_PID"] == "\(process)", let text = environment["LISTEN_FDS"], let count = Int32(text),
            count > 0
        else { return nil }
        guard count == 1 else {
            throw Refused(
                message: "systemd hands over \(count) sockets, and the site answers on one",
                remedy: "leave one ListenStream= in the socket unit; a second address needs a second service")
        }
        var (listens, length) = (Int32(0), socklen_t(MemoryLayout<Int32>.size))
        guard getsockopt(first, SOL_SOCKET, SO_ACCEPTCONN, &listens, &length) == 0, listens != 0 else {
            throw Refused(
                message: "what systemd hands over as descriptor \(first) is no listening socket",
                remedy: "the socket unit needs ListenStream=, and Accept=no")
        }
        _ = fcntl(first, F_SETFD, FD_CLOEXEC)
        let socket = InheritedSocket(descriptor: first)
        guard socket.address != nil else {
            throw Refused(
                message: "the socket that systemd hands over is neither a Unix socket of a path nor a port",
                remedy: "the socket unit needs ListenStream=/run/storyledger-site/site, or HOST:PORT")
        }
        return socket
    }

    /// The address that it is bound to; nil for a kind that the site does not serve.
    var address: ListenAddress? {
        var (storage, length) = (sockaddr_storage(), socklen_t(MemoryLayout<sockaddr_storage>.size))
        return withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                guard getsockname(descriptor, address, &length) == 0 else { return nil }
                return address.pointee.sa_family == sa_family_t(AF_UNIX)
                    ? Self.path(address, length) : Self.port(address, length)
            }
        }
    }

    private static func path(_ address: UnsafePointer<sockaddr>, _ length: socklen_t) -> ListenAddress? {
        let start = MemoryLayout.offset(of: \sockaddr_un.sun_path) ?? 2
        let bytes = UnsafeRawBufferPointer(start: address, count: Int(length)).dropFirst(start).prefix { $0 != 0 }
        return bytes.isEmpty ? nil : .socket(String(decoding: bytes, as: UTF8.self))
    }

    private static func port(_ address: UnsafePointer<sockaddr>, _ length: socklen_t) -> ListenAddress? {
        var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        var service = [CChar](repeating: 0, count: Int(NI_MAXSERV))
        guard
            getnameinfo(
                address, length, &host, socklen_t(host.count), &service, socklen_t(service.count),
                NI_NUMERICHOST | NI_NUMERICSERV) == 0, let port = Int(text(service))
        else { return nil }
        let isIPv6 = address.pointee.sa_family == sa_family_t(AF_INET6)
        return .port(host: isIPv6 ? "[\(text(host))]" : text(host), port: port)
    }

    private static func text(_ characters: [CChar]) -> String {
        String(decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

import Glibc
import Synchronization

/// One HTTP/1.1 request over a connection of its own, and its answer. It blocks its thread, never past a deadline.
///
/// All that a witness needs, and no more: no redirects, no TLS, no answer longer than ``longestAnswer``.
struct HTTPExchange {
    /// The longest answer that is read, head and body, in bytes.
    static let longestAnswer = 64 << 10

    /// An answer.
    struct Answer: Hashable {
        let status: Int
        let body: [UInt8]
    }

    private let url: WitnessURL
    private let deadline: ContinuousClock.Instant
    private let isCancelled: @Sendable () -> Bool

    /// - Parameters:
    ///   - timeout: For the whole exchange, but for looking up the host's name.
    ///   - isCancelled: Asked several times a second whether to give up.
    init(_ url: WitnessURL, timeout: Duration, isCancelled: @escaping @Sendable () -> Bool) {
        self.url = url
        deadline = .now + timeout
        self.isCancelled = isCancelled
    }

    /// Sends a body with POST.
    func post(_ body: [UInt8]) throws(WitnessFault) -> Answer {
        let connection = try connect()
        defer { close(connection) }
        let head = """
            POST \(url.path) HTTP/1.1\r
            Host: \(url.host)\r
            User-Agent: storyledger\r
            Content-Type: text/plain; charset=utf-8\r
            Content-Length: \(body.count)\r
            Connection: close\r
            \r

            """
        try send(Array(head.utf8) + body, to: connection)
        var parser = HTTPAnswerParser(limit: Self.longestAnswer)
        while true {
            var chunk = [UInt8](repeating: 0, count: 8192)
            try wait(for: connection, POLLIN)
            let count = recv(connection, &chunk, chunk.count, 0)
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count >= 0 else { throw .unreachable("the connection broke: \(Self.reason(errno))") }
            if let answer = try parser.take(chunk[..<count], isEnd: count == 0) { return answer }
        }
    }

    private func connect() throws(WitnessFault) -> Int32 {
        switch url.endpoint {
        case .unix(let path): return try connectUnix(path)
        case .tcp(let host, let port): return try connectTCP(host, port)
        }
    }

    private func connectTCP(_ host: String, _ port: String) throws(WitnessFault) -> Int32 {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_ADDRCONFIG
        var found: UnsafeMutablePointer<addrinfo>?
        let result = getaddrinfo(host, port, &hints, &found)
        guard result == 0 else { throw .unreachable("\(host): \(String(cString: gai_strerror(result)))") }
        defer { freeaddrinfo(found) }
        var fault = WitnessFault.unreachable("\(host) has no address")
        var next = found
        while let address = next?.pointee {
            next = address.ai_next
            do throws(WitnessFault) {
                return try open(address.ai_family, address.ai_addr, address.ai_addrlen)
            } catch { fault = error }
        }
        throw fault
    }

    private func connectUnix(_ path: String) throws(WitnessFault) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        return try withUnsafePointer(to: &address) { pointer throws(WitnessFault) in
            let size = socklen_t(MemoryLayout<sockaddr_un>.size)
            return try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer throws(WitnessFault) in
                try open(AF_UNIX, pointer, size)
            }
        }
    }

    private func open(
        _ family: Int32, _ address: UnsafePointer<sockaddr>?, _ size: socklen_t
    ) throws(WitnessFault) -> Int32 {
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(family, type, 0)
        guard descriptor >= 0 else { throw .unreachable(Self.reason(errno)) }
        do throws(WitnessFault) {
            if Glibc.connect(descriptor, address, size) != 0 {
                guard errno == EINPROGRESS || errno == EAGAIN else { throw .unreachable(Self.reason(errno)) }
                try wait(for: descriptor, POLLOUT)
                var code: Int32 = 0
                var length = socklen_t(MemoryLayout<Int32>.size)
                getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &length)
                guard code == 0 else { throw .unreachable(Self.reason(code)) }
            }
        } catch {
            close(descriptor)
            throw error
        }
        return descriptor
    }

    private func send(_ bytes: [UInt8], to connection: Int32) throws(WitnessFault) {
        var rest = bytes[...]
        while !rest.isEmpty {
            try wait(for: connection, POLLOUT)
            let count = rest.withUnsafeBytes { Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            // It may have answered without reading all: the answer says why.
            if count < 0, errno == EPIPE || errno == ECONNRESET { return }
            guard count >= 0 else { throw .unreachable("the connection broke: \(Self.reason(errno))") }
            rest = rest.dropFirst(count)
        }
    }

    /// Waits until something can be done with a connection.
    private func wait(for connection: Int32, _ events: Int32) throws(WitnessFault) {
        while true {
            let left = deadline - .now
            guard left > .zero else { throw .slow }
            guard !isCancelled() else { throw .cancelled }
            var polled = pollfd(fd: connection, events: Int16(events), revents: 0)
            let milliseconds = min(
                200, left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000 + 1)
            if poll(&polled, 1, Int32(milliseconds)) > 0 { return }
        }
    }

    private static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}

import Glibc

/// One request and its response over a connection.
struct HTTPExchange {
    private let endpoint: HTTPPrefix.Endpoint
    private let deadline: ContinuousClock.Instant
    private let limit: Int
    private let isCancelled: @Sendable () -> Bool

    init(
        _ endpoint: HTTPPrefix.Endpoint, deadline: ContinuousClock.Instant, limit: Int,
        isCancelled: @escaping @Sendable () -> Bool
    ) {
        self.endpoint = endpoint
        self.deadline = deadline
        self.limit = limit
        self.isCancelled = isCancelled
    }

    /// Sends a request and reads its response.
    ///
    /// - Throws: ``HTTPFault/closed`` if the connection ends before a response begins.
    func run(_ request: [UInt8], on connection: Int32) throws(HTTPFault) -> HTTPConnection.Answer {
        try send(request, to: connection)
        var parser = HTTPAnswerParser(limit: limit)
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            try wait(for: connection, POLLIN)
            let count = recv(connection, &chunk, chunk.count, 0)
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            // No more data comes after a reset.
            guard count >= 0 || errno == ECONNRESET else {
                throw .unreachable("the connection broke: \(Self.reason(errno))")
            }
            if let answer = try parser.take(chunk[..<max(0, count)], isEnd: count <= 0) { return answer }
        }
    }

    /// Opens a connection.
    func connect() throws(HTTPFault) -> Int32 {
        switch endpoint {
        case .unix(let path): return try connectUnix(path)
        case .tcp(let host, let port): return try connectTCP(host, port)
        }
    }

    private func connectTCP(_ host: String, _ port: String) throws(HTTPFault) -> Int32 {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_ADDRCONFIG
        var found: UnsafeMutablePointer<addrinfo>?
        let result = getaddrinfo(host, port, &hints, &found)
        guard result == 0 else { throw .unreachable("\(host): \(String(cString: gai_strerror(result)))") }
        defer { freeaddrinfo(found) }
        var fault = HTTPFault.unreachable("\(host) has no address")
        var next = found
        while let address = next?.pointee {
            next = address.ai_next
            do throws(HTTPFault) {
                return try open(address.ai_family, address.ai_addr, address.ai_addrlen)
            } catch { fault = error }
        }
        throw fault
    }

    private func connectUnix(_ path: String) throws(HTTPFault) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        return try withUnsafePointer(to: &address) { pointer throws(HTTPFault) in
            let size = socklen_t(MemoryLayout<sockaddr_un>.size)
            return try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer throws(HTTPFault) in
                try open(AF_UNIX, pointer, size)
            }
        }
    }

    private func open(
        _ family: Int32, _ address: UnsafePointer<sockaddr>?, _ size: socklen_t
    ) throws(HTTPFault) -> Int32 {
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(family, type, 0)
        guard descriptor >= 0 else { throw .unreachable(Self.reason(errno)) }
        do throws(HTTPFault) {
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

    private func send(_ bytes: [UInt8], to connection: Int32) throws(HTTPFault) {
        var rest = bytes[...]
        while !rest.isEmpty {
            try wait(for: connection, POLLOUT)
            let count = rest.withUnsafeBytes { Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            // The server may have answered without reading everything, and its response says why; or the connection was
            // closed before.
            if count < 0, errno == EPIPE || errno == ECONNRESET { return }
            guard count >= 0 else { throw .unreachable("the connection broke: \(Self.reason(errno))") }
            rest = rest.dropFirst(count)
        }
    }

    /// Waits until a connection is ready.
    private func wait(for connection: Int32, _ events: Int32) throws(HTTPFault) {
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

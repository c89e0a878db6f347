import Glibc
import Synchronization

/// HTTP/1.1 requests to one server, over one connection that is kept open. Each blocks its thread, never past a deadline.
///
/// All that a witness or a monitor needs, and no more: no redirects, no TLS.
public final class HTTPConnection: Sendable {
    /// The longest answer of a witness that is read, head and body, in bytes.
    public static let longestAnswer = 64 << 10

    /// An answer.
    public struct Answer: Hashable, Sendable {
        /// The HTTP status.
        public let status: Int
        /// What came after the head.
        public let body: [UInt8]
        /// Whether the connection takes no other request.
        var isLast = true
    }

    private let prefix: HTTPPrefix
    private let timeout: Duration
    private let limit: Int
    /// A connection that waits for the next request.
    private let idle = Mutex<Int32?>(nil)

    /// - Parameters:
    ///   - prefix: The server, and what every path begins with.
    ///   - timeout: For one exchange, but for looking up the host's name.
    ///   - limit: The longest answer that is read, head and body, in bytes.
    public init(_ prefix: HTTPPrefix, timeout: Duration, limit: Int = longestAnswer) {
        self.prefix = prefix
        self.timeout = timeout
        self.limit = limit
    }

    deinit { if let descriptor = idle.withLock({ $0 }) { close(descriptor) } }

    /// Asks for a file below the prefix.
    public func get(_ path: String) throws(HTTPFault) -> Answer {
        try exchange(Array("GET \(prefix.path)/\(path) HTTP/1.1\r\n\(fields)\r\n".utf8)) { false }
    }

    /// Sends a checkpoint to a witness.
    ///
    /// - Parameter isCancelled: Asked several times a second whether to give up.
    func post(_ body: [UInt8], isCancelled: @escaping @Sendable () -> Bool) throws(HTTPFault) -> Answer {
        let head = """
            POST \(prefix.path)/add-checkpoint HTTP/1.1\r
            \(fields)Content-Type: text/plain; charset=utf-8\r
            Content-Length: \(body.count)\r
            \r

            """
        return try exchange(Array(head.utf8) + body, isCancelled)
    }

    private var fields: String { "Host: \(prefix.host)\r\nUser-Agent: storyledger\r\n" }

    private func exchange(
        _ request: [UInt8], _ isCancelled: @escaping @Sendable () -> Bool
    ) throws(HTTPFault) -> Answer {
        let exchange = HTTPExchange(prefix.endpoint, deadline: .now + timeout, limit: limit, isCancelled: isCancelled)
        if let descriptor = idle.withLock({ $0.take() }) {
            do throws(HTTPFault) { return try run(exchange, request, on: descriptor) } catch {
                // Servers close connections that were idle for long; the request was not read then.
                guard error == .closed else { throw error }
            }
        }
        do throws(HTTPFault) { return try run(exchange, request, on: exchange.connect()) } catch {
            throw error == .closed ? .malformed("no answer") : error
        }
    }

    private func run(
        _ exchange: HTTPExchange, _ request: [UInt8], on descriptor: Int32
    ) throws(HTTPFault) -> Answer {
        do throws(HTTPFault) {
            let answer = try exchange.run(request, on: descriptor)
            let isIdle =
                !answer.isLast
                && idle.withLock { idle in
                    if idle == nil { idle = descriptor }
                    return idle == descriptor
                }
            if !isIdle { close(descriptor) }
            return answer
        } catch {
            close(descriptor)
            throw error
        }
    }
}

/// Why there is no answer.
public enum HTTPFault: Error, Hashable, Sendable {
    /// No connection, or it broke.
    case unreachable(String)
    /// There was no answer in time.
    case slow
    /// The answer is none of HTTP/1.1, or too long.
    case malformed(String)
    /// The server closed the connection before it answered.
    case closed
    /// The exchange was given up.
    case cancelled

    /// What was found.
    public var message: String {
        switch self {
        case .unreachable(let reason): "it cannot be reached: \(reason)"
        case .slow: "it did not answer in time"
        case .malformed(let what): "it sent \(what)"
        case .closed: "it closed the connection"
        case .cancelled: "the program is ending"
        }
    }
}

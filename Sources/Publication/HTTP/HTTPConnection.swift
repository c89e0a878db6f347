import Glibc
import Synchronization

/// HTTP/1.1 requests to one server over one connection that is kept open. Each request blocks its thread, at most until
/// its deadline.
///
/// Only what a witness or a monitor needs: no redirects, no TLS.
public final class HTTPConnection: Sendable {
    /// The longest response of a witness that is read, header and body, in bytes.
    public static let longestAnswer = 64 << 10

    /// A response.
    public struct Answer: Hashable, Sendable {
        /// The HTTP status.
        public let status: Int
        /// The body.
        public let body: [UInt8]
        /// Whether the connection accepts no further request.
        var isLast = true
    }

    private let prefix: HTTPPrefix
    private let timeout: Duration
    private let limit: Int
    /// An open connection without a request.
    private let idle = Mutex<Int32?>(nil)

    /// - Parameters:
    ///   - prefix: The server, and the beginning of every path.
    ///   - timeout: The time for one exchange, without the lookup of the host's name.
    ///   - limit: The longest response that is read, header and body, in bytes.
    public init(_ prefix: HTTPPrefix, timeout: Duration, limit: Int = longestAnswer) {
        self.prefix = prefix
        self.timeout = timeout
        self.limit = limit
    }

    deinit { if let descriptor = idle.withLock({ $0 }) { close(descriptor) } }

    /// Requests a file below the prefix.
    public func get(_ path: String) throws(HTTPFault) -> Answer {
        try exchange(Array("GET \(prefix.path)/\(path) HTTP/1.1\r\n\(fields)\r\n".utf8)) { false }
    }

    /// Sends a checkpoint to a witness.
    ///
    /// - Parameter isCancelled: Called several times a second; true ends the exchange.
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
                // Servers close idle connections. The request was not read then, and is sent again.
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

/// Why there is no response.
public enum HTTPFault: Error, Hashable, Sendable {
    /// There is no connection, or it broke.
    case unreachable(String)
    /// There was no response in time.
    case slow
    /// The response is not HTTP/1.1, or too long.
    case malformed(String)
    /// The server closed the connection before its response.
    case closed
    /// The exchange was cancelled.
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

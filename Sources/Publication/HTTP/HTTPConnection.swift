import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Requests to one server, over a connection that is kept open between them.
///
/// Redirects are not followed: what is asked for is one file of one log, or one witness.
public final class HTTPConnection: Sendable {
    /// The longest body of a witness that is read, in bytes.
    public static let longestAnswer = 64 << 10

    /// A response.
    public struct Answer: Hashable, Sendable {
        /// The HTTP status.
        public let status: Int
        /// The body.
        public let body: [UInt8]
    }

    private let prefix: HTTPPrefix
    private let timeout: Duration
    private let limit: Int

    /// - Parameters:
    ///   - prefix: The server, and the beginning of every path.
    ///   - timeout: The time for one exchange, without the lookup of the host's name.
    ///   - limit: The longest body that is read, in bytes.
    public init(_ prefix: HTTPPrefix, timeout: Duration, limit: Int = longestAnswer) {
        self.prefix = prefix
        self.timeout = timeout
        self.limit = limit
    }

    /// Requests a file below the prefix. Blocks its thread.
    public func get(_ path: String) throws(HTTPFault) -> Answer {
        do throws(HTTPFault) { return try getOnce(path) } catch {
            // Servers close idle connections; the request was not read then.
            guard error == .closed else { throw error }
        }
        do throws(HTTPFault) { return try getOnce(path) } catch { throw error.ofNewConnection }
    }

    private func getOnce(_ path: String) throws(HTTPFault) -> Answer {
        let task = try begin(.GET, path, [])
        do { return Answer(try task.wait()) } catch { throw HTTPFault(error, limit: limit) }
    }

    /// Sends a checkpoint to a witness. Cancelling the Swift task ends the exchange.
    func post(_ body: [UInt8]) async throws(HTTPFault) -> Answer {
        do throws(HTTPFault) { return try await postOnce(body) } catch {
            guard error == .closed else { throw error }
        }
        do throws(HTTPFault) { return try await postOnce(body) } catch { throw error.ofNewConnection }
    }

    private func postOnce(_ body: [UInt8]) async throws(HTTPFault) -> Answer {
        let task = try begin(.POST, "add-checkpoint", body)
        do {
            return try await withTaskCancellationHandler {
                Answer(try await task.get())
            } onCancel: {
                task.cancel()
            }
        } catch {
            throw HTTPFault(error, limit: limit)
        }
    }

    private func begin(
        _ method: HTTPMethod, _ path: String, _ body: [UInt8]
    ) throws(HTTPFault) -> HTTPClient.Task<HTTPClient.Response> {
        do {
            var request = try HTTPClient.Request(url: prefix.url(of: path), method: method)
            request.headers.add(name: "User-Agent", value: "storyledger")
            if method == .POST {
                request.headers.add(name: "Content-Type", value: "text/plain; charset=utf-8")
                request.body = .bytes(body)
            }
            let accumulator = ResponseAccumulator(request: request, maxBodySize: limit)
            return try WebClient.shared.get().execute(
                request: request, delegate: accumulator, deadline: .now() + TimeAmount(timeout))
        } catch {
            throw HTTPFault(error, limit: limit)
        }
    }
}

extension HTTPConnection.Answer {
    fileprivate init(_ response: HTTPClient.Response) {
        status = Int(response.status.code)
        body = response.body.map { Array($0.readableBytesView) } ?? []
    }
}

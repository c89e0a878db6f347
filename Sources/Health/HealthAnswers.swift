import CanonicalJSON
import EventLog
import HTTPTypes
import LedgerService
import NIOCore
import LedgerStatus
import Threads

/// What is answered to whom: the daemon's state, and the ledger's numbers.
struct HealthAnswers: Sendable {
    private let probe: DaemonProbe
    private let metrics: SharedReading

    init(_ probe: DaemonProbe) {
        self.probe = probe
        metrics = SharedReading { try Self.metrics(probe) }
    }

    struct Answer: Sendable {
        var status: HTTPResponse.Status
        var text: String
        var type = "text/plain; charset=utf-8"
        /// Whether only the head is asked for.
        var isHead = false

        var body: ByteBuffer { ByteBuffer(string: isHead ? "" : text) }

        var head: HTTPResponse {
            HTTPResponse(
                status: status,
                headerFields: [
                    .contentType: type, .contentLength: "\(text.utf8.count)", .cacheControl: "no-store",
                    .xContentTypeOptions: "nosniff",
                ])
        }
    }

    func answer(_ method: HTTPRequest.Method, path: String) async -> Answer {
        guard method == .get || method == .head else {
            return Answer(status: .methodNotAllowed, text: "only GET and HEAD are answered here\n")
        }
        var answer = await answer(path)
        answer.isHead = method == .head
        return answer
    }

    private func answer(_ path: String) async -> Answer {
        switch path {
        case "/healthz":
            let health = probe.health()
            return Answer(status: health.isAlive ? .ok : .serviceUnavailable, text: health.line + "\n")
        case "/readyz":
            let health = probe.health()
            let isReady = health.isReady && health.isAlive && !health.isStalled
            return Answer(status: isReady ? .ok : .serviceUnavailable, text: health.line + "\n")
        case "/state":
            let report = DaemonReport(probe.health(), ledger: probe.directory.path)
            return Answer(
                status: .ok, text: String(decoding: report.json.canonicalBytes, as: UTF8.self) + "\n",
                type: "application/json")
        case "/metrics":
            do {
                // Source: https://prometheus.io/docs/instrumenting/exposition_formats/
                return Answer(status: .ok, text: try await metrics.text(), type: "text/plain; version=0.0.4")
            } catch let error as StandingError {
                return Answer(status: .serviceUnavailable, text: error.message + "\n")
            } catch {
                return Answer(status: .serviceUnavailable, text: "\(error)\n")
            }
        default:
            return Answer(status: .notFound, text: "there are /healthz, /readyz, /state and /metrics\n")
        }
    }

    private static func metrics(_ probe: DaemonProbe) throws -> String {
        let store: SQLiteEventStore
        do throws(EventLogError) { store = try probe.directory.open(.readOnly) } catch {
            throw StandingError.log(error)
        }
        var metrics = try LedgerStanding(probe.directory, store, environment: probe.environment)
            .metrics(probe.health())
        probe.measures().add(to: &metrics)
        return metrics.text
    }
}

/// Text that takes time to read: who asks while it is being read gets the same. A disk that hangs holds one thread.
private actor SharedReading {
    private let read: @Sendable () throws -> String
    private var underWay: Task<String, any Error>?

    init(_ read: @escaping @Sendable () throws -> String) {
        self.read = read
    }

    func text() async throws -> String {
        if let underWay { return try await underWay.value }
        let task = Task { [read] in try await BlockingThread.run("metrics", read) }
        underWay = task
        defer { underWay = nil }
        return try await task.value
    }
}

import EventLog
import Foundation
import LedgerService
import StoryEvents
import Threads

/// Threads that answer requests, each with its own connection to the ledger. What is beyond a fixed number of waiting
/// requests is turned away at once.
///
/// Files have a thread of their own: whether the site lives, and the published log, are answered also while stories that take
/// long to read keep the others.
final class ReaderPool: @unchecked Sendable {
    private let directory: LedgerDirectory
    private let rule: Configuration.Shown
    private let now: @Sendable () -> RecordedTime
    private let cache = AnswerCache()
    private let memory = StoryMemory()
    /// Guards all that follows.
    private let condition = NSCondition()
    private var waiting: [Kind: [Job]] = [:]
    private var isStopped = false

    private enum Kind: Hashable { case file, reading }

    private struct Job {
        let work: @Sendable (Responder) -> Void
        /// Told instead, where the ledger cannot be read or too many wait.
        let refuse: @Sendable (SiteFault) -> Void
    }

    /// Requests that may wait for a thread.
    static let mostWaiting = 128
    private static let threads: [Kind] = [.reading, .reading, .file]

    /// - Throws: ``BlockingThread/NotStarted``.
    init(
        _ directory: LedgerDirectory, _ rule: Configuration.Shown,
        now: @escaping @Sendable () -> RecordedTime = SystemClock.now
    ) throws {
        (self.directory, self.rule, self.now) = (directory, rule, now)
        for kind in Self.threads { try BlockingThread.start("site") { [self] in work(kind) } }
    }

    /// Ends the threads after the requests that wait.
    func stop() {
        condition.lock()
        isStopped = true
        condition.broadcast()
        condition.unlock()
    }

    /// Answers a request on one of the threads.
    func answer(_ request: SiteRequest) async -> SiteAnswer {
        let kind: Kind = Route(path: request.path[...])?.isFile ?? false ? .file : .reading
        let result = await read(kind) { [cache] responder in cache.answer(request, by: responder) }
        switch result {
        case .success(let answer): return answer
        case .failure(let fault):
            return SiteAnswer(
                status: fault.status, type: "text/plain; charset=utf-8", body: Array("\(fault.message).\n".utf8),
                caching: "no-store")
        }
    }

    /// Reads the record on one of the threads.
    func read<Value: Sendable>(_ body: @escaping @Sendable (Responder) -> Value) async -> Result<Value, SiteFault> {
        await read(.reading, body)
    }

    private func read<Value: Sendable>(
        _ kind: Kind, _ body: @escaping @Sendable (Responder) -> Value
    ) async -> Result<Value, SiteFault> {
        await withCheckedContinuation { continuation in
            add(
                kind,
                Job(
                    work: { continuation.resume(returning: .success(body($0))) },
                    refuse: { continuation.resume(returning: .failure($0)) }))
        }
    }

    private func add(_ kind: Kind, _ job: Job) {
        condition.lock()
        let isTaken = !isStopped && waiting[kind, default: []].count < Self.mostWaiting
        if isTaken { waiting[kind, default: []].append(job) }
        // Each kind has threads of its own, which wait for the same condition.
        condition.broadcast()
        condition.unlock()
        if !isTaken {
            job.refuse(.unavailable("Too many requests at once", remedy: "try again in a moment"))
        }
    }

    /// The next request of a kind; nil once the pool is stopped.
    private func next(_ kind: Kind) -> Job? {
        condition.lock()
        defer { condition.unlock() }
        while waiting[kind, default: []].isEmpty, !isStopped { condition.wait() }
        return waiting[kind, default: []].isEmpty ? nil : waiting[kind]?.removeFirst()
    }

    private func work(_ kind: Kind) {
        var record: SiteRecord?
        while let job = next(kind) {
            do throws(SiteFault) {
                let open: SiteRecord
                if let record { open = record } else { open = try SiteRecord(directory, memory, now: now) }
                record = open
                let responder = Responder(record: open, directory: directory, rule: rule, now: now)
                job.work(responder)
            } catch {
                // A ledger that was moved or restored is opened again.
                record = nil
                job.refuse(error)
            }
        }
    }
}

import EventLog
import Foundation
import LedgerService
import ProseDiff
import StoryEvents
import Threads

import EventLog
import Foundation
import LedgerService
import StoryEvents
import Threads

/// Threads that answer requests, each with its own connection to the ledger. What is beyond a fixed number of waiting
/// requests is turned away at once.
///
/// Files have a thread of their own: whether the site lives, and the published log, are answered also while stories that take
/// long to read keep the others. So has long work, such as a comparison of large texts: a request for it is begun by a thread
/// for pages, which puts it off. Clients take turns, and work ends when its client has gone.
final class ReaderPool: @unchecked Sendable {
    private let directory: LedgerDirectory
    private let rule: Configuration.Shown
    private let words: Words
    private let now: @Sendable () -> RecordedTime
    private let cache = AnswerCache()
    private let memory = StoryMemory()
    /// Guards all that follows.
    private let condition = NSCondition()
    private var waiting: [Kind: TurnQueue<Job>] = [:]
    private var isStopped = false

    private enum Kind: Hashable {
        case file, reading, long

        /// Requests that may wait for a thread, and those of one client: a browser opens six connections.
        var room: (all: Int, ofOne: Int) { self == .long ? (32, 4) : (256, 128) }
    }

    private struct Job: Sendable {
        let client: SiteClient
        /// Returns whether the request is answered; false where its work was put off.
        let work: @Sendable (Responder) -> Bool
        /// Called instead, where the ledger cannot be read or too many wait.
        let refuse: @Sendable (SiteFault) -> Void
    }

    private static let threads: [Kind] = [.reading, .reading, .long, .file]

    /// - Throws: ``BlockingThread/NotStarted``.
    init(
        _ directory: LedgerDirectory, _ rule: Configuration.Shown, _ words: Words = .english,
        now: @escaping @Sendable () -> RecordedTime = SystemClock.now
    ) throws {
        (self.directory, self.rule, self.words, self.now) = (directory, rule, words, now)
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
    func answer(_ request: SiteRequest, for client: SiteClient) async -> SiteAnswer {
        let kind: Kind = Route(path: request.path[...])?.isFile ?? false ? .file : .reading
        let result = await read(kind, client) { [cache] responder in cache.answer(request, by: responder) }
        switch result {
        case .success(let answer): return answer
        case .failure(let fault):
            return SiteAnswer(
                status: fault.status, type: "text/plain; charset=utf-8", body: Array("\(fault.message).\n".utf8),
                caching: "no-store")
        }
    }

    /// Reads the record on one of the threads.
    func read<Value: Sendable>(
        for client: SiteClient, _ body: @escaping @Sendable (Responder) -> Value
    ) async -> Result<Value, SiteFault> {
        await read(.reading, client, body)
    }

    private func read<Value: Sendable>(
        _ kind: Kind, _ client: SiteClient, _ body: @escaping @Sendable (Responder) -> Value
    ) async -> Result<Value, SiteFault> {
        await withCheckedContinuation { continuation in
            let job = Job(
                client: client,
                work: { responder in
                    let value = body(responder)
                    if responder.record.isPutOff { return false }
                    // What was left off means nothing, also to a client that closed its own side only.
                    continuation.resume(returning: Abandonment.isAsked() ? .failure(.gone) : .success(value))
                    return true
                },
                refuse: { continuation.resume(returning: .failure($0)) })
            add(kind, job)
        }
    }

    private func add(_ kind: Kind, _ job: Job) {
        condition.lock()
        let room = kind.room
        let isTaken =
            !isStopped
            && waiting[kind, default: TurnQueue()].add(job, of: job.client.name, most: room.all, mostOfOne: room.ofOne)
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
        while true {
            if let job = waiting[kind]?.next() { return job }
            if isStopped { return nil }
            condition.wait()
        }
    }

    private func work(_ kind: Kind) {
        var record: SiteRecord?
        while let job = next(kind) {
            let client = job.client
            // Long work is not done for a client that has probably gone.
            let isDue: @Sendable () -> Bool = { !(kind == .long ? client.isSilent : client.hasLeft) }
            guard isDue() else {
                job.refuse(.gone)
                continue
            }
            do throws(SiteFault) {
                let open: SiteRecord
                if let record { open = record } else { open = try SiteRecord(directory, memory, now: now) }
                record = open
                (open.takesLongWork, open.isPutOff) = (kind == .long, false)
                let responder = Responder(record: open, directory: directory, rule: rule, now: now, words: words)
                let isAnswered = Abandonment.question.withValue({ !isDue() }) { job.work(responder) }
                if !isAnswered { add(.long, job) }
            } catch {
                // A ledger that was moved or restored is opened again.
                record = nil
                job.refuse(error)
            }
        }
    }
}

import EventLog
import Logging
import MerkleLog
import ServiceLifecycle
import Synchronization
import Threads

/// Publishes a log as it grows, and asks witnesses to cosign what was published.
///
/// A failure here never stops intake: it is logged, and retried. Each witness has a task of its own, so witnesses do
/// not wait for each other, and the log does not wait for them.
public final class PublicationService: Service {
    private let publisher: Publisher
    private let witnesses: [Witness]
    private let interval: Duration
    private let idle: Duration
    private let commits: any CommitSignal
    private let timeout: Duration
    private let logger: Logger
    private let sign: @Sendable () -> Void
    private let changed: @Sendable () -> Void
    private let state = Mutex(PublicationStatus())
    /// Ends a pause.
    private let bell = WakePipe()

    /// - Parameters:
    ///   - publisher: The log.
    ///   - witnesses: The witnesses to ask.
    ///   - interval: The time between two publications, and between two attempts while something prevents them.
    ///   - idle: How often to check without a commit: the keys or what is published may have changed.
    ///   - timeout: How long to wait for the answer of a witness.
    ///   - logger: Receives changes in what prevents publication.
    ///   - sign: Called in each turn, as a sign of life.
    ///   - changed: Called after ``status`` has changed.
    public init(
        _ publisher: Publisher, witnesses: [Witness] = [], interval: Duration = .seconds(1),
        idle: Duration = .seconds(60), timeout: Duration = .seconds(10), logger: Logger,
        sign: @escaping @Sendable () -> Void = {}, changed: @escaping @Sendable () -> Void = {}
    ) {
        self.publisher = publisher
        self.witnesses = witnesses
        self.interval = interval
        self.idle = idle
        commits = publisher.store.commits()
        self.timeout = timeout
        self.logger = logger
        self.sign = sign
        self.changed = changed
    }

    /// The state of publication now.
    public var status: PublicationStatus { state.withLock { $0 } }

    /// Publishes until a graceful shutdown or the task's cancellation, and then once more.
    ///
    /// - Throws: ``BlockingThread/NotStarted``.
    public func run() async throws {
        // Publishing waits for the disk.
        let worker = try WorkerThread("publisher")
        let waiter = try WorkerThread("publish-wait")
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                let news = self.witnesses.map { witness in
                    let (stream, continuation) = AsyncStream.makeStream(
                        of: PublishedCheckpoint.self, bufferingPolicy: .bufferingNewest(1))
                    group.addTask {
                        await WitnessFollower(
                            self.publisher, on: worker, witness, self.timeout, self.logger, self.report
                        )
                        .follow(stream)
                    }
                    return continuation
                }
                await self.publish(on: worker, waiter) { checkpoint in
                    for witness in news { witness.yield(checkpoint) }
                }
                for witness in news { witness.finish() }
            }
        }
        // Events appended while the other parts of the program ended.
        _ = await attempt(on: worker)
    }

    private func publish(
        on worker: WorkerThread, _ waiter: WorkerThread, tell: (PublishedCheckpoint) -> Void
    ) async {
        do throws(PublicationError) {
            // Checkpoints published before may lack cosignatures.
            if let published = try publisher.toCosign() { tell(published) }
        } catch {}  // The first attempt meets the same error, and logs it.
        while !Task.isCancelled {
            sign()
            if let checkpoint = await attempt(on: worker) { tell(checkpoint) }
            await pause(on: waiter)
        }
    }

    /// Waits for the interval, and then for something to publish.
    private func pause(on waiter: WorkerThread) async {
        let status = status
        await withTaskCancellationHandler {
            await waiter.run { [bell, commits, interval, idle] in
                if status.held != nil {
                    // A witness's answer ends it.
                    bell.wait(atMost: idle)
                } else if bell.sleep(for: interval), status.stall == nil {
                    _ = commits.wait(atMost: idle)
                }
            }
        } onCancel: {
            bell.stop()
            commits.wake()
        }
    }

    private func attempt(on worker: WorkerThread) async -> PublishedCheckpoint? {
        let publisher = publisher
        let result = await worker.result { () throws(PublicationError) in
            try publisher.publishIfGrown()
        }
        switch result {
        case .success(let checkpoint):
            let wasStalled = change { state in
                defer { (state.stall, state.remedy) = (nil, "") }
                state.held = nil
                if let checkpoint, checkpoint.isHeld { state.held = checkpoint.checkpoint.size }
                if let checkpoint, !checkpoint.isHeld { state.published = checkpoint.checkpoint.size }
                return state.stall != nil
            }
            if wasStalled { logger.notice("publishing again") }
            if let checkpoint {
                logger.debug(
                    checkpoint.isHeld ? "signed, waiting for the quorum" : "published",
                    metadata: ["size": "\(checkpoint.checkpoint.size)"])
            }
            return checkpoint
        case .failure(let error):
            let isNews = change { state in
                defer { (state.stall, state.remedy) = (error.message, error.remedy) }
                return state.stall != error.message
            }
            if isNews {
                logger.error(
                    "nothing is published",
                    metadata: ["reason": "\(error.message)", "remedy": "\(error.remedy)"])
            }
            return nil
        }
    }

    private func report(_ answer: WitnessAnswer, _ size: UInt64) {
        let isHeld = change { state in
            let loss = answer.loss ?? state.witnesses[answer.witness.name]?.loss
            state.witnesses[answer.witness.name] = PublicationStatus.WitnessStatus(
                asked: size, fault: answer.fault, loss: loss)
            return state.held != nil
        }
        if isHeld { bell.ring() }
    }

    private func change(_ body: (inout PublicationStatus) -> Bool) -> Bool {
        let (value, isNews) = state.withLock { state in
            let before = state
            return (body(&state), state != before)
        }
        if isNews { changed() }
        return value
    }
}

/// The state of publication.
public struct PublicationStatus: Hashable, Sendable {
    /// The size last published since the start, in events.
    public internal(set) var published: UInt64?
    /// The size of the checkpoint that waits for its quorum, in events; nil while none does.
    public internal(set) var held: UInt64?
    /// What prevents publication; nil if nothing does.
    public internal(set) var stall: String?
    /// What to do about ``stall``; empty without one.
    public internal(set) var remedy = ""
    /// The result of the newest request to each witness, by name.
    public internal(set) var witnesses: [String: WitnessStatus] = [:]

    /// The state before the first attempt.
    public init() {}

    /// The result of a request.
    public struct WitnessStatus: Hashable, Sendable {
        /// The size of the checkpoint sent, in events.
        public let asked: UInt64
        /// Why the witness did not cosign; nil if it did.
        public let fault: WitnessFault?
        /// The loss of its state, at any time since the start; nil if there was none.
        public var loss: WitnessLoss?
    }
}

import EventLog
import Logging
import MerkleLog
import Threads

/// Sends published checkpoints to one witness; each time the newest one.
struct WitnessFollower {
    private let publisher: Publisher
    private let worker: WorkerThread
    private let witness: Witness
    private let timeout: Duration
    private let logger: Logger
    private let report: (WitnessAnswer, UInt64) -> Void

    /// The longest pause after failures.
    static let longestPause = Duration.seconds(600)

    init(
        _ publisher: Publisher, on worker: WorkerThread, _ witness: Witness, _ timeout: Duration, _ logger: Logger,
        _ report: @escaping (WitnessAnswer, UInt64) -> Void
    ) {
        self.publisher = publisher
        self.worker = worker
        self.witness = witness
        self.timeout = timeout
        self.logger = logger
        self.report = report
    }

    /// Has each checkpoint cosigned; if that takes long, the newest by then.
    func follow(_ checkpoints: AsyncStream<PublishedCheckpoint>) async {
        var client = WitnessClient(witness, timeout: timeout, cosigned: lastCosigned())
        var pause = Duration.seconds(1)
        var lastFault: WitnessFault?
        var lastLoss: WitnessLoss?
        for await checkpoint in checkpoints {
            var newest = checkpoint
            while !Task.isCancelled {
                let fault = await cosign(newest, &client)
                report(WitnessAnswer(witness: witness, fault: fault, loss: client.loss), newest.checkpoint.size)
                if fault != lastFault { say(fault) }
                if let loss = client.loss, loss != lastLoss { warn(loss) }
                lastLoss = client.loss ?? lastLoss
                lastFault = fault
                guard fault != nil else {
                    pause = .seconds(1)
                    break
                }
                do { try await Task.sleep(for: pause) } catch { return }
                pause = min(pause * 2, Self.longestPause)
                newest = published() ?? newest
            }
        }
    }

    private func cosign(_ published: PublishedCheckpoint, _ client: inout WitnessClient) async -> WitnessFault? {
        guard !published.note.signatures.contains(where: { $0.key == witness.key.identity }) else { return nil }
        let tree = LogTree(publisher.store, size: published.checkpoint.size)
        do throws(WitnessFault) {
            let cosignatures = try await client.cosign(published.note, tree)
            let (publisher, note) = (publisher, published.note)
            let added = await worker.result { () throws(PublicationError) in
                try publisher.add(cosignatures, to: note)
            }
            if case .failure(let error) = added { throw .log(error.message) }
            return nil
        } catch {
            return error
        }
    }

    private func say(_ fault: WitnessFault?) {
        let metadata: Logger.Metadata = ["witness": "\(witness.name)"]
        guard let fault else { return logger.info("the witness cosigns", metadata: metadata) }
        guard fault != .cancelled else { return }
        logger.warning(
            "the witness does not cosign; publication goes on",
            metadata: metadata.merging(["reason": "\(fault.message)"]) { $1 })
    }

    private func warn(_ loss: WitnessLoss) {
        logger.warning(
            "a witness lost its state; do not count on its cosignatures until its operator explains it",
            metadata: ["witness": "\(witness.name)", "reason": "\(loss.message)"])
    }

    /// If the log has no cosignature, the witness's response names its size.
    private func lastCosigned() -> UInt64 {
        do throws(PublicationError) { return try publisher.standings(of: [witness]).first?.cosigned ?? 0 } catch {
            return 0
        }
    }

    private func published() -> PublishedCheckpoint? {
        do throws(PublicationError) { return try publisher.toCosign() } catch {
            // The checkpoint that was to be cosigned before is sent instead.
            return nil
        }
    }
}

import CanonicalJSON
import StoryEvents

/// Takes files of event documents into a log: reads, decides, appends, and gives a receipt for each.
///
/// Many files share one transaction; each is taken whole or not at all. Used by one thread at a time.
public final class Recorder {
    private let store: any EventStore
    private let states: StateCache
    private var withheld = WithheldTexts()
    private let preparation: Swift.Result<Preparation, EventLogError>
    private let maximumAhead: Int64
    private let partBytes: Int
    private let marks: WorkMarks
    /// Bytes of stories that may be folded for one file, whatever its size.
    private let mostFolded: Int
    private lazy var readingThread = ReadingThread(marks)

    /// - Parameters:
    ///   - store: The log to append to. Other writers may append to it too.
    ///   - maximumAhead: How far ahead of the ledger's clock a document's time may lie, to the second.
    ///   - marks: Told which file is worked on.
    ///   - partBytes: Bytes of a receipt's entries, about, after which they are stored in parts.
    public convenience init(
        _ store: any EventStore, maximumAhead: Duration = .seconds(86_400), marks: WorkMarks = WorkMarks(),
        partBytes: Int = 1 << 18
    ) {
        self.init(
            store, StateCache(), mostFolded: 1 << 30, maximumAhead: maximumAhead, marks: marks, partBytes: partBytes)
    }

    init(
        _ store: any EventStore, _ states: StateCache, mostFolded: Int, maximumAhead: Duration = .seconds(86_400),
        marks: WorkMarks = WorkMarks(), partBytes: Int = 1 << 18
    ) {
        self.store = store
        self.partBytes = partBytes
        self.states = states
        self.mostFolded = mostFolded
        self.maximumAhead = maximumAhead.components.seconds
        self.marks = marks
        preparation = Swift.Result { () throws(EventLogError) in try Preparation(store) }
    }

    /// Begins to read a file that is about to be recorded, on another thread.
    ///
    /// While one file is being made durable, the next can be read: prepare it before recording the one before it. One that
    /// is short and recorded at once is read as soon there.
    ///
    /// - Returns: The submission, to be recorded once.
    public func prepare(_ submission: Submission) -> Submission {
        guard submission.mayBeReadAhead, submission.ahead == nil, let reader = submission.reader,
            case .success(let preparation) = preparation, let readingThread
        else { return submission }
        var prepared = submission
        prepared.ahead = ReadAhead(
            PreparedDocuments(reader, of: submission.file, submission.digest, preparation), tag: submission.tag,
            on: readingThread)
        return prepared
    }

    /// The result for a submission.
    public enum Result: Hashable, Sendable {
        /// It was decided.
        case decided(Receipt)
        /// It names a story or an event that is not there yet.
        case waits(for: Awaited)
        /// Nothing was decided, because the commit would have taken too long; another call may decide it.
        case putOff(Delay)
    }

    /// Why a file is put off.
    public enum Delay: Hashable, Sendable {
        /// The files before it took long.
        case otherFiles
        /// A part of its story is folded, or it comes after such a file from the same source.
        case longFold
    }

    /// Records files, in order, in one durable transaction.
    ///
    /// - Parameters:
    ///   - submissions: The files.
    ///   - settled: Moves that were made since the last call.
    ///   - dryRun: When true, everything is checked and nothing is written.
    ///   - show: Gets each receipt and its entries before the transaction ends: those of a dry run are not stored.
    ///   - time: How long the commit may take; nil if no file may be put off.
    /// - Returns: The result for each, in the same order; durable.
    public func record(
        _ submissions: consuming [Submission], settled: [PendingMove] = [], dryRun: Bool = false,
        show: (Receipt, ReceiptEntries) -> Void = { _, _ in }, time: CommitTime? = nil
    ) throws(EventLogError) -> [Result] {
        var files = submissions
        return try append(dryRun: dryRun) { recording throws(EventLogError) in
            try recording.settle(settled)
            return try recording.record(&files, show: show, time: time)
        }
    }

    /// Does something in one durable transaction.
    ///
    /// - Parameter body: What to record, and what to store of its decisions.
    /// - Throws: What `body` throws, after undoing; or ``EventLogError`` when the log cannot be written.
    public func append<Value>(
        dryRun: Bool = false, _ body: (Recording) throws(EventLogError) -> Value
    ) throws(EventLogError) -> Value {
        do throws(EventLogError) {
            return try store.append(dryRun: dryRun) { transaction throws(EventLogError) in
                defer { if dryRun { states.forgetAll() } }
                return try body(Recording(self, transaction))
            }
        } catch {
            // The transaction is undone, and with it what was folded from it.
            states.forgetAll()
            throw error
        }
    }

    /// Decides files, in order, and stores their receipts.
    func record(
        _ files: inout [Submission], in transaction: any AppendTransaction,
        show: (Receipt, ReceiptEntries) -> Void, time: CommitTime?
    ) throws(EventLogError) -> [Result] {
        var results: [Result] = []
        var delays = Delays(time)
        let takedown = try transaction.newestTakedown()
        states.beginCommit(newestTakedown: takedown)
        try withheld.update(to: takedown, in: transaction)
        // One short file is read as soon here as there.
        if files.count > 1 || files.contains(where: \.isLong) { files = files.map(prepare) }
        for file in files {
            defer { file.ahead?.stop() }
            if let delay = delays.delay(of: file.producer.source) {
                results.append(.putOff(delay))
                continue
            }
            marks.decidesFile(file.tag)
            let result = try record(file, in: transaction, FoldTimer(time))
            delays.note(result, from: file.producer.source)
            if case .decided(let receipt) = result {
                if receipt.outcome != .quarantined || file.isKeptWhenRefused { try transaction.store(receipt) }
                show(receipt, ReceiptEntries(receipt, in: transaction))
            }
            results.append(result)
        }
        files = []
        marks.decidesFile(nil)
        return results
    }

    private func record(
        _ submission: Submission, in transaction: any AppendTransaction, _ timer: FoldTimer
    ) throws(EventLogError) -> Result {
        let preparation = try preparation.get()
        let feed =
            submission.ahead.map(DocumentFeed.ahead)
            ?? submission.reader.map {
                .reading(PreparedDocuments($0, of: submission.file, submission.digest, preparation))
            }
        var intake = try take(submission, feed, in: transaction, timer, isNamed: true)
        if intake.namesWithheldFile, let reader = submission.reader {
            // It is taken again, and its events do not name it.
            submission.ahead?.stop()
            submission.pieces?.rewind()
            let unnamed = PreparedDocuments(reader, of: submission.file, nil, preparation)
            intake = try take(submission, .reading(unnamed), in: transaction, timer, isNamed: false)
        }
        if intake.needsLongFold { return .putOff(.longFold) }
        if let awaited = intake.awaited, submission.mayWait { return .waits(for: awaited) }
        return .decided(intake.receipt())
    }

    /// Takes the documents of a file, or none of them.
    private func take(
        _ submission: Submission, _ feed: DocumentFeed?, in transaction: any AppendTransaction, _ timer: FoldTimer,
        isNamed: Bool
    ) throws(EventLogError) -> FileIntake {
        states.beginFile()
        var intake = FileIntake(
            submission, feed, transaction, states, withheld, maximumAhead: maximumAhead, partBytes: partBytes,
            mostFolded: mostFolded, marks: marks, timer: timer, isNamed: isNamed)
        // One document is appended or not. Where several are, those before a refused one must be undone, for which SQLite
        // keeps a copy of every page that they change.
        let isTaken =
            submission.reader?.mayHoldSeveral ?? false
            ? try transaction.attempt { () throws(EventLogError) in try intake.takeAll() } : try intake.takeAll()
        states.endFile(
            of: submission.producer.source, isUndone: !isTaken,
            isPutOff: intake.needsLongFold || intake.namesWithheldFile)
        return intake
    }
}

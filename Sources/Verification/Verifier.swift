import Dispatch
import EventLog
import MerkleLog
import Monitoring
import StoryEvents
import Synchronization

/// Checks a whole ledger against itself and against what was signed and published of it, in bounded memory.
///
/// Rows are read and hashed by several threads, a few thousand at a time; the tree, the receipts and the checkpoints are
/// then followed in log order. Nothing is written.
public struct Verifier {
    /// What to check beside the log itself.
    public struct Scope {
        /// The ledger's directory; nil to look at the log alone.
        public var directory: String?
        /// Keys of the log and of witnesses; none: then signatures are not checked.
        public var keys: [VerifierKey]
        /// Further names under which the log was published, each after a fork.
        public var forks: [String] = []
        /// What the log says of its keys and names.
        public var statements: [StatementFile.Entry] = []
        /// The cosignatures that one stored checkpoint at least must have; nil where none is asked for.
        public var quorum: WitnessQuorum?
        /// A checkpoint that the caller gave, its signatures checked, and what to call it.
        public var kept: (name: String, checkpoint: Checkpoint)?

        /// Sets out what to check.
        public init(
            directory: String? = nil, keys: [VerifierKey] = [], kept: (name: String, checkpoint: Checkpoint)? = nil
        ) {
            self.directory = directory
            self.keys = keys
            self.kept = kept
        }
    }

    /// What was looked at.
    public struct Summary: Hashable, Sendable {
        /// How many events, receipts, stored checkpoints.
        public var events = 0, receipts = 0, checkpoints = 0
        /// Size of the published tree, in leaves; nil when nothing is published.
        public var published: UInt64?
        /// Positions of events whose data was withheld, and of the events that say so.
        public var withheld: [Withheld] = []
        /// How many stored checkpoints have the signatures of the given keys, and the cosignatures of the given witnesses.
        public var validCheckpoints = 0
        /// Tree size of the newest of these; nil where there is none, or no key was given.
        public var signed: UInt64?
        /// Tree size of the newest checkpoint that has the cosignatures that were asked for; nil where there is none.
        public var cosigned: UInt64?
        /// Root of the tree that was rebuilt.
        public var root = Hash.emptyTree
        /// How many things were found.
        public var findings = 0
        /// Why no seal and no fingerprint was checked; nil where they were, or where the secret itself is a finding.
        public var secretFault: EventLogError?
        /// What is not wrong, but worth knowing.
        public var notes: [String] = []
    }

    /// An event whose data was withheld.
    public struct Withheld: Hashable, Sendable {
        /// The event's position.
        public let position: Int64
        /// The position of the event that says so.
        public let by: Int64
    }

    private let store: any AuditStore
    private let scope: Scope
    private let lanes: Int

    /// - Parameters:
    ///   - store: The log.
    ///   - scope: What to check beside it.
    ///   - lanes: How many threads hash, at least 1.
    public init(_ store: any AuditStore, _ scope: Scope = Scope(), lanes: Int = 2) {
        self.store = store
        self.scope = scope
        self.lanes = max(1, lanes)
    }

    /// Rows a lane checks before the others are waited for; whole entry bundles.
    private static let chunkLength: Int64 = 2048

    /// Checks everything there is now; what is appended meanwhile is left for the next time.
    ///
    /// - Parameters:
    ///   - take: Takes each finding as it is found.
    ///   - progress: Takes how many of how many events were looked at, now and then.
    /// - Throws: ``EventLogError`` when the log cannot be read at all.
    public func run(
        _ take: (Finding) -> Void, progress: (_ done: Int64, _ all: Int64) -> Void = { _, _ in }
    ) throws(EventLogError) -> Summary {
        var summary = Summary()
        var count = 0
        func report(_ finding: Finding) {
            count += 1
            take(finding)
        }
        let reader = try store.auditor()
        checkDatabase(reader, report)
        let facts = try FactCheck(reading: reader, of: store.ledger, report)
        let notes = PublishedNotes(scope, origin: facts.origin, report)
        let statements = scope.directory.map { PublishedStatements(ledger: $0, report) }
        let extent = try reader.extent()
        try PendingCheck.run(
            reading: reader, facts.seals, needsClock: store.notesClocks && extent.receipts > 0, report)
        let unchanged = try UnchangedCheck(reading: reader, upTo: extent.receipts, facts.seals, report)
        for position in [extent.positions?.lowerBound, extent.positions?.upperBound] {
            guard let position, position < 0 || position == .max else { continue }
            report(Finding(.event(position), "no event can be there"))
        }
        let size = Int64(clamping: extent.size)
        progress(0, size)

        let newest = try newestCheckpoint(reader, extent)
        let published = notes.published(newest: newest, report)
        summary.published = published?.checkpoint.size
        statements?.check(store, publishedSize: summary.published, report)
        var tree = try treeCheck(reader, extent, notes, published, facts, report)
        var receipts = try ReceiptCheck(reading: reader, upTo: extent.receipts, facts.seals)
        var withholding = Withholding()
        var lastRecorded = Int64.min
        let workers = try makeLanes(published, facts)

        var window: Range<Int64> = 0..<0
        var links: StoryLinks?
        var next: Int64 = 0
        while next < size {
            if next == window.upperBound {
                window = next..<(size - next > StoryLinks.windowLength ? next + StoryLinks.windowLength : size)
                links = nil  // One at a time.
                links = makeLinks(window, reader, report)
            }
            if let gap = try longGap(from: next, reader, published) {
                let chunk = Chunk(missing: gap)
                chunk.findings.forEach(report)
                try tree.add(chunk, report)
                next = gap.upperBound
                window = next..<next
                continue
            }
            for chunk in check(from: next, to: window.upperBound, links, workers) {
                chunk.findings.forEach(report)
                if let recorded = chunk.recorded {
                    if recorded.first < lastRecorded {
                        let what = "its recorded time is before that of the event before it"
                        report(Finding(.event(chunk.range.lowerBound), what))
                    }
                    lastRecorded = recorded.last
                }
                summary.events += chunk.count
                try tree.add(chunk, report)
                try receipts.add(chunk, report)
                withholding.note(chunk)
                next = chunk.range.upperBound
            }
            progress(next, size)
        }
        try receipts.finish(report)
        unchanged.compare(listed: receipts.unchanged, last: try reader.extent().receipts, report)
        try tree.finish(report)
        try published?.tree.compareLeftovers(
            with: store, { () throws(EventLogError) in try reader.extent().size }, report)
        let taken = try reader.taken()
        let now = try noteLaterTakedowns(from: size, reader, workers[0], &withholding)
        summary.withheld = withholding.finish(
            facts.seals, noted: taken.filter { !(size..<now).contains($0.by) }, report
        ).map { Withheld(position: $0.event, by: $0.by) }
        receipts.compare(withheld: Set(summary.withheld.map(\.position)), report)
        summary.receipts = receipts.count
        summary.checkpoints = tree.checkpoints
        summary.cosigned = tree.cosigned
        (summary.signed, summary.validCheckpoints) = (tree.signed, tree.valid)
        summary.notes = tree.notes
        if let newest, let published, newest.size > published.checkpoint.size {
            summary.notes.append(
                "readers see a checkpoint of the first \(published.checkpoint.size), and one of \(newest.size) was published: "
                    + "\(PublishedNotes.visiblePath) was set back, or publishing was cut short; 'storyledger publish' mends it"
            )
        }
        summary.root = tree.head.root
        summary.findings = count
        summary.secretFault = facts.secretFault
        return summary
    }

    private func newestCheckpoint(
        _ reader: any AuditReader, _ extent: AuditedExtent
    ) throws(EventLogError) -> Checkpoint? {
        guard let row = try reader.checkpoints(from: extent.checkpoints, limit: 1).first else { return nil }
        // A row that cannot be read is reported when the rows are checked.
        do throws(MerkleLogError) { return try Checkpoint(text: SignedNote(bytes: row.note).text) } catch { return nil }
    }

    private func treeCheck(
        _ reader: any AuditReader, _ extent: AuditedExtent, _ notes: PublishedNotes, _ published: PublishedHead?,
        _ facts: FactCheck, _ report: (Finding) -> Void
    ) throws(EventLogError) -> TreeCheck {
        var others = notes.claims
        if let (name, checkpoint) = scope.kept {
            others.append(RootClaims.Claim(place: .kept(name), size: checkpoint.size, root: checkpoint.root))
        }
        var roots = RootClaims(
            reading: reader, upTo: extent.checkpoints,
            signatures: SignatureCheck(origin: facts.origin, scope), facts.seals,
            quorum: scope.quorum, others: others)
        try roots.begin(report)
        var tree = TreeCheck(
            reading: reader, roots: roots, published: published?.tree, publishedSize: published?.checkpoint.size)
        try tree.begin(report)
        return tree
    }

    /// Looks for takedowns that were appended while the log was checked: they explain data that is gone since.
    ///
    /// - Returns: The position after the last event that there is now.
    private func noteLaterTakedowns(
        from first: Int64, _ reader: any AuditReader, _ lane: RowChecker, _ withholding: inout Withholding
    ) throws(EventLogError) -> Int64 {
        let end = max(first, Int64(clamping: try reader.extent().size))
        var next = first
        while withholding.hasErased, next < end {
            let chunk = lane.check(next..<min(end, next + Self.chunkLength), nil)
            withholding.noteLater(chunk)
            next = chunk.range.upperBound
        }
        return end
    }

    private func makeLanes(_ published: PublishedHead?, _ facts: FactCheck) throws(EventLogError) -> [RowChecker] {
        var workers: [RowChecker] = []
        for _ in 0..<lanes {
            workers.append(
                RowChecker(
                    reading: try store.auditor(), secret: facts.secret,
                    bundles: published?.bundles))
        }
        return workers
    }

    /// Events that are not there, nor tiles that have their leaf hashes, from a position to the next event; nil where there
    /// are none, or few. One wrong position can lie far beyond all others.
    private func longGap(
        from first: Int64, _ reader: any AuditReader, _ published: PublishedHead?
    ) throws(EventLogError) -> Range<Int64>? {
        guard var next = try reader.position(atOrAfter: first), next - first >= Self.chunkLength,
            try reader.tile(level: 0, number: first >> 8) == nil
        else { return nil }
        // Bundles are compared from their beginning on.
        if let published, next < Int64(clamping: published.checkpoint.size) { next &= ~255 }
        return first..<next
    }

    private func makeLinks(
        _ window: Range<Int64>, _ reader: any AuditReader, _ report: (Finding) -> Void
    ) -> StoryLinks? {
        do throws(EventLogError) {
            // Each window walks the whole of the indexes; the first tells of what is wrong with them.
            guard window.lowerBound == 0 else { return try StoryLinks(window: window, reading: reader) { _ in } }
            return try StoryLinks(window: window, reading: reader, report: report)
        } catch {
            report(Finding(.database, "the indexes of stories and identities cannot be walked: \(error.message)"))
            return nil
        }
    }

    /// Checks the next chunks, one in each lane, and returns them in log order.
    private func check(from first: Int64, to end: Int64, _ links: StoryLinks?, _ workers: [RowChecker]) -> [Chunk] {
        let ranges = (0..<Int64(workers.count)).map { lane in
            min(end, first + lane * Self.chunkLength)..<min(end, first + (lane + 1) * Self.chunkLength)
        }.filter { !$0.isEmpty }
        let chunks = Mutex<[Chunk]>([])
        DispatchQueue.concurrentPerform(iterations: ranges.count) { lane in
            let chunk = workers[lane].check(ranges[lane], links)
            chunks.withLock { $0.append(chunk) }
        }
        return chunks.withLock { $0.sorted { $0.range.lowerBound < $1.range.lowerBound } }
    }

    private func checkDatabase(_ reader: any AuditReader, _ report: (Finding) -> Void) {
        do throws(EventLogError) {
            for difference in try reader.schemaDifferences() {
                let how =
                    switch difference.kind {
                    case .missing: "is missing"
                    case .different: "is not as this program makes it"
                    case .unexpected: "is none that this program makes"
                    }
                report(Finding(.schema(difference.name), "this \(difference.type) \(how)"))
            }
            for fault in try reader.integrityFaults(limit: 100) {
                report(Finding(.database, fault.split(separator: "\n").joined(separator: "; ")))
            }
        } catch {
            report(Finding(.database, "it cannot be checked as a whole: \(error.message)"))
        }
    }
}

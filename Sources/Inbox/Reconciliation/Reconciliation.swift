import CanonicalJSON
import EventLog
import StoryEvents

/// Accounts for every file that the inbox has ever seen: each waits, or has one receipt and lies where that says.
///
/// A daemon may run meanwhile: what it has recorded and not filed yet is counted as that. Memory grows with the files in the
/// inbox and in quarantine, and by a few bytes for each archived file of one day.
public struct Reconciliation {
    /// What was found.
    public struct Summary: Hashable, Sendable {
        /// Files in the inbox that will be taken.
        public var waiting = 0
        /// Receipts of files from the inbox, by outcome.
        public var outcomes: [Receipt.Outcome: Int64] = [:]
        /// Archived files with exactly the bytes of their receipts.
        public var archived: Int64 = 0
        /// Receipts whose file a takedown has changed or removed.
        public var takenDown: Int64 = 0
        /// How many of these files are gone.
        public var gone: Int64 = 0
        /// Paths of what takedowns left of the others: nothing holds a hash of it.
        public var notCompared: [Text] = []
        /// Receipts whose file is not filed yet.
        public var notFiled: Int64 = 0
        /// Receipts whose archived file retention has removed.
        public var removed: Int64 = 0
        /// Quarantined files that retention has removed.
        public var removedFromQuarantine: Int64 = 0
        /// Quarantined files that are still in quarantine.
        public var inQuarantine: Int64 = 0
        /// Quarantined files that are not there any more: put back into the inbox, or removed. Nothing says which.
        public var leftQuarantine: Int64 = 0
        /// Receipts of documents that did not come through the inbox, such as those of `storyledger append`.
        public var notOfInbox: Int64 = 0
        /// Receipts of refused files, where the quarantine was not looked at.
        public var quarantineUnseen: Int64 = 0
        /// What was not looked at, for want of a right.
        public var unseen: [ReconciliationFinding] = []
        /// How many findings were reported.
        public var findings = 0
    }

    private let store: any EventStore & AuditStore
    private let directories: InboxDirectories
    private let report: (ReconciliationFinding) -> Void
    private var summary = Summary()

    /// - Parameters:
    ///   - store: The log.
    ///   - directories: The ledger's directories.
    ///   - report: Called with each finding.
    public init(
        _ store: any EventStore & AuditStore, _ directories: InboxDirectories,
        report: @escaping (ReconciliationFinding) -> Void
    ) {
        self.store = store
        self.directories = directories
        self.report = report
    }

    /// Accounts for everything.
    ///
    /// - Parameter progress: Called with the number of receipts read, and the number at the start.
    /// - Throws: ``EventLogError`` if the log cannot be read. A directory that cannot be read is a finding,
    ///   unless it is only for want of a right.
    public mutating func run(progress: (Int64, Int64) -> Void) throws(EventLogError) -> Summary {
        // Before the receipts: a file that is taken meanwhile is in neither list twice.
        let before = InboxListing.read(directories)
        var quarantine = QuarantinedFiles(directories)
        try readReceipts(&quarantine)
        try checkArchive(progress)
        checkInbox(before, InboxListing.read(directories))
        if let denial = quarantine.denial { pass("quarantine", denial) }
        for (path, why) in quarantine.unseen { pass(path, why) }
        for (path, what) in quarantine.findings + quarantine.unnamed() { find(path, what) }
        checkIncoming()
        return summary
    }

    private mutating func find(_ path: Text, _ what: String) {
        summary.findings += 1
        report(ReconciliationFinding(path: path, what: what))
    }

    private mutating func pass(_ path: Text, _ why: String) {
        summary.unseen.append(ReconciliationFinding(path: path, what: why))
    }

    private mutating func readReceipts(_ quarantine: inout QuarantinedFiles) throws(EventLogError) {
        let reader = try store.auditor()
        let pending = Set(try store.pendingMoves().map(\.receipt))
        var next: Int64 = 1
        while true {
            let page = try reader.receipts(from: next, limit: 500)
            guard let last = page.last else { return }
            for stored in page {
                noteGap(from: next, to: stored.number)
                next = stored.number < .max ? stored.number + 1 : stored.number
                guard let receipt = stored.outline else {
                    find("receipt \(stored.number)", "it cannot be read; 'storyledger verify' says more")
                    continue
                }
                guard receipt.isOfInbox else {
                    summary.notOfInbox += 1
                    continue
                }
                summary.outcomes[receipt.outcome, default: 0] += 1
                guard receipt.outcome == .quarantined else { continue }
                if quarantine.claim(receipt) {
                    summary.inQuarantine += 1
                } else if pending.contains(receipt.number) {
                    summary.notFiled += 1
                } else if try store.removal(of: receipt.number) != nil {
                    summary.removedFromQuarantine += 1
                } else if quarantine.denial != nil {
                    summary.quarantineUnseen += 1
                } else {
                    summary.leftQuarantine += 1
                }
            }
            guard last.number < .max else { return }
        }
    }

    /// Receipts are numbered without a gap; the file of one that is missing may be anywhere.
    private mutating func noteGap(from expected: Int64, to found: Int64) {
        guard found > expected else { return }
        let last = found - 1
        find(
            expected == last ? "receipt \(expected)" : "receipts \(expected) to \(last)",
            "\(expected == last ? "it is" : "they are") missing: what became of \(expected == last ? "its file" : "their files") "
                + "is not known")
    }

    private mutating func checkArchive(_ progress: (Int64, Int64) -> Void) throws(EventLogError) {
        var findings: [ArchiveFinding] = []
        var check = ArchiveCheck(store, directories) { findings.append($0) }
        let found = try check.run(progress: progress)
        summary.archived = found.files
        summary.takenDown = found.takenDown
        summary.gone = found.gone
        summary.notCompared = found.notCompared
        summary.removed = found.removed
        summary.notFiled += found.notFiled
        for finding in findings { find(finding.path, finding.what) }
    }

    private mutating func checkIncoming() {
        do throws(FileFault) {
            for name in try Staging.strangers(below: directories.staging) {
                find("incoming/\(name.safe)", "it took the place of a recorded file and could not go back")
            }
        } catch {
            if error.isDenied { pass("incoming", error.message) } else { find("incoming", error.message) }
        }
    }

    private mutating func checkInbox(_ before: InboxListing, _ after: InboxListing) {
        let files = Set(before.inbox.map(\.file))
        summary.waiting = after.inbox.count { files.contains($0.file) }
        // The quarantine is looked at by itself.
        for obstacle in after.obstacles where obstacle.file == "inbox" {
            if obstacle.isDenied {
                pass("inbox", obstacle.reason)
            } else {
                find("inbox", "it cannot be listed: \(obstacle.reason)")
            }
        }
        for left in after.leftOut { find("inbox/\(left.file)", "it is not taken: \(left.reason)") }
        for left in after.unseen {
            if left.isDenied {
                pass("inbox/\(left.file)", left.reason)
            } else {
                find("inbox/\(left.file)", "it cannot be looked at: \(left.reason)")
            }
        }
    }
}

/// A file that is not accounted for, or a place that was not looked at.
public struct ReconciliationFinding: Hashable, Sendable {
    /// Its path below the ledger's directory.
    public let path: Text
    /// What is wrong with it, or why it was not looked at.
    public let what: String

    /// Creates one.
    public init(path: Text, what: String) {
        self.path = path
        self.what = what
    }
}

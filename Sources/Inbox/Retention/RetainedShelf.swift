import EventLog
import StoryEvents

/// The archive or the quarantine, as retention goes through it: by receipts, the oldest first.
struct RetainedShelf {
    enum Kind: String { case archive, quarantine }

    let kind: Kind
    /// The directory.
    let path: String
    private(set) var rule: RetentionRule
    /// The receipt to go on with.
    private var next: Int64 = 1
    /// The first receipt of this pass whose file could not be removed yet.
    private var retry: Int64?
    private var survey: ShelfSurvey?
    /// When to add up the bytes again, in uptime.
    private var surveyAt: Duration = .zero
    private var surveyBegan: Duration = .zero
    /// Bytes of files that are to be removed whatever their age.
    private var excess: Int64 = 0
    /// Whether the last receipt that is due was reached.
    private(set) var isAtEnd = false

    /// Receipts whose files could not be looked at or removed. They are left out until ``blockedRetry``.
    private var blocked: Set<Int64> = []
    /// When they are tried again, in uptime, and the pause after that.
    private var blockedRetry: (at: Duration, pause: Duration) = (.zero, firstPause)

    private static let firstPause: Duration = .seconds(10)
    private static let longestPause: Duration = .seconds(600)
    /// Numbers of receipts that are read at a time.
    private static let page: Int64 = 500
    /// Names that are looked at in one step.
    private static let namesInAStep = 1_000
    /// Files, and bytes of them, that are looked at in one step; one file is, however large.
    private static let filesInAStep = 64
    private static let bytesInAStep: Int64 = 16 << 20

    init(_ kind: Kind, _ path: String, _ rule: RetentionRule) {
        self.kind = kind
        self.path = path
        self.rule = rule
    }

    /// What one step has found.
    struct Step {
        var files: [KeptFile] = []
        /// Files that a person has changed.
        var changed: [Receipt] = []
        /// Files that cannot be looked at.
        var faults: [FileFault] = []
    }

    /// Applies another rule; everything is looked at again.
    mutating func apply(_ rule: RetentionRule) {
        guard rule != self.rule else { return }
        self = RetainedShelf(kind, path, rule)
    }

    /// Begins another pass.
    mutating func begin(uptime: Duration) {
        if blocked.isEmpty {
            blockedRetry = (uptime + Self.firstPause, Self.firstPause)
        } else if uptime >= blockedRetry.at {
            let pause = min(blockedRetry.pause * 2, Self.longestPause)
            blockedRetry = (uptime + pause, pause)
            blocked = []
        }
        isAtEnd = false
        next = retry ?? next
        retry = nil
    }

    /// Adds up the bytes of the shelf, if they are limited and it is time.
    ///
    /// - Returns: Whether that is still in progress.
    mutating func measure(uptime: Duration, pause: Duration) throws(FileFault) -> Bool {
        guard let most = rule.mostBytes, survey != nil || uptime >= surveyAt else { return false }
        if survey == nil { surveyBegan = uptime }
        let survey = self.survey ?? ShelfSurvey(path)
        self.survey = nil
        guard try survey.run(atMost: Self.namesInAStep) else {
            self.survey = survey
            return true
        }
        excess = max(0, survey.bytes - most)
        surveyAt = uptime + max(pause, (uptime - surveyBegan) * 20)
        return false
    }

    /// Finds files that are due, up to the last or as many as one step takes.
    ///
    mutating func step(_ store: any EventStore, _ pass: RetentionPass) throws(EventLogError) -> Step {
        var (step, bytes, looked): (Step, Int64, Int) = (Step(), 0, 0)
        guard next <= pass.newest else {
            isAtEnd = true
            return step
        }
        let last = min(pass.newest - next, Self.page - 1) + next
        let receipts = try store.keptReceipts(next...last)
        for receipt in receipts {
            guard rule.isDue(receipt.recorded.microseconds, now: pass.now) || excess > bytes else {
                isAtEnd = true
                return step
            }
            guard looked < Self.filesInAStep, bytes < Self.bytesInAStep else { return step }
            next = receipt.number + 1
            guard (receipt.outcome == .quarantined) == (kind == .quarantine) else { continue }
            looked += 1
            guard !pass.unfiled.contains(receipt.number), !blocked.contains(receipt.number) else {
                noteLeft(receipt.number)
                continue
            }
            do throws(FileFault) {
                switch try KeptFile.find(receipt, on: kind, below: path) {
                case .found(let file):
                    step.files.append(file)
                    bytes += max(0, file.facts.bytes)
                case .missing: continue
                case .changed: step.changed.append(receipt)
                }
            } catch {
                step.faults.append(error)
                noteBlocked(receipt.number)
            }
        }
        next = last + 1
        return step
    }

    /// Looks at a receipt again in the next pass.
    mutating func noteLeft(_ receipt: Int64) { retry = min(retry ?? receipt, receipt) }

    /// Looks at a receipt again after a pause: its file cannot be looked at or removed.
    mutating func noteBlocked(_ receipt: Int64) {
        blocked.insert(receipt)
        noteLeft(receipt)
    }

    /// Ends the pass before its end.
    mutating func rest() { isAtEnd = true }

    mutating func noteRemoved(bytes: Int64) { excess = max(0, excess - max(0, bytes)) }
}

/// What the files of one pass are held against.
struct RetentionPass {
    /// The time from which ages are counted, in microseconds since 1970.
    let now: Int64
    /// The number of the last receipt of the pass.
    let newest: Int64
    /// Receipts whose files are still to be moved to the shelf.
    let unfiled: Set<Int64>
}

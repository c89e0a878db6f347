import MerkleLog
import StoryEvents

/// Watches a log from its public files alone: what an honest log never shows is a finding.
///
/// The first look reads the whole log, later ones only what came since.
public struct Monitor {
    /// What one look saw.
    public struct Look: Sendable {
        /// The checkpoint that everything was held against; nil where there is none that can be read.
        public fileprivate(set) var checkpoint: Checkpoint?
        /// Size of the newest checkpoint known before; nil where the log is met for the first time.
        public fileprivate(set) var knownSize: UInt64?
        /// How many stories the log has.
        public fileprivate(set) var stories = 0
        /// The statements that led from a trusted key to the next.
        public fileprivate(set) var followed: [Succession] = []
        /// How many findings there are.
        public fileprivate(set) var findings = 0
        /// What to remember of the log; nil where there are findings.
        public fileprivate(set) var learned: KnownLog?
    }

    /// What is said of a log as it is read.
    public enum Report {
        /// An event that is new since the newest checkpoint known before.
        case event(Envelope)
        /// What is wrong.
        case finding(LogFinding)
    }

    /// The most findings that are reported; more are only counted.
    public static let mostFindings = 1000

    /// How often a look begins again because the log grew meanwhile.
    private static let mostAttempts = 10

    private let files: LogFiles
    private var trust: MonitorTrust
    private var walk: LogWalk
    /// Histories that were given up and found whole.
    private var abandoned: Set<AbandonedHistory> = []

    /// - Parameters:
    ///   - files: What the log serves.
    ///   - trust: What to believe.
    public init(_ files: any PublicFiles, _ trust: MonitorTrust) {
        self.files = LogFiles(files: files)
        self.trust = trust
        walk = LogWalk(self.files)
    }

    /// Looks at the log as it is now.
    ///
    /// Events are reported as they are read; that they are those that were signed is known at the end of the look.
    ///
    /// - Throws: ``MonitorFault`` when the log cannot be read, which says nothing against it.
    public mutating func look(_ report: (Report) -> Void) throws(MonitorFault) -> Look {
        var look = Look()
        var findings = 0
        func find(_ finding: LogFinding) {
            findings += 1
            if findings <= Self.mostFindings { report(.finding(finding)) }
        }
        do throws(LogFiles.Fault) {
            guard var served = try files.checkpoint() else { throw .missing("checkpoint") }
            var attempts = 1
            while true {
                do throws(LogFiles.Fault) {
                    look = try examine(served.checkpoint, served.note, report, find)
                    break
                } catch {
                    // A log that grew has replaced partial tiles by wider ones; its checkpoint is a newer one then.
                    guard case .missing = error, attempts < Self.mostAttempts, findings == 0,
                        let newer = try files.checkpoint(), newer.note != served.note
                    else {
                        look.checkpoint = served.checkpoint
                        throw error
                    }
                    served = newer
                    attempts += 1
                }
            }
        } catch {
            switch error {
            case .unreadable(let fault): throw .unreadable(fault)
            case .missing("checkpoint"): throw .nothingPublished
            case .missing(let path): find(LogFinding("\(path): it is missing"))
            case .malformed(let path, let what): find(LogFinding("\(path): \(what)"))
            }
        }
        look.findings = findings
        if findings > 0 { look.learned = nil }
        if let learned = look.learned { trust.remember(learned) }
        return look
    }

    /// Holds the log against a checkpoint; what is learned of it counts only where there is no finding.
    private mutating func examine(
        _ checkpoint: Checkpoint, _ note: SignedNote, _ report: (Report) -> Void, _ find: (LogFinding) -> Void
    ) throws(LogFiles.Fault) -> Look {
        let statements = try files.statements()
        let examination = CheckpointExamination(checkpoint, note, statements.map(\.statement), trust)
        var look = Look()
        look.checkpoint = checkpoint
        look.knownSize = examination.known?.newestSize
        look.followed = examination.followed
        // Without a checkpoint that the log vouches for there is nothing to hold the log against.
        guard examination.check(find) else { return look }
        let knownSize = max(look.knownSize ?? 0, walk.size)
        try walk.advance(
            to: checkpoint.size,
            { envelope in if UInt64(envelope.position.value) >= knownSize { report(.event(envelope)) } }, find)
        look.stories = walk.chains.storyCount
        guard walk.root == checkpoint.root else {
            find(LogFinding("the leaves do not lead to the root that was signed for \(checkpoint.size) events"))
            return look
        }
        let history = HistoryCheck(checkpoint, files)
        for known in examination.known?.checkpoints ?? [] { try history.check(known, find) }
        try history.check(statements, against: walk.chains.ownEvents, passing: &abandoned, find)
        look.learned = KnownLog(
            origin: checkpoint.origin, keys: examination.keys, earlier: examination.earlier, notes: [note])
        return look
    }
}

/// Why a log cannot be looked at. It says nothing against the log.
public enum MonitorFault: Error, Hashable, Sendable {
    /// There is no checkpoint.
    case nothingPublished
    /// A file cannot be read, or a server does not answer.
    case unreadable(PublicFilesFault)

    /// What was found.
    public var message: String {
        switch self {
        case .nothingPublished: "there is no checkpoint: nothing is published there"
        case .unreadable(let fault): fault.message
        }
    }
}

/// What a monitor believes before it looks.
public struct MonitorTrust: Sendable {
    /// The log's keys, from somebody who is trusted.
    public let keys: [VerifierKey]
    /// The witnesses that must have cosigned; nil for none.
    public let quorum: WitnessQuorum?
    /// What is known of logs from earlier looks.
    public private(set) var known: [KnownLog]

    /// Keys, a quorum, and what is known from earlier looks.
    public init(keys: [VerifierKey], quorum: WitnessQuorum? = nil, known: [KnownLog] = []) {
        self.keys = keys
        self.quorum = quorum
        self.known = known
    }

    mutating func remember(_ log: KnownLog) {
        known.removeAll { $0.origin.utf8.elementsEqual(log.origin.utf8) }
        known.append(log)
    }
}

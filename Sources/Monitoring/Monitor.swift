import MerkleLog
import StoryEvents

/// Watches a log from its public files alone. Faults that an honest log never has are findings.
///
/// The first look reads the whole log, later looks only the new part.
public struct Monitor {
    /// The result of one look.
    public struct Look: Sendable {
        /// The checkpoint that everything was checked against; nil if none can be read.
        public fileprivate(set) var checkpoint: Checkpoint?
        /// The trusted keys that signed it.
        public fileprivate(set) var signers: [VerifierKey] = []
        /// Size of the newest checkpoint known before; nil for a log that was not known.
        public fileprivate(set) var knownSize: UInt64?
        /// The number of stories in the log.
        public fileprivate(set) var stories = 0
        /// When its newest event was recorded, as the log says; nil where none was read.
        public fileprivate(set) var newestRecorded: RecordedTime?
        /// The statements that led from a trusted key to the next.
        public fileprivate(set) var followed: [Succession] = []
        /// The known keys in whose place others are believed, because the user said that they are lost.
        public fileprivate(set) var replaced: [VerifierKey] = []
        /// The statements by which the log goes on from others, which were given up.
        public fileprivate(set) var forks: [Fork] = []
        /// What is to be said that is no finding: of other keys that files of the log were signed with.
        public fileprivate(set) var remarks: [String] = []
        /// Trees that were found to contradict each other, to be stored.
        public fileprivate(set) var contradictions: [KnownLog.Contradiction] = []
        /// What was known of the log before.
        public fileprivate(set) var known: KnownLog?
        /// The number of findings.
        public fileprivate(set) var findings = 0
        /// What to store about the log; nil if there are findings.
        public fileprivate(set) var learned: KnownLog?
    }

    /// A statement by which the log goes on from another, which was given up.
    public struct Fork: Sendable {
        /// The statement.
        public let entry: StatementFile.Entry
        /// How many events both begin with that are the same; nil where the given-up history could not be read.
        public let common: UInt64?
    }

    /// An event or finding of a look.
    public enum Report {
        /// An event after the newest checkpoint known before.
        case event(Envelope)
        /// A finding.
        case finding(LogFinding)
    }

    /// The most findings that are reported; further ones are only counted.
    public static let mostFindings = 1000

    /// How often a look starts again because the log grew meanwhile.
    private static let mostAttempts = 10

    private let files: TiledLog
    private var trust: MonitorTrust
    private var walk: LogWalk
    /// Given-up histories that were read and are complete, and how many events the log begins with of each.
    private var abandoned: [AbandonedHistory: UInt64] = [:]

    /// - Parameters:
    ///   - files: The log's public files.
    ///   - trust: The trusted keys, and the quorum.
    public init(_ files: any PublicFiles, _ trust: MonitorTrust) {
        self.files = TiledLog(files: files)
        self.trust = trust
        walk = LogWalk(self.files)
    }

    /// Looks at the log once.
    ///
    /// Events are reported while they are read. Whether they are the signed ones is known only at the end of the look.
    ///
    /// - Throws: ``MonitorFault`` if the log cannot be read, which is no evidence against it.
    public mutating func look(_ report: (Report) -> Void) throws(MonitorFault) -> Look {
        var look = Look()
        var findings = 0
        func find(_ finding: LogFinding) {
            findings += 1
            if findings <= Self.mostFindings { report(.finding(finding)) }
        }
        do throws(TiledLog.Fault) {
            guard var served = try files.checkpoint() else { throw .missing("checkpoint") }
            var attempts = 1
            while true {
                do throws(TiledLog.Fault) {
                    look = try examine(served.checkpoint, served.note, report, find)
                    break
                } catch {
                    // A log that grew has replaced partial tiles by wider ones; then it has a newer checkpoint.
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

    /// Checks the log against a checkpoint. The result is stored only if there is no finding.
    private mutating func examine(
        _ checkpoint: Checkpoint, _ note: SignedNote, _ report: (Report) -> Void, _ find: (LogFinding) -> Void
    ) throws(TiledLog.Fault) -> Look {
        let statements = try files.statements()
        let examination = CheckpointExamination(checkpoint, note, statements.map(\.statement), trust)
        var look = Look()
        look.checkpoint = checkpoint
        look.knownSize = examination.known?.newestSize
        look.followed = examination.followed
        look.remarks = examination.remarks
        // Without a checkpoint of a trusted key the log cannot be checked.
        guard examination.check(find) else {
            // The history that was given up is all that there is of the log that is asked for.
            if let fork = examination.fork, let history = AbandonedHistory(fork) {
                try history.check(in: files) { find(LogFinding($0)) }
            }
            return look
        }
        look.signers = examination.signers
        look.replaced = examination.replaced
        let knownSize = max(look.knownSize ?? 0, walk.size)
        try walk.advance(
            to: checkpoint.size, root: checkpoint.root,
            { envelope in if UInt64(envelope.position.value) >= knownSize { report(.event(envelope)) } }, find)
        look.stories = walk.chains.storyCount
        look.newestRecorded = walk.chains.lastRecorded
        guard walk.root == checkpoint.root else {
            find(LogFinding("the leaves do not lead to the root that was signed for \(checkpoint.size) events"))
            return look
        }
        let history = HistoryCheck(checkpoint, files)
        for seen in examination.known?.sightings ?? [] {
            let strangers = examination.strangers(of: seen.checkpoint)
            guard try !history.check(seen, signedBy: strangers, find), strangers.isEmpty,
                let other = examination.known?.note(of: seen.checkpoint)
            else { continue }
            look.contradictions.append(KnownLog.Contradiction(first: other, second: note))
        }
        look.known = examination.known
        for what in trust.given.findings(
            against: checkpoint, signedBy: look.signers, saying: statements, isGivenUpKnown: examination.isGivenUp)
        {
            find(LogFinding(what))
        }
        try history.check(statements, against: walk.chains.ownEvents, passing: &abandoned, find)
        look.forks = statements.compactMap { entry in
            guard let history = AbandonedHistory(entry.statement),
                walk.chains.ownEvents.contains(where: { $0.position == entry.position })
            else { return nil }
            return Fork(entry: entry, common: abandoned[history])
        }
        for what in try losses(history, statements, look.forks) { find(LogFinding(what)) }
        look.learned = KnownLog(
            origin: checkpoint.origin, keys: examination.keys, earlier: examination.earlier, notes: [note],
            statements: KnownLog.own(statements.map(\.statement), examination.keys)
        ).settling(examination.known)
        return look
    }

    /// The trees of older logs that this user saw, and that neither this log nor a history that it gave up begins with.
    private func losses(
        _ history: HistoryCheck, _ statements: [StatementFile.Entry], _ forks: [Fork]
    ) throws(TiledLog.Fault) -> [String] {
        let histories = statements.compactMap { AbandonedHistory($0.statement) }
        let origins = forks.map { $0.entry.statement.old.identity.name.description }
        return try trust.known.losses(of: origins) { tree throws(TiledLog.Fault) in
            if histories.contains(where: { $0.begins(with: tree, in: files.files) }) { return true }
            return try history.holds(tree)
        }
    }
}

/// Why a log cannot be checked, which is no evidence against it.
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

/// What a monitor trusts before it looks.
public struct MonitorTrust: Sendable {
    /// The log's keys, from a trusted person.
    public let keys: [VerifierKey]
    /// The witnesses that must have cosigned; nil for none.
    public let quorum: WitnessQuorum?
    /// Keys that the user says are lost: ``keys`` are believed in their place, as the log's own keys.
    public let lost: [VerifierKey]
    /// What the user keeps of the log's statements.
    public let given: GivenStatements
    /// The logs as earlier looks saw them.
    public private(set) var known: [KnownLog]

    /// Creates a set of keys, a quorum, and known logs.
    public init(
        keys: [VerifierKey], quorum: WitnessQuorum? = nil, lost: [VerifierKey] = [],
        given: GivenStatements = GivenStatements([]), known: [KnownLog] = []
    ) {
        self.keys = keys
        self.given = given
        self.lost = lost
        self.quorum = quorum
        self.known = known
    }

    mutating func remember(_ log: KnownLog) {
        if let index = known.index(of: log.origin, for: log.keys + log.earlier, by: log.statements) {
            known.remove(at: index)
        }
        known.append(log)
    }
}

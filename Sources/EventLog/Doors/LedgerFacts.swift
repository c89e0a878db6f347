import StoryEvents

/// What a ledger is called, and what it keeps to itself.
public struct LedgerFacts: Hashable, Sendable {
    /// The name its log is known by; no scheme, no space.
    public let origin: String
    /// When it was made.
    public let created: RecordedTime
    /// Never leaves the ledger. A log that is opened to read may be without it, and then says why.
    public let secret: Result<LedgerSecret, EventLogError>

    /// The facts of a ledger whose secret is known.
    public init(origin: String, created: RecordedTime, secret: LedgerSecret) {
        self.init(origin: origin, created: created, secret: .success(secret))
    }

    init(origin: String, created: RecordedTime, secret: Result<LedgerSecret, EventLogError>) {
        self.origin = origin
        self.created = created
        self.secret = secret
    }
}

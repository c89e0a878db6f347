import EventLog
import StoryEvents
import Testing

/// What must hold of every engine behind the doors of a log.
///
/// A test target runs the contract of each door over each of its engines:
///
///     @Test(arguments: EventStoreContract.reader)
///     func readsALog(_ check: EventStoreContract.Check) throws { try check.run(try TemporaryLedger()) }
public enum EventStoreContract {
    /// One thing that must hold, on an empty log of its own.
    public struct Check: Sendable, CustomTestStringConvertible {
        /// What must hold.
        public let name: String
        /// Checks it by expectations of the running test.
        public let run: @Sendable (any LedgerUnderTest) throws -> Void

        init(_ name: String, _ run: @escaping @Sendable (any LedgerUnderTest) throws -> Void) {
            self.name = name
            self.run = run
        }

        /// What must hold.
        public var testDescription: String { name }
    }

    /// Of ``LogReader``.
    public static let reader = order + reading + durability
    /// Of ``LogAppender``.
    public static let appender = expectations + identity + atomicity + writers
    /// Of ``CommitSource``.
    public static let commitSource = waiting
    /// Of ``IntakeRecords`` and ``IntakeTransaction``.
    public static let intakeRecords = receipts
    /// Of ``TakedownRecords`` and ``TakedownTransaction``.
    public static let takedownRecords = takedowns
    /// Of ``TreeStore``.
    public static let treeStore = tree
    /// Of ``AuditStore`` and ``AuditReader``.
    public static let auditStore = audits
}

extension EventStore {
    /// Appends events, each expecting anything, in one transaction.
    @discardableResult
    func appendAll(_ events: [NewEvent], dryRun: Bool = false) throws -> [RecordedEvent] {
        try append(dryRun: dryRun) { transaction throws(EventLogError) in
            var recorded: [RecordedEvent] = []
            for event in events { recorded.append(event.recorded(as: try transaction.append(event, expecting: .any))) }
            return recorded
        }
    }

    /// Everything there is, in order.
    func everything() throws -> [RecordedEvent] { try events(from: .first, limit: .max) }
}

extension NewEvent {
    /// What the log must hold of this event once it is appended.
    func recorded(as envelope: Envelope) -> RecordedEvent {
        RecordedEvent(
            envelope: envelope, leaf: envelope.leaf, content: RecordedEvent.Content(salt: salt, data: Array(data)))
    }
}

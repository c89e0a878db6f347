import EventLog
import Foundation
import StoryEvents

/// A ledger in a directory of its own, removed when the test lets go of it; its clock and salts are the test's.
public final class TemporaryLedger: LedgerUnderTest {
    private let directory: URL
    /// The time of every store that is opened here.
    public let clock = ManualClock()
    private let salts = SeededSalts()

    /// The secret that every temporary ledger has.
    public static let secret = LedgerSecret([UInt8](1...32))!
    /// The facts that every temporary ledger has.
    public static let facts = LedgerFacts(
        origin: "test.example/ledger", created: ManualClock.noon, secret: secret)

    /// Makes an empty ledger.
    public init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "LedgerTestKit-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        try SQLiteEventStore.create(path: path, facts: Self.facts)
        _ = try SecretFile(beside: path).create(Self.secret)
    }

    deinit {
        try? FileManager.default.removeItem(at: directory)
    }

    /// The file `ledger.db`.
    public var path: String { file(LedgerLayout.log) }

    /// The path of a file beside it.
    public func file(_ name: String) -> String { directory.appending(path: name).path }

    /// Names of all files of the ledger, sorted.
    public func files() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted()
    }

    /// Opens the log, once more where it is open already.
    public func open() throws -> any EventStore { try open(.readWrite) }

    /// Opens the log, once more where it is open already.
    public func openAudited() throws -> any AuditStore { try open(.readWrite) }

    /// Opens the log, once more where it is open already.
    public func open(_ access: SQLiteEventStore.Access) throws(EventLogError) -> SQLiteEventStore {
        let (clock, salts) = (clock, salts)
        return try SQLiteEventStore(path: path, access: access, clock: { clock.now }, salts: { salts.next() })
    }
}

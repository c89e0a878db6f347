import EventLog
import Foundation
import Glibc
import Projections
import Publication
import StoryEvents

/// A ledger on disk: one directory, and what is where in it.
public struct LedgerDirectory: Hashable, Sendable {
    /// The directory's path.
    public let path: String

    /// - Parameter path: The directory, there or not.
    public init(_ path: String) {
        self.path = path
    }

    /// The log.
    public var database: String { path + "/ledger.db" }
    /// What is kept of projections; deleted, it comes back.
    public var views: String { path + "/views.db" }
    /// Where producers put files; a subdirectory is a named source.
    public var inbox: String { path + "/inbox" }
    /// What was taken in, by date.
    public var archive: String { path + "/archive" }
    /// What was refused, each file beside its reason.
    public var quarantine: String { path + "/quarantine" }

    /// What the log is published from, and where.
    public var publication: PublicationDirectories { PublicationDirectories(ledger: path) }

    /// Opens the ledger's log.
    ///
    /// - Parameter patience: How long a call waits for another process that holds the log.
    /// - Throws: ``EventLogError``.
    public func open(
        _ access: SQLiteEventStore.Access, patience: Duration = .seconds(30)
    ) throws(EventLogError) -> SQLiteEventStore {
        guard try FileProbe.exists(database) else { throw .missing(path: path) }
        return try SQLiteEventStore(
            path: database, access: access, secret: secret, uptime: .system, patience: patience)
    }

    /// Whether the ledger is this user's. In another user's, a verb that only reads creates nothing.
    public var isOwn: Bool {
        var facts = stat()
        return stat(path, &facts) == 0 && facts.st_uid == geteuid()
    }

    /// The ledger's secret: the file in its directory, or systemd's credential.
    public var secret: SecretFile { SecretFile(ledger: path, environment: ProcessInfo.processInfo.environment) }

    /// Makes an empty ledger, its directory and its key included.
    ///
    /// The log gets its name when it is whole: a process that is killed leaves a ledger or none.
    ///
    /// - Parameter origin: The name its log is known by.
    /// - Throws: ``EventLogError``; ``EventLogError/exists(path:)`` where there is one.
    public func create(origin: Origin) throws(EventLogError) {
        guard try !FileProbe.exists(database) else { throw .exists(path: path) }
        try makeRoot()
        try makeDirectories()
        guard let random = LedgerSecret(RandomSalts.next()) else { preconditionFailure("a salt is 32 bytes") }
        let secret = try secret.create(random)
        let facts = LedgerFacts(origin: origin.name, created: SystemClock.now(), secret: secret)
        // Of two processes each makes a file of its own, and one of them gets the name.
        let draft = "\(path)/\(Self.draftPrefix)\(getpid())"
        discard(draft)
        defer { discard(draft) }
        try SQLiteEventStore.create(path: draft, facts: facts)
        // Before the log: there is never a log without a key, unless somebody has taken it away.
        do throws(PublicationError) {
            try KeyFile(publication, environment: ProcessInfo.processInfo.environment).create(origin: origin.name)
        } catch {
            throw .failed(path: path, error.message)
        }
        guard link(draft, database) == 0 else {
            throw errno == EEXIST ? .exists(path: path) : .failed(path: database, SystemReason.last)
        }
        try sync()
        try makeViews()
    }

    /// Makes the ledger's own directory, and those above it, where there are none.
    func makeRoot() throws(EventLogError) {
        guard try !FileProbe.exists(path) else { return }
        do {
            let parent = URL(fileURLWithPath: path).deletingLastPathComponent().path
            try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
        } catch {
            throw .failed(path: path, "\((error as NSError).localizedDescription)")
        }
        // Its owner is who makes the ledger; its group is not that of the directory it is in.
        guard mkdir(path, 0o700) == 0 else {
            if errno == EEXIST { return }
            throw .failed(path: path, SystemReason.last)
        }
        guard chmod(path, 0o750) == 0 else { throw .failed(path: path, SystemReason.last) }
    }

    /// Makes the directories in it where there are none.
    func makeDirectories() throws(EventLogError) {
        for directory in [inbox, archive, quarantine] where !LedgerFile.makeDirectory(directory) {
            throw .failed(path: directory, SystemReason.last)
        }
    }

    /// A new ledger has empty views: one that has none has lost them, and says so.
    private func makeViews() throws(EventLogError) {
        let store = try open(.readOnly)
        do throws(ViewsError) { _ = try Views(store, path: views) } catch {
            throw .failed(path: views, error.message)
        }
    }

    /// What the name of a log begins with that is not whole yet; the number of a process follows.
    static let draftPrefix = "ledger.db.new-"

    /// Removes a draft: the one just named, or that of a process which had this number and was killed.
    private func discard(_ draft: String) {
        for suffix in ["", "-wal", "-shm"] { unlink(draft + suffix) }
    }

    /// Makes the names in the directory durable.
    private func sync() throws(EventLogError) {
        let descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .failed(path: path, SystemReason.last) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .failed(path: path, SystemReason.last) }
    }
}

/// The name a log is known by: no scheme, no white space, no `+`, no slash at the end; at most 255 bytes.
///
/// Source: C2SP tlog-checkpoint and signed-note.
public struct Origin: Hashable, Sendable {
    /// Such as `news.example.org/ledger`.
    public let name: String

    /// - Returns: nil when the name breaks the rule above.
    public init?(_ name: String) {
        guard (1...255).contains(name.utf8.count), !name.contains("://"), !name.contains("+"), !name.hasSuffix("/"),
            name.unicodeScalars.allSatisfy({ !$0.properties.isWhitespace && $0.properties.generalCategory != .control })
        else { return nil }
        self.name = name
    }

    /// The name of a new ledger that nobody named: the machine's name and a random number, because two logs of one name
    /// would look like one that forked.
    public static func standard(host: String = ProcessInfo.processInfo.hostName) -> Origin {
        let number = String(UInt64.random(in: (1 << 36)..<(1 << 40)), radix: 16)
        return Origin("\(host)/storyledger-\(number)") ?? Origin("localhost/storyledger-\(number)")!
    }
}

import Files
import EventLog
import Foundation
import Glibc
import Projections
import Publication
import StoryEvents

/// A ledger on disk: one directory, and the paths in it.
public struct LedgerDirectory: Hashable, Sendable {
    /// The directory's path.
    public let path: String

    /// - Parameter path: The directory, which need not exist.
    public init(_ path: String) {
        self.path = path
    }

    /// The log.
    public var database: String { "\(path)/\(LedgerLayout.log)" }
    /// The persisted projections; if deleted, they are rebuilt.
    public var views: String { "\(path)/\(LedgerLayout.views)" }
    /// Where producers put files; a subdirectory is a named source.
    public var inbox: String { "\(path)/\(LedgerLayout.inbox)" }
    /// The recorded files, by date.
    public var archive: String { "\(path)/\(LedgerLayout.archive)" }
    /// The refused files, each beside its reason.
    public var quarantine: String { "\(path)/\(LedgerLayout.quarantine)" }

    /// The state of the background check.
    public var check: String { path + "/\(LedgerLayout.check)" }

    /// The files that the log is published from, and the directory it is published to.
    public var publication: PublicationDirectories { PublicationDirectories(ledger: path) }

    /// Opens the ledger's log.
    ///
    /// - Parameters:
    ///   - patience: How long a call waits for another process that holds the log.
    ///   - putsOffUpkeep: As of ``SQLiteEventStore``.
    /// - Throws: ``EventLogError``.
    public func open(
        _ access: SQLiteEventStore.Access, patience: Duration = .seconds(30), putsOffUpkeep: Bool = false
    ) throws(EventLogError) -> SQLiteEventStore {
        try refuseInterruption()
        guard try FileProbe.exists(database) else {
            let absence = absence
            do throws(EventLogError) { try refuseRemains() } catch {
                // To a user who may not list the directory there is nothing.
                switch error {
                case .lost: throw error
                // What is mounted over a ledger has other things.
                case .noLedgerHere: if case .gone = absence { throw absence } else { throw error }
                default: break
                }
            }
            throw absence
        }
        return try SQLiteEventStore(
            path: database, access: access, secret: secret, uptime: .system, patience: patience,
            putsOffUpkeep: putsOffUpkeep)
    }

    /// That there is no ledger: with the one that the service had here, as far as this user may know of it.
    package var absence: EventLogError {
        do throws(EventLogError) {
            if let gone = try gone(LedgerRegister(ProcessInfo.processInfo.environment)) { return gone }
        } catch {
            // Only the daemon needs to know.
        }
        return .missing(path: path)
    }

    /// Refuses a ledger that 'storyledger restore' has left without a log.
    private func refuseInterruption() throws(EventLogError) {
        guard try !FileProbe.exists(database), try FileProbe.exists(path + "/.restoring") else { return }
        throw .interrupted(path: path)
    }

    /// Whether this user owns the ledger. In another user's ledger, a verb that only reads creates nothing.
    public var isOwn: Bool {
        var facts = stat()
        return stat(path, &facts) == 0 && facts.st_uid == geteuid()
    }

    /// The ledger's secret: the file in its directory, or systemd's credential.
    public var secret: SecretFile { SecretFile(ledger: path, environment: ProcessInfo.processInfo.environment) }

    /// Makes an empty ledger, its directory and its key included.
    ///
    /// The log gets its name when it is complete: a killed process leaves a whole ledger or none.
    ///
    /// - Parameter origin: The log's name.
    /// - Throws: ``EventLogError``; ``EventLogError/exists(path:)`` if there is a ledger.
    public func create(origin: Origin) throws(EventLogError) {
        guard try !FileProbe.exists(database) else { throw .exists(path: path) }
        try refuseInterruption()
        try makeRoot()
        try makeDirectories()
        guard let random = LedgerSecret(RandomSalts.next()) else { preconditionFailure("a salt is 32 bytes") }
        let secret = try secret.create(random)
        let facts = LedgerFacts(origin: origin.name, created: SystemClock.now(), secret: secret)
        // Two processes make a file each, and only one of them gets the name.
        let draft = "\(path)/\(Self.draftPrefix)\(getpid())"
        discard(draft)
        defer { discard(draft) }
        try SQLiteEventStore.create(path: draft, facts: facts)
        // Before the log, so that there is never a log without a key unless the key was removed.
        do throws(PublicationError) {
            try KeyFile(publication, environment: ProcessInfo.processInfo.environment).create(origin: origin.name)
        } catch {
            if case .system(_, let path, let code) = error { throw EventLogError(system: code, at: path) }
            throw .failed(path: path, error.message)
        }
        guard link(draft, database) == 0 else {
            throw errno == EEXIST ? .exists(path: path) : EventLogError(system: errno, at: database)
        }
        try sync()
        try makeViews()
    }

    /// Makes the ledger's own directory, and those above it, if missing.
    func makeRoot() throws(EventLogError) {
        guard try !FileProbe.exists(path) else { return }
        var above: [String] = []
        var parent = URL(fileURLWithPath: path).deletingLastPathComponent()
        while try !FileProbe.exists(parent.path), parent.path != "/" {
            above.append(parent.path)
            parent.deleteLastPathComponent()
        }
        for directory in above.reversed() where mkdir(directory, 0o777) != 0 && errno != EEXIST {
            throw EventLogError(system: errno, at: directory)
        }
        // The owner is the user who makes the ledger; the group is not that of the parent directory.
        guard mkdir(path, 0o700) == 0 else {
            if errno == EEXIST { return }
            throw EventLogError(system: errno, at: path)
        }
        guard chmod(path, 0o750) == 0 else { throw EventLogError(system: errno, at: path) }
    }

    /// Makes what a ledger with a log lacks: its directories and an empty file of persisted projections.
    public func makeMissing() throws(EventLogError) {
        try makeDirectories()
        if try !FileProbe.exists(views) { try makeViews() }
    }

    /// Makes the directories inside the ledger, if missing.
    func makeDirectories() throws(EventLogError) {
        for directory in [inbox, archive, quarantine] {
            // Producers pass through to their own directories, and cannot list what is there.
            guard LedgerFile.makeDirectory(directory, mode: directory == inbox ? 0o751 : 0o750) else {
                throw EventLogError(system: errno, at: directory)
            }
        }
    }

    /// Makes empty views. A ledger without views.db has lost them, and says so.
    private func makeViews() throws(EventLogError) {
        let store = try open(.readOnly)
        do throws(ViewsError) { _ = try Views(store, path: views) } catch {
            if case .outOfSpace(let path) = error { throw .outOfSpace(path: path) }
            throw .failed(path: views, error.message)
        }
    }

    /// Prefix of the name of a log that is not complete yet; a process id follows.
    static let draftPrefix = "\(LedgerLayout.log).new-"

    /// Removes a draft: the one just renamed, or that of a killed process with the same id.
    private func discard(_ draft: String) {
        for suffix in ["", "-wal", "-shm"] { unlink(draft + suffix) }
    }

    /// Makes the names in the directory durable.
    private func sync() throws(EventLogError) {
        do throws(SystemFault) { try DirectoryNames.sync(path) } catch {
            throw EventLogError(system: error.code, at: path)
        }
    }
}

/// The log's name: no scheme, no white space, no `+`, no slash at the end; at most 255 bytes.
///
/// Source: C2SP tlog-checkpoint and signed-note.
public struct Origin: Hashable, Sendable {
    /// Such as `news.example.org/ledger`.
    public let name: String

    /// - Returns: nil if the name breaks the rule above.
    public init?(_ name: String) {
        guard (1...255).contains(name.utf8.count), !name.contains("://"), !name.contains("+"), !name.hasSuffix("/"),
            name.unicodeScalars.allSatisfy({ !$0.properties.isWhitespace && $0.properties.generalCategory != .control })
        else { return nil }
        self.name = name
    }

    /// The name of a new ledger without a given one: the machine's name and a random number, because two logs with one
    /// name would look like a fork.
    public static func standard(host: String = ProcessInfo.processInfo.hostName) -> Origin {
        let number = String(UInt64.random(in: (1 << 36)..<(1 << 40)), radix: 16)
        return Origin("\(host)/storyledger-\(number)") ?? Origin("localhost/storyledger-\(number)")!
    }
}

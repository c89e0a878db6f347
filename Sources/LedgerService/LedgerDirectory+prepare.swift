import EventLog
import Files
import Foundation
import Inbox

extension LedgerDirectory {
    /// The lock file that keeps a second daemon away.
    public var lock: String { "\(path)/\(LedgerLayout.lock)" }

    /// Locks the ledger, making its directory first if a ledger may be made.
    ///
    /// - Parameters:
    ///   - settings: Whether a ledger may be made.
    ///   - environment: With systemd's `STATE_DIRECTORY`, which lists the directories that it made for the service.
    ///   - address: Where the daemon answers questions about its health; nil for nowhere.
    /// - Throws: ``StartError``; then nothing is made.
    func claim(
        _ settings: Configuration.Ledger, environment: [String: String], answersAt address: ListenAddress? = nil
    ) throws(StartError) -> LedgerLock {
        if try !hasLog() {
            try mayMake(settings, environment)
            try orSystem { () throws(EventLogError) in try makeRoot() }
            try orSystem { () throws(EventLogError) in try refuseRemains() }
        }
        return try LedgerLock(self, answersAt: address)
    }

    /// Makes what a ledger lacks that this process has locked, or all of it if that is allowed.
    ///
    /// - Returns: Whether the ledger is new.
    func complete(_ settings: Configuration.Ledger, environment: [String: String]) throws(StartError) -> Bool {
        if try hasLog() {
            try orSystem { () throws(EventLogError) in try makeDirectories() }
            return false
        }
        try mayMake(settings, environment)
        try orSystem { () throws(EventLogError) in try refuseRemains() }
        do throws(EventLogError) { try create(origin: settings.origin ?? .standard()) } catch { throw .log(error) }
        return true
    }

    private func hasLog() throws(StartError) -> Bool {
        try orSystem { () throws(EventLogError) in try FileProbe.exists(database) }
    }

    /// That there is no ledger where the service had one: such as in a mount point without its disk.
    ///
    /// - Returns: nil where the service had none here.
    func gone(_ register: LedgerRegister) throws(EventLogError) -> EventLogError? {
        guard let entry = try register.entry(at: path) else { return nil }
        return .gone(path: path, origin: entry.origin, mount: entry.mount, waiting: waiting)
    }

    /// How many files are in the inbox that is there.
    package var waiting: Int { InboxListing.read(InboxDirectories(ledger: path)).inbox.count }

    /// Refuses another log than the one that the service had here, such as the one in a mount point without its disk, and a copy of a
    /// log that the service has opened elsewhere since.
    ///
    /// - Parameters:
    ///   - origin: The log that is here.
    ///   - isNamed: Whether the settings name it, too.
    package func refuseAnother(
        _ origin: String, isNamed: Bool = false, _ register: LedgerRegister
    ) throws(EventLogError) {
        if let later = try register.later(than: path, origin) {
            let forgetting = try register.forgetting(later)
            throw .copy(
                LeftCopy(path: path, origin: origin, later: later, forgetting: forgetting, waiting: waiting))
        }
        guard let entry = try register.entry(at: path), entry.origin != origin, !isNamed else { return }
        throw .another(
            OtherLedger(
                path: path, found: origin, expected: entry.origin, mount: entry.mount,
                acceptance: try register.forgetting(path), waiting: waiting))
    }

    /// Refuses to make a ledger where none may be made, and a second one where the service had one. Producers are then shut out
    /// of the inbox that is there: what they leave in a mount point is hidden once the disk is mounted.
    private func mayMake(_ settings: Configuration.Ledger, _ environment: [String: String]) throws(StartError) {
        let error = try orSystem { () throws(EventLogError) in try gone(LedgerRegister(environment)) }
        if let error {
            do throws(EventLogError) { try refuseRemains() } catch {
                // What is mounted over a ledger has other things.
                if case .noLedgerHere = error {} else { try orSystem { () throws(EventLogError) in throw error } }
            }
            // The next start of the unit opens it again.
            chmod(inbox, 0o700)
            throw .log(error)
        }
        guard mayCreate(settings.create, environment) else { throw .log(.missing(path: path)) }
    }

    private func mayCreate(_ creation: Configuration.Creation, _ environment: [String: String]) -> Bool {
        switch creation {
        case .always: true
        case .never: false
        case .auto:
            (environment["STATE_DIRECTORY"] ?? "").split(separator: ":").map { resolved(String($0)) }
                .contains(resolved(path))
        }
    }

    private func resolved(_ path: String) -> String {
        URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
    }

    /// Refuses a directory with remains of an old ledger and no log: a new log beside them would hide that the old one is gone.
    ///
    /// - Throws: ``EventLogError/lost(path:remains:)``; ``EventLogError/noLedgerHere(path:count:)`` where nothing in it is a
    ///   ledger's; ``EventLogError/failed(path:_:)`` where the directory cannot be listed.
    public func refuseRemains() throws(EventLogError) {
        guard try FileProbe.exists(path), try !FileProbe.exists(database) else { return }
        let harmless = [
            LedgerLayout.inbox, LedgerLayout.key, "\(LedgerLayout.key).new", LedgerLayout.lock, "lost+found",
            LedgerLayout.secret,
            // A daemon makes it even in what was mounted over its ledger.
            DirectoryNames.name(of: publication.lock),
        ]
        var remains: [String] = []
        for entry in try entries(of: path) {
            let name = String(decoding: entry.name, as: UTF8.self)
            guard !harmless.contains(name), !name.hasPrefix(Self.draftPrefix),
                !name.hasPrefix("\(LedgerLayout.secret).new-")
            else { continue }
            // A directory without content may be left from an interrupted start.
            if entry.isDirectory, try entries(of: "\(path)/\(name)").isEmpty { continue }
            remains.append(name)
        }
        guard !remains.isEmpty else { return }
        guard remains.contains(where: Self.isOfLedger) else { throw .noLedgerHere(path: path, count: remains.count) }
        throw .lost(path: path, remains: remains.filter(Self.isOfLedger).sorted())
    }

    /// Whether only a ledger has something of this name.
    private static func isOfLedger(_ name: String) -> Bool {
        let own = [
            LedgerLayout.views, LedgerLayout.archive, LedgerLayout.quarantine, LedgerLayout.published,
            LedgerLayout.head, LedgerLayout.restoredHead,
        ]
        return own.contains(name) || name.hasPrefix(LedgerLayout.log) || name.hasPrefix(LedgerLayout.views)
    }

    private func entries(of path: String) throws(EventLogError) -> [DirectoryEntry] {
        do throws(SystemFault) { return try DirectoryEntry.list(path) } catch {
            throw .failed(path: path, error.reason)
        }
    }

    private func orSystem<Value>(_ body: () throws(EventLogError) -> Value) throws(StartError) -> Value {
        do throws(EventLogError) { return try body() } catch {
            if case .failed(let path, let reason) = error { throw .system(path: path, reason: reason) }
            throw .log(error)
        }
    }
}

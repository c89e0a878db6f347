import EventLog
import Foundation

extension LedgerDirectory {
    /// The lock file that keeps a second daemon away.
    public var lock: String { "\(path)/\(LedgerLayout.lock)" }

    /// Locks the ledger and checks that it is complete, making it first if that is allowed.
    ///
    /// - Parameters:
    ///   - settings: Whether a ledger may be made, and its name.
    ///   - environment: With systemd's `STATE_DIRECTORY`, which lists the directories that it made for the service.
    /// - Returns: The lock, and whether the ledger is new.
    /// - Throws: ``StartError``; then nothing is made.
    func prepare(
        _ settings: Configuration.Ledger, environment: [String: String]
    ) throws(StartError) -> (lock: LedgerLock, isNew: Bool) {
        if try orSystem({ () throws(EventLogError) in try FileProbe.exists(database) }) {
            let lock = try LedgerLock(self)
            try orSystem { () throws(EventLogError) in try makeDirectories() }
            return (lock, false)
        }
        guard mayCreate(settings.create, environment) else { throw .log(.missing(path: path)) }
        try orSystem { () throws(EventLogError) in try makeRoot() }
        try refuseRemains()
        let lock = try LedgerLock(self)
        do throws(EventLogError) {
            try create(origin: settings.origin ?? .standard())
        } catch {
            throw .log(error)
        }
        return (lock, true)
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

    /// Refuses a directory with remains of an old ledger: a new log beside them would hide that the old one is gone.
    private func refuseRemains() throws(StartError) {
        let harmless = [
            LedgerLayout.inbox, LedgerLayout.key, "\(LedgerLayout.key).new", LedgerLayout.lock, "lost+found",
            LedgerLayout.secret,
        ]
        do {
            let found = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
            let remains = try found.filter { name in
                guard !harmless.contains(name), !name.hasPrefix(Self.draftPrefix),
                    !name.hasPrefix("\(LedgerLayout.secret).new-")
                else { return false }
                // A directory without content may be left from an interrupted start.
                var isDirectory: ObjCBool = false
                guard FileManager.default.fileExists(atPath: "\(path)/\(name)", isDirectory: &isDirectory),
                    isDirectory.boolValue
                else { return true }
                return try !FileManager.default.contentsOfDirectory(atPath: "\(path)/\(name)").isEmpty
            }
            if !remains.isEmpty { throw StartError.logLost(directory: path, found: remains) }
        } catch {
            throw (error as? StartError) ?? .system(path: path, reason: (error as NSError).localizedDescription)
        }
    }

    private func orSystem<Value>(_ body: () throws(EventLogError) -> Value) throws(StartError) -> Value {
        do throws(EventLogError) { return try body() } catch {
            if case .failed(let path, let reason) = error { throw .system(path: path, reason: reason) }
            throw .log(error)
        }
    }
}

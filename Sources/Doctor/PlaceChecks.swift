import EventLog
import Files
import Glibc
import LedgerService

/// Checks that the service's ledger is where it was, that it is that one, and that it is the service's own.
struct PlaceChecks {
    private let ledger: LedgerDirectory
    private let services: ServiceChecks
    private let register: LedgerRegister

    init(_ ledger: LedgerDirectory, _ services: ServiceChecks) {
        (self.ledger, self.services) = (ledger, services)
        // Where the service has it, whatever this process is.
        register = LedgerRegister([:])
    }

    /// That the ledger's directory is not there.
    ///
    /// - Parameter code: Why it cannot be looked at.
    func absent(_ code: Int32) -> Diagnosis {
        let message = "\(ledger.path): \(SystemReason.text(code))"
        guard code == ENOENT else {
            return Diagnosis("ledger", .fault, message, remedy: "name the ledger with --ledger, or run this as root")
        }
        let absence = ledger.absence
        if case .gone = absence { return Diagnosis("ledger", .fault, absence.message, remedy: absence.remedy) }
        return Diagnosis("ledger", .fault, message, remedy: absence.remedy)
    }

    /// Whether there is no ledger where the service had one.
    func gone() -> Diagnosis? {
        guard access(ledger.database, F_OK) != 0, errno == ENOENT else { return nil }
        do throws(EventLogError) { _ = try ledger.open(.readOnly) } catch {
            guard case .gone = error else { return nil }
            return Diagnosis("ledger", .fault, error.message, remedy: error.remedy)
        }
        return nil
    }

    /// That the log is another one than the service had here; nil where it is that one, or where it had none.
    func another(_ origin: String) -> Diagnosis? {
        do throws(EventLogError) {
            try ledger.refuseAnother(origin, isNamed: services.origin == origin, register)
            return nil
        } catch {
            switch error {
            case .another, .copy: return Diagnosis("ledger", .fault, error.message, remedy: error.remedy)
            // What keeps the note from being read is another check.
            default: return nil
            }
        }
    }

    /// Files that wait where the service had this log before: no daemon takes them.
    func leftBehind(_ origin: String) -> [Diagnosis] {
        guard services.user != nil else { return [] }
        do throws(EventLogError) {
            return try register.others(of: ledger.path, origin).compactMap { place in
                let waiting = LedgerDirectory(place).waiting
                guard waiting > 0 else { return nil }
                let (old, inbox) = (ShellWord.quoted(place), ShellWord.quoted("\(place)/\(LedgerLayout.inbox)"))
                return Diagnosis(
                    "inbox", .fault,
                    "\(place)/\(LedgerLayout.inbox): \(waiting) \(waiting == 1 ? "file waits" : "files wait") where this log was before, "
                        + "and no daemon takes them",
                    remedy:
                        "systemctl stop storyledgerd; tar -C \(inbox) -c . | "
                        + "tar -C \(ShellWord.quoted(ledger.inbox)) -x --skip-old-files; "
                        + "mv \(old) \(ShellWord.quoted(place + ".moved")); systemctl start storyledgerd")
            }
        } catch {
            // What keeps the note from being read is another check.
            return []
        }
    }

    /// Whether the ledger belongs to the user that the service runs as: all else is compared with the owner of its directory.
    func owner(_ root: stat) -> [Diagnosis] {
        guard let user = services.user, let account = Account(root.st_uid), account.name != user else { return [] }
        // systemd gives its own directories back, with all that is in them.
        let remedy =
            services.hasState
            ? "systemctl restart storyledgerd: its start gives everything back to \(user)"
            : "\(FileOwner.giving(ledger.path, to: user)); systemctl restart storyledgerd"
        return [
            Diagnosis(
                "owner", .fault, "\(ledger.path): its owner is user \(account.name), and the service runs as \(user)",
                remedy: remedy)
        ]
    }

    /// Whether the service can read and replace its note of ledgers.
    func note() -> [Diagnosis] {
        guard let account = services.account else { return [] }
        let directory = DirectoryNames.directory(of: register.path)
        var facts = stat()
        if lstat(directory, &facts) == 0, !account.has(.write, to: facts) || !account.has(.enter, to: facts) {
            return [
                Diagnosis(
                    "rights", .fault, "\(directory): \(account.name) cannot write to it, and notes no ledger",
                    remedy: FileOwner.giving(directory, to: account.name))
            ]
        }
        guard lstat(register.path, &facts) == 0, !account.has(.read, to: facts) else { return [] }
        return [
            Diagnosis(
                "rights", .fault,
                "\(register.path): \(account.name) cannot read it, and does not know which ledgers it had",
                remedy: "chown \(account.name): \(register.path); chmod 0644 \(register.path)")
        ]
    }
}

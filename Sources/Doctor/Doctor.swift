import Files
import EventLog
import Glibc
import LedgerService
import Publication
import StoryEvents

/// Looks at everything that a ledger and its daemon depend on, and changes nothing.
public struct Doctor {
    private let ledger: LedgerDirectory
    private let configuration: String?
    private let environment: [String: String]

    /// - Parameters:
    ///   - ledger: The ledger.
    ///   - configuration: The daemon's configuration; nil if there is none.
    ///   - environment: All environment variables.
    public init(_ ledger: LedgerDirectory, configuration: String?, environment: [String: String]) {
        self.ledger = ledger
        self.configuration = configuration
        self.environment = environment
    }

    /// Examines everything.
    public func examine() -> [Diagnosis] {
        var root = stat()
        guard stat(ledger.path, &root) == 0 else {
            return [
                Diagnosis(
                    "ledger", .fault, "\(ledger.path): \(SystemReason.last)",
                    remedy: "name the ledger with --ledger, or make one with 'storyledger init'")
            ] + settings()
        }
        let disk = MachineChecks.disk(ledger, root)
        // What else there is to look at is on that disk, and would not answer either.
        if let disk, disk.check == "disk" { return [disk] }
        let services = ServiceChecks(ledger, configuration: configuration, environment: environment)
        // In the mount point of a missing disk nothing has to be right.
        if let gone = isGone() { return [gone] + services.run() + settings() }
        // Before the log is opened: SQLite gives its files back to their owner when it opens them as root.
        var paths = PathChecks(ledger, root)
        let rights = paths.run(isService: services.user != nil)
        return log(services) + services.run() + settings(for: Account(root.st_uid)) + owner(root, services) + rights
            + (disk.map { [$0] } ?? []) + MachineChecks.run(ledger, root) + witnesses()
    }

    /// Whether there is no ledger where the service had one.
    private func isGone() -> Diagnosis? {
        guard access(ledger.database, F_OK) != 0, errno == ENOENT else { return nil }
        do throws(EventLogError) { _ = try ledger.open(.readOnly) } catch {
            guard case .gone = error else { return nil }
            return Diagnosis("ledger", .fault, error.message, remedy: error.remedy)
        }
        return nil
    }

    /// Whether the ledger belongs to the user that the service runs as: all else is compared with the owner of its directory.
    private func owner(_ root: stat, _ services: ServiceChecks) -> [Diagnosis] {
        guard let user = services.user, let account = Account(root.st_uid), account.name != user else { return [] }
        return [
            Diagnosis(
                "owner", .fault, "\(ledger.path): its owner is user \(account.name), and the service runs as \(user)",
                remedy: "systemctl restart storyledgerd: its start gives everything back to \(user)")
        ]
    }

    /// The log, its clock and its key.
    private func log(_ services: ServiceChecks) -> [Diagnosis] {
        let store: SQLiteEventStore
        do throws(EventLogError) { store = try ledger.open(.readOnly) } catch {
            return [Diagnosis("ledger", .fault, error.message, remedy: error.remedy)]
        }
        var found: [Diagnosis] = []
        do throws(EventLogError) {
            let (size, clock) = (try store.size(), try store.clockStanding())
            found.append(Diagnosis("ledger", .ok, "\(store.ledger.origin), \(size) events"))
            if let fault = clock.fault {
                let error = EventLogError.clock(fault)
                found.append(Diagnosis("clock", .fault, error.message, remedy: error.remedy))
            } else if clock.behind > 1_000_000 {
                found.append(
                    Diagnosis(
                        "clock", .warning, "it is \(clock.behind / 1_000_000) s behind the newest event",
                        remedy: "set the machine's clock, best by NTP"))
            } else {
                found.append(Diagnosis("clock", .ok, "it agrees with the log"))
            }
            var file = stat()
            // Its permissions are another check.
            let isOpen = lstat(ledger.secret.path, &file) == 0 && file.st_mode & 0o077 != 0
            if let fault = store.secretFault {
                found.append(Diagnosis("secret", .fault, fault.message, remedy: fault.remedy))
            }
            if case .failure = store.ledger.secret, services.hasCredential("secret") {
                found.append(Diagnosis("secret", .ok, "the service has it as a credential"))
            } else if case .failure(let error) = store.ledger.secret, !isOpen {
                let isOthers = geteuid() != 0 && !ledger.isOwn
                found.append(
                    Diagnosis("secret", isOthers ? .unknown : .fault, error.message, remedy: error.remedy))
            }
        } catch {
            found.append(Diagnosis("ledger", .fault, error.message, remedy: error.remedy))
        }
        if let check = CheckState.read(ledger.check), let first = check.faults.first {
            found.append(
                Diagnosis(
                    "check", .fault, "the log is damaged: \(first.text); \(check.faults.count) in all",
                    remedy: "look at all of it with 'storyledger verify'; then restore it from a backup"))
        }
        found += key(store, services)
        do throws(PublicationError) {
            let publisher = Publisher(store, directories: ledger.publication, environment: environment)
            if let obstacle = try publisher.obstacle() {
                found.append(Diagnosis("publication", .fault, obstacle.message, remedy: obstacle.remedy))
            } else {
                found.append(Diagnosis("publication", .ok, "the log extends what readers have seen"))
            }
        } catch {
            var isHidden = false
            if case .system(_, _, let code) = error { isHidden = code == EACCES }
            found.append(
                Diagnosis("publication", isHidden ? .unknown : .fault, error.message, remedy: error.remedy))
        }
        return found
    }

    /// Whether there is a key to sign with.
    private func key(_ store: SQLiteEventStore, _ services: ServiceChecks) -> [Diagnosis] {
        var origin = store.ledger.origin
        // A log that has forked has another name, and with it another key. One that cannot be read is reported elsewhere.
        do throws(EventLogError) { origin = try LogLineage(store).origin } catch {}
        let file = KeyFile(ledger.publication, environment: environment)
        do throws(PublicationError) {
            _ = try file.read(origin: origin)
            return []
        } catch {
            var facts = stat()
            let isThere = lstat(file.path, &facts) == 0
            // Its kind and its permissions are another check.
            if isThere, facts.st_mode & S_IFMT != S_IFREG || facts.st_mode & 0o077 != 0 { return [] }
            let isHidden = access(file.path, R_OK) != 0 && errno == EACCES
            // The service may have it as a credential, which this user does not see.
            if !isThere, !isHidden, services.hasCredential("key") || services.publishes == true {
                return [Diagnosis("key", .ok, "the service has it as a credential")]
            }
            return [
                Diagnosis(
                    "key", isHidden ? .unknown : .fault, "\(error.message); without it nothing is published",
                    remedy: error.remedy)
            ]
        }
    }

    /// - Parameter account: The ledger's user, who must be able to read the files, too.
    private func settings(for account: Account? = nil) -> [Diagnosis] {
        do throws(ConfigurationFaults) {
            let sources = ConfigurationSources(file: configuration, environment: environment)
            let effective = try EffectiveConfiguration(sources)
            let place = effective.configuration.ledger.directory
            let file = sources.file ?? "no file"
            guard configuration == nil || place == ledger.path else {
                return [
                    Diagnosis(
                        "configuration", .warning, "\(file) is for the ledger \(place), not for \(ledger.path)",
                        remedy: "name the ledger or the file that you mean")
                ]
            }
            let closed = effective.files.compactMap { path in
                account.flatMap { user in
                    PathChecks.opening(path, to: user).map { command in
                        Diagnosis("configuration", .fault, "\(path): \(user.name) cannot read it", remedy: command)
                    }
                }
            }
            guard closed.isEmpty else { return closed }
            return [Diagnosis("configuration", .ok, "\(file) and the environment are right")]
        } catch {
            return error.all.map {
                Diagnosis(
                    "configuration", $0.mayPass ? .unknown : .fault, "\($0.place): \($0.message)", remedy: $0.remedy)
            }
        }
    }

    /// Whether each witness answers at all.
    private func witnesses() -> [Diagnosis] {
        let list: [Witness]
        do throws(PublicationError) { list = try WitnessList(ledger.publication).witnesses } catch {
            return [Diagnosis("witnesses", .fault, error.message, remedy: error.remedy)]
        }
        return list.map { witness in
            do throws(HTTPFault) {
                _ = try HTTPConnection(witness.url, timeout: .seconds(5)).get("")
                return Diagnosis("witness", .ok, "\(witness.name) answers")
            } catch {
                return Diagnosis(
                    "witness", .warning, "\(witness.name) at \(witness.url): \(error.message)",
                    remedy: "ask who runs it, or take it out of \(ledger.publication.witnesses)")
            }
        }
    }
}

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
            let code = errno
            let services = services
            return [PlaceChecks(ledger, services).absent(code)] + services.run(isGone: true)
                + settings(services).run(for: services.account)
        }
        let disk = MachineChecks.disk(ledger, root)
        // What else there is to look at is on that disk, and would not answer either.
        if let disk, disk.check == "disk" { return [disk] }
        let services = services
        let place = PlaceChecks(ledger, services)
        // In the mount point of a missing disk nothing has to be right.
        if let gone = place.gone() {
            return [gone] + services.run(isGone: true) + settings(services).run(for: services.account)
        }
        // Before the log is opened: SQLite gives its files back to their owner when it opens them as root.
        var paths = PathChecks(ledger, root)
        let strangers = paths.strangers()
        let rights = strangers.isEmpty ? paths.run(isService: services.user != nil) : []
        let log = log(services, place)
        return place.owner(root) + strangers + log + services.run(besides: log)
            + settings(services).run(for: services.account ?? Account(root.st_uid)) + rights
            + place.note() + (disk.map { [$0] } ?? []) + MachineChecks.run(ledger, root) + witnesses()
    }

    private var services: ServiceChecks {
        ServiceChecks(ledger, configuration: configuration, environment: environment)
    }

    private func settings(_ services: ServiceChecks) -> SettingsChecks {
        SettingsChecks(
            ledger, configuration: configuration, environment: services.variables, isService: services.user != nil)
    }

    /// The log, its clock and its key.
    private func log(_ services: ServiceChecks, _ place: PlaceChecks) -> [Diagnosis] {
        let store: SQLiteEventStore
        do throws(EventLogError) { store = try ledger.open(.readOnly) } catch {
            return [Diagnosis("ledger", .fault, error.message, remedy: error.remedy)]
        }
        var found: [Diagnosis] = []
        do throws(EventLogError) {
            let (size, clock) = (try store.size(), try store.clockStanding())
            found.append(
                place.another(store.ledger.origin)
                    ?? Diagnosis("ledger", .ok, "\(store.ledger.origin), \(size) events"))
            found += place.leftBehind(store.ledger.origin)
            if let fault = clock.fault {
                let error = EventLogError.clock(fault)
                found.append(Diagnosis("clock", .fault, error.message, remedy: error.remedy))
            } else if clock.behind > 1_000_000, let text = clock.behindText {
                let remedy = "set the machine's clock where it is wrong, best by NTP"
                found.append(Diagnosis("clock", .warning, text, remedy: remedy))
            } else if let text = clock.acceptedText {
                found.append(Diagnosis("clock", .ok, text))
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
                // One that is not there is another check.
                if !services.lacksCredential("secret") {
                    found.append(Diagnosis("secret", .ok, "the service has it as a credential"))
                }
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
        if services.isRunning {
            do throws(EventLogError) { found += try UnmovedFiles(ledger).run(store) } catch {
                found.append(Diagnosis("unmoved", .fault, error.message, remedy: error.remedy))
            }
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
            if !isThere, !isHidden, services.lacksCredential("key") { return [] }
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

import EventLog
import Files
import Glibc
import LedgerService

/// Checks the daemon and the site: whether they run, and what the daemon says of itself.
struct ServiceChecks {
    private let ledger: LedgerDirectory
    private let presence: DaemonPresence
    private let voice: DaemonVoice
    private let configuration: Configuration?
    let units: (daemon: SystemdUnit?, site: SystemdUnit?, backup: SystemdUnit?)
    /// The daemon's variables: those of its unit, where the settings are that unit's.
    let variables: [String: String]

    /// - Parameter file: The daemon's settings; nil where there are none.
    init(_ ledger: LedgerDirectory, configuration file: String?, environment: [String: String]) {
        self.ledger = ledger
        units = (
            SystemdUnit(ofDaemonOf: ledger, configuration: file), SystemdUnit(ofSiteOf: ledger),
            SystemdUnit("storyledger-backup")
        )
        // A shell's own, such as STORYLEDGER_DIR, are not the daemon's.
        variables = units.daemon.flatMap { $0.configurationFile == file ? $0.environment : nil } ?? environment
        configuration = Configuration(ofDaemonOf: ledger, file: file, environment: variables)
        presence = DaemonPresence(of: ledger)
        voice =
            presence.isRunning == false
            ? .unheard : DaemonVoice(of: ledger, configuration, environment: units.daemon?.environment ?? environment)
    }

    /// What the daemon says of its key: nil where it was not heard.
    var publishes: Bool? { voice.report.map { report in !report.faults.contains { $0.part == .publication } } }

    /// Whether a daemon runs on the ledger, as far as that can be told.
    var isRunning: Bool { presence.isRunning == true }

    /// Whether the service gets a file as a credential.
    func hasCredential(_ file: String) -> Bool { units.daemon?.hasCredential(file) == true }

    /// Whether the service is to get a file as a credential, and that is not there.
    func lacksCredential(_ file: String) -> Bool {
        units.daemon?.credentialFiles(named: file).contains(where: FileProbe.isAbsent) == true
    }

    /// The user that the daemon's unit names.
    var user: String? { units.daemon?.user }

    /// The same, as the system knows it.
    var account: Account? { user.flatMap { getpwnam($0)?.pointee.pw_uid }.flatMap { Account($0) } }

    /// Whether the ledger is in the directory that systemd keeps for the daemon.
    var hasState: Bool { units.daemon?.hasState(ledger.path) == true }

    /// The log that the daemon's settings name.
    var origin: String? { configuration?.ledger.origin?.name }

    /// - Parameters:
    ///   - isGone: Whether there is no ledger in its place.
    ///   - others: What was found already: the daemon need not say it again.
    func run(isGone: Bool = false, besides others: [Diagnosis] = []) -> [Diagnosis] {
        (isGone ? lost() : nil) ?? daemon(besides: others) + credentials() + unreached() + site() + strays()
    }

    /// Units beside the daemon that name another ledger than the service's, as after it was moved.
    private func strays() -> [Diagnosis] {
        // Those of other daemons have names of their own.
        guard units.daemon?.name == SystemdUnit.usual else { return [] }
        return [("site", units.site), ("backup", units.backup)].compactMap { part, unit in
            guard let unit, unit.isUsed, let other = unit.ledger, !isTheLedger(other) else { return nil }
            return Diagnosis(
                part, .warning, "\(unit.name) is for the ledger \(other), and the service's is \(ledger.path)",
                remedy: unit.moving(to: ledger.path))
        }
    }

    /// Whether a path is the ledger's, by a link perhaps.
    private func isTheLedger(_ path: String) -> Bool { path == ledger.path || FileProbe.isSame(path, ledger.path) }

    /// A service that runs, and whose ledger is not to be seen here any more.
    private func lost() -> [Diagnosis]? {
        guard units.daemon?.isActive == true else { return nil }
        return [
            Diagnosis(
                "daemon", .fault, "the service runs, and its ledger is not in its place any more",
                remedy: "once it is: systemctl restart storyledgerd")
        ]
    }

    /// Files that the unit names as credentials, and that are not there: systemd does not say which.
    private func credentials() -> [Diagnosis] {
        (units.daemon?.credentialFiles() ?? []).filter(FileProbe.isAbsent).map {
            Diagnosis(
                "credential", .fault, "\($0): the unit has it as a credential, and it is not there",
                remedy:
                    "put it back (install -D -m 0600 COPY \(ShellWord.quoted($0))), or take LoadCredential= out of the "
                    + "unit; then \(units.daemon?.start ?? "systemctl start storyledgerd")")
        }
    }

    /// Ports of the daemon that its unit keeps everybody away from.
    private func unreached() -> [Diagnosis] {
        guard let unit = units.daemon, let configuration, presence.isRunning != false else { return [] }
        return [("site", configuration.site.listen), ("health", configuration.health.listen)].compactMap {
            part, address in
            unit.closure(of: address).map { closure in
                Diagnosis(
                    part, .fault, "\(part).listen: \(closure.message(address))", remedy: closure.remedy(unit.name))
            }
        }
    }

    private func daemon(besides others: [Diagnosis]) -> [Diagnosis] {
        switch presence.isRunning {
        case nil where voice.report == nil:
            return [Diagnosis("daemon", .unknown, presence.obstacle ?? "it cannot be told whether one runs")]
        case false?:
            let command = units.daemon?.start ?? "systemctl start storyledgerd"
            if let unit = units.daemon, unit.isMissing {
                return [Diagnosis("daemon", .fault, "\(unit.name): \(SystemdUnit.missing)", remedy: command)]
            }
            guard let obstacle = units.daemon?.obstacle else {
                return [Diagnosis("daemon", .warning, "none runs on this ledger", remedy: command)]
            }
            return [Diagnosis("daemon", .fault, obstacle, remedy: "mend what is named here, then \(command)")]
        default: return running(besides: others) + suspended() + unwatched()
        }
    }

    private func running(besides others: [Diagnosis]) -> [Diagnosis] {
        switch voice {
        case .report(let report):
            guard report.faults.isEmpty else {
                let said = Set(others.filter { $0.check == "publication" }.map(\.message))
                return report.faults.filter { $0.part != .publication || !said.contains($0.message) }.map {
                    Diagnosis("daemon", .fault, "\($0.what): \($0.message)", remedy: $0.remedy.ifEmpty($0.command))
                }
            }
            guard report.isReady else {
                return [
                    Diagnosis(
                        "daemon", .warning, "it is not ready yet: \(report.line)",
                        remedy: "wait; if that lasts: systemctl status storyledgerd")
                ]
            }
            return [Diagnosis("daemon", .ok, "it runs and takes files")]
        case .silent(let address, let reason):
            return [
                Diagnosis(
                    "daemon", .fault, "it runs, and does not answer at \(address): \(reason)",
                    remedy: "systemctl status storyledgerd; it says what the daemon waits for")
            ]
        case .unheard: return unheard()
        }
    }

    /// What its files say of a daemon that this user cannot ask.
    private func unheard() -> [Diagnosis] {
        guard let state = presence.state else {
            return [
                Diagnosis(
                    "daemon", .warning, "it runs, and \(DaemonPresence.stateless)",
                    remedy: "if that lasts: systemctl status storyledgerd; it says what the daemon waits for")
            ]
        }
        guard let stall = state.stall else { return [Diagnosis("daemon", .ok, "it runs and takes files")] }
        return [Diagnosis("daemon", .fault, "no file is taken: \(stall.reason)", remedy: "storyledger inbox status")]
    }

    /// The most suspended files that are named one by one.
    private static let mostSuspended = 20

    /// What intake leaves alone for a while, in its own words.
    private func suspended() -> [Diagnosis] {
        guard let state = presence.state else { return [] }
        let named = state.suspended.prefix(Self.mostSuspended).map { one in
            Diagnosis(
                "suspended", .fault, "\(one.file): \(one.reason); tried again at \(one.until)",
                remedy: FileOwner.isUnknown(one.remedy.string)
                    ? "'ls -ld', 'lsattr -d' and 'getfacl' show what keeps the ledger's user from it"
                    : one.remedy.string)
        }
        let others = state.counts.suspended - named.count
        guard others > 0 else { return named }
        return named + [
            Diagnosis(
                "suspended", .fault, "\(others) more \(others == 1 ? "is" : "are") suspended",
                remedy: "storyledger inbox status")
        ]
    }

    private func unwatched() -> [Diagnosis] {
        (presence.state?.unwatched ?? []).map {
            Diagnosis(
                "watches", .warning,
                "\($0.directories) directories of the source \($0.source) are not watched: files there are found by the scan only",
                remedy: "remove its empty directories, or raise inbox.watches and fs.inotify.max_user_watches")
        }
    }

    /// The site of this ledger, where it starts with the machine.
    private func site() -> [Diagnosis] {
        guard let site = units.site, site.isEnabled, site.isOf(ledger.path) else { return [] }
        if let address = site.address, let closure = site.closure(of: address) {
            return [
                Diagnosis(
                    "site", .fault, closure.message(address),
                    remedy: "\(closure.remedy(site.name)); or --listen unix:/run/storyledger-site/site")
            ]
        }
        guard !site.isActive else { return [Diagnosis("site", .ok, "it runs")] }
        return [Diagnosis("site", .fault, site.obstacle ?? "it is enabled, and does not run", remedy: site.start)]
    }
}

extension PartFault {
    /// What does not work.
    fileprivate var what: String {
        switch part {
        case .intake: "no file is taken"
        case .publication: "nothing is published"
        case .projections: "projections are not kept"
        case .disk: "it waits"
        case .site: "the site is not served"
        case .health: "it does not answer questions about its health"
        case .note: "there is no note of work"
        }
    }

    /// What to look at where the daemon names no remedy.
    fileprivate var command: String {
        switch part {
        case .intake, .note, .disk, .site, .health: "storyledger inbox status"
        case .publication: "storyledger publish"
        case .projections: "storyledger projections status"
        }
    }
}

extension String {
    fileprivate func ifEmpty(_ other: String) -> String { isEmpty ? other : self }
}

import EventLog

extension SystemdUnit {
    /// The unit of a ledger's daemon: the usual one, that of the process which holds the ledger, or another one of this machine.
    ///
    /// - Parameter file: The daemon's settings, for units that name none.
    /// - Returns: nil where the machine has no such unit. Of a unit with settings that cannot be read, the ledger is that in its
    ///   state directory, or one that it had.
    package init?(ofDaemonOf ledger: LedgerDirectory, configuration file: String?) {
        func serves(_ unit: SystemdUnit) -> Bool {
            Self.serving(ledger.path, among: [unit], configuration: file, isNoted: { false }) != nil
        }
        if let unit = SystemdUnit(Self.usual), serves(unit) {
            self = unit
        } else if let process = LedgerLock.process(ledger), let name = Self.name(ofProcess: process),
            let unit = SystemdUnit(name), unit.runs(Self.usual)
        {
            self = unit
        } else {
            let units = Self.all(running: Self.usual)
            let found = Self.serving(ledger.path, among: units, configuration: file) { Self.isNoted(ledger) }
            guard let found else { return nil }
            self = found
        }
    }

    /// The unit of a ledger's site: one whose command names the ledger, else the usual one, which is for another ledger then.
    package init?(ofSiteOf ledger: LedgerDirectory) {
        let usual = SystemdUnit("storyledger-site")
        if let usual, usual.isOf(ledger.path) {
            self = usual
        } else {
            let own = Self.all(running: "storyledger").first {
                $0.isOf(ledger.path) && $0["ExecStart"].contains(" serve ")
            }
            guard let found = own ?? usual else { return nil }
            self = found
        }
    }

    /// What systemd says of it where it does not run: a fault of intake. nil where nothing is known to keep it from running, and
    /// it does not start with the machine either.
    package var fault: PartFault? {
        if let obstacle {
            return PartFault(
                .intake, "\(name): \(obstacle)",
                remedy: "'storyledger doctor', run as root, names what is wrong; then \(start)")
        }
        return isMissing ? PartFault(.intake, "\(name): \(Self.missing)", remedy: start) : nil
    }

    /// The same for the daemon of a ledger, with the cause where that is plain.
    package func fault(of ledger: LedgerDirectory) -> PartFault? {
        guard let fault else { return nil }
        guard let strangers = FileOwner.strangers(ledger.path) else { return fault }
        return PartFault(.intake, "\(ledger.path): \(strangers.message)", remedy: strangers.command)
    }

    /// What is said of one that starts with the machine, and does not run.
    package static let missing = "it is enabled, and does not run"

    /// Whether the service had a ledger at a place.
    private static func isNoted(_ ledger: LedgerDirectory) -> Bool {
        do throws(EventLogError) { return try LedgerRegister([:]).entry(at: ledger.path) != nil } catch {
            // 'doctor' says why the note cannot be read.
            return false
        }
    }

    /// Whether a path is its state directory.
    package func hasState(_ path: String) -> Bool {
        self["StateDirectory"].split(separator: " ").contains { "/var/lib/\($0)" == path }
    }

    /// Its own variables that are without blanks, and that with which systemd names its directory below /run.
    package var environment: [String: String] {
        var found: [String: String] = [:]
        if let name = self["RuntimeDirectory"].split(separator: " ").first {
            found["RUNTIME_DIRECTORY"] = "/run/\(name)"
        }
        for word in self["Environment"].split(separator: " ") {
            guard let equals = word.firstIndex(of: "=") else { continue }
            found[String(word[..<equals])] = String(word[word.index(after: equals)...])
        }
        return found
    }
}

import EventLog

extension SystemdUnit {
    /// The unit of a ledger's daemon.
    ///
    /// - Parameter file: The daemon's settings; nil for those that the unit names.
    /// - Returns: nil where the machine has no such unit, or where it is another ledger's. Of a unit with settings that
    ///   cannot be read, the ledger is that in its state directory, or one that it had.
    package init?(ofDaemonOf ledger: LedgerDirectory, configuration file: String?) {
        guard let unit = SystemdUnit("storyledgerd"), let file = file ?? unit.configurationFile else { return nil }
        do throws(ConfigurationFaults) {
            // The variables of the process that asks are not the daemon's.
            let sources = ConfigurationSources(file: file, environment: unit.environment)
            let directory = try EffectiveConfiguration(sources).configuration.ledger.directory
            guard unit.isOf(ledger.path) || !unit.namesLedger && directory == ledger.path else { return nil }
        } catch {
            guard unit.isOf(ledger.path) || unit.hasState(ledger.path) || Self.isNoted(ledger) else { return nil }
        }
        self = unit
    }

    /// What systemd says of it where it does not run: a fault of intake. nil where nothing is known to keep it from running.
    package var fault: PartFault? {
        obstacle.map {
            PartFault(
                .intake, "\(name): \($0)",
                remedy: "'storyledger doctor', run as root, names what is wrong; then \(start)")
        }
    }

    /// The same for the daemon of a ledger, with the cause where that is plain.
    package func fault(of ledger: LedgerDirectory) -> PartFault? {
        guard let fault else { return nil }
        guard let strangers = FileOwner.strangers(ledger.path) else { return fault }
        return PartFault(.intake, "\(ledger.path): \(strangers.message)", remedy: strangers.command)
    }

    /// Whether the service had a ledger at a place.
    private static func isNoted(_ ledger: LedgerDirectory) -> Bool {
        do throws(EventLogError) { return try LedgerRegister([:]).entry(at: ledger.path) != nil } catch {
            // 'doctor' says why the note cannot be read.
            return false
        }
    }

    private var namesLedger: Bool { self["ExecStart"].contains(" --ledger ") }

    /// Whether a path is its state directory.
    package func hasState(_ path: String) -> Bool {
        self["StateDirectory"].split(separator: " ").contains { "/var/lib/\($0)" == path }
    }

    /// Its own variables that are without blanks.
    package var environment: [String: String] {
        var found: [String: String] = [:]
        for word in self["Environment"].split(separator: " ") {
            guard let equals = word.firstIndex(of: "=") else { continue }
            found[String(word[..<equals])] = String(word[word.index(after: equals)...])
        }
        return found
    }
}

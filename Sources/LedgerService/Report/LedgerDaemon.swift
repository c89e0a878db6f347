/// The daemon of a ledger as another process finds it: the unit of systemd that serves the ledger, and what the daemon says.
///
/// systemd is asked once at most, and only where nothing nearer answers.
public final class LedgerDaemon {
    private let directory: LedgerDirectory
    private let file: String?
    private let environment: [String: String]
    private let find: () -> SystemdUnit?

    /// The unit that serves the ledger, the usual one or another; nil where the machine has none.
    package private(set) lazy var unit: SystemdUnit? = find()

    /// - Parameters:
    ///   - file: The settings of a daemon whose unit names none; nil where there are none.
    ///   - environment: All environment variables of this process.
    public convenience init(of directory: LedgerDirectory, configuration file: String?, environment: [String: String]) {
        self.init(of: directory, configuration: file, environment: environment) {
            SystemdUnit(ofDaemonOf: directory, configuration: file)
        }
    }

    /// - Parameter find: Finds the unit.
    package init(
        of directory: LedgerDirectory, configuration file: String?, environment: [String: String],
        unit find: @escaping () -> SystemdUnit?
    ) {
        (self.directory, self.file, self.environment, self.find) = (directory, file, environment, find)
    }

    /// What the daemon says of itself: where its lock file or the settings say that it answers, and where a unit other than the
    /// usual one has it answer.
    ///
    /// - Returns: nil where it was not heard.
    public func report() -> DaemonReport? {
        if let report = report(file, environment) { return report }
        guard let unit, unit.name != SystemdUnit.usual else { return nil }
        return report(unit.configurationFile, unit.environment)
    }

    private func report(_ file: String?, _ environment: [String: String]) -> DaemonReport? {
        let settings = Configuration(ofDaemonOf: directory, file: file, environment: environment)
        return DaemonVoice(of: directory, settings, environment: environment).report
    }

    /// Why its unit does not run; nil where nothing is known to keep it from that.
    package var fault: PartFault? { unit?.fault(of: directory) }
}

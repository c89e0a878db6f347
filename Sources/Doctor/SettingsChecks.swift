import Glibc
import LedgerService

/// Checks the daemon's settings: whether they are right, and whether the service can read them.
struct SettingsChecks {
    private let ledger: LedgerDirectory
    private let configuration: String?
    private let environment: [String: String]
    private let isService: Bool

    /// - Parameters:
    ///   - configuration: The file; nil where there is none.
    ///   - environment: The daemon's variables.
    ///   - isService: Whether it is the ledger of this machine's service.
    init(
        _ ledger: LedgerDirectory, configuration: String?, environment: [String: String], isService: Bool
    ) {
        (self.ledger, self.configuration) = (ledger, configuration)
        (self.environment, self.isService) = (environment, isService)
    }

    /// - Parameter account: The user who must be able to read the files, too; nil where that is not known.
    func run(for account: Account?) -> [Diagnosis] {
        if let configuration, access(configuration, F_OK) != 0, errno == ENOENT {
            // Another ledger needs no settings of the service.
            guard isService else { return [] }
            return [
                Diagnosis(
                    "configuration", .fault, "\(configuration): there is no such file, and the service reads it",
                    remedy:
                        "put it back, such as from a backup's configuration; with an empty file, all settings have their "
                        + "defaults: install -D -m 0644 /dev/null \(configuration)")
            ]
        }
        do throws(ConfigurationFaults) {
            let sources = ConfigurationSources(file: configuration, environment: environment)
            let effective = try EffectiveConfiguration(sources)
            let place = effective.configuration.ledger.directory
            let file = sources.file ?? "no file"
            guard configuration == nil || place == ledger.path else {
                // The file may well be for this one.
                if case .environment(let variable)? = effective.place(of: "ledger.directory") {
                    return [
                        Diagnosis(
                            "configuration", .warning,
                            "the variable \(variable) names the ledger \(place), not \(ledger.path)",
                            remedy: "unset \(variable), or name the ledger that you mean")
                    ]
                }
                return [
                    Diagnosis(
                        "configuration", .warning, "\(file) is for the ledger \(place), not for \(ledger.path)",
                        remedy: "name the ledger or the file that you mean")
                ]
            }
            let closed = account.map { self.closed(effective.places, to: $0) } ?? []
            guard closed.isEmpty else { return closed }
            return [Diagnosis("configuration", .ok, "\(file) and the environment are right")]
        } catch {
            return error.all.map {
                Diagnosis(
                    "configuration", $0.mayPass ? .unknown : .fault, "\($0.place): \($0.message)", remedy: $0.remedy)
            }
        }
    }

    /// The places that a user cannot read, one for each command that mends it.
    private func closed(_ places: [String], to account: Account) -> [Diagnosis] {
        var commands: Set<String> = []
        return places.compactMap { path in
            guard let command = PathChecks.opening(path, to: account), commands.insert(command).inserted else {
                return nil
            }
            return Diagnosis("configuration", .fault, "\(path): \(account.name) cannot read it", remedy: command)
        }
    }
}

extension Configuration {
    /// The settings of the daemon of a ledger.
    ///
    /// - Parameters:
    ///   - file: The daemon's file; nil where there is none.
    ///   - environment: All environment variables.
    /// - Returns: nil where they cannot be read, or are of another ledger's daemon.
    public init?(ofDaemonOf ledger: LedgerDirectory, file: String?, environment: [String: String]) {
        guard let file else { return nil }
        do throws(ConfigurationFaults) {
            let sources = ConfigurationSources(file: file, environment: environment)
            let found = try EffectiveConfiguration(sources).configuration
            guard found.ledger.directory == ledger.path else { return nil }
            self = found
        } catch {
            // A check of the settings says why.
            return nil
        }
    }
}

import EventLog

/// The changes that a configuration makes in a running daemon.
struct ConfigurationReload: Hashable {
    /// One setting that differs from the running configuration.
    struct Change: Hashable {
        /// The section and the name, with a dot.
        let setting: String
        /// The running value.
        let old: String
        /// The new value.
        let new: String
        /// Whether the new value is applied now; otherwise a restart is needed.
        let isApplied: Bool
    }

    /// The settings that differ, in the order of config/storyledger.yaml.
    let changes: [Change]
    /// The configuration that runs from now on.
    let running: Configuration

    /// Compares the running configuration with a new one.
    init(from running: Configuration, to told: Configuration) {
        var changes: [Change] = []
        var next = running
        for key in ConfigurationKey.all {
            let (old, new) = (key.text(running), key.text(told))
            guard old != new else { continue }
            // A value that a configuration writes can be read by its own key.
            let isApplied = key.isReloadable && key.set(&next, new)
            changes.append(Change(setting: key.path, old: old, new: new, isApplied: isApplied))
        }
        changes += Self.changes(from: running.inbox.sources, to: told.inbox.sources)
        next.inbox.sources = told.inbox.sources
        self.changes = changes
        self.running = next
    }

    /// The sources whose rules change.
    private static func changes(from running: SourceRules, to told: SourceRules) -> [Change] {
        Set(running.rules.keys).union(told.rules.keys).sorted().compactMap { name in
            let (old, new) = (running.rules[name], told.rules[name])
            guard old != new else { return nil }
            return Change(
                setting: "inbox.\(ConfigurationFile.sources).\(name)", old: old?.text ?? "none",
                new: new?.text ?? "none", isApplied: true)
        }
    }
}

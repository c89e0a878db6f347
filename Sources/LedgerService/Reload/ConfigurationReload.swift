import EventLog

/// What a configuration that was read again changes in a daemon that runs.
struct ConfigurationReload: Hashable {
    /// One setting that is not what the daemon runs with.
    struct Change: Hashable {
        /// The section and the name, with a dot.
        let setting: String
        /// What the daemon runs with.
        let old: String
        /// What the configuration says now.
        let new: String
        /// Whether it holds from now on; otherwise only a restart brings it.
        let isApplied: Bool
    }

    /// The settings that differ, in the order of config/storyledger.yaml.
    let changes: [Change]
    /// What the daemon runs with from now on.
    let running: Configuration

    /// Compares what the daemon runs with and what it is told now.
    init(from running: Configuration, to told: Configuration) {
        var changes: [Change] = []
        var next = running
        for key in ConfigurationKey.all {
            let (old, new) = (key.text(running), key.text(told))
            guard old != new else { continue }
            // What a configuration writes, its own key reads.
            let isApplied = key.isReloadable && key.set(&next, new)
            changes.append(Change(setting: key.path, old: old, new: new, isApplied: isApplied))
        }
        changes += Self.changes(from: running.inbox.sources, to: told.inbox.sources)
        next.inbox.sources = told.inbox.sources
        self.changes = changes
        self.running = next
    }

    /// The sources that may do something else from now on.
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

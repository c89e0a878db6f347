import CanonicalJSON
import StoryEvents

/// A configuration, and the place that each setting came from.
public struct EffectiveConfiguration: Sendable {
    /// The settings in force.
    public private(set) var configuration = Configuration()
    /// Settings that are no fault but were probably not intended.
    public private(set) var warnings: [ConfigurationFault] = []
    /// The files that were read, in order: the configuration file, then its drop-ins.
    public private(set) var files: [String] = []
    /// The directory of the drop-ins, where there is one, and the files that were read: all that the daemon has to read.
    public private(set) var places: [String] = []
    private var settingPlaces: [String: ConfigurationPlace] = [:]
    private var rulePlaces: [String: ConfigurationPlace] = [:]

    /// Layers defaults, file, its drop-ins, environment and flags; a later layer overrides the earlier ones.
    ///
    /// - Throws: All faults of all layers.
    public init(_ sources: ConfigurationSources) throws(ConfigurationFaults) {
        var faults: [ConfigurationFault] = []
        var notRead: [ConfigurationFault] = []
        if let path = sources.file {
            let dropIns = DropIns(of: path)
            files = [path] + dropIns.paths
            places = (dropIns.directory.map { [$0] } ?? []) + files
            for path in files { apply(ConfigurationFile(path: path), &faults) }
            faults += dropIns.faults
            notRead = dropIns.warnings
        }
        for key in ConfigurationKey.all {
            // An empty variable counts as unset: that is how a unit or a shell clears one.
            guard let text = sources.environment[key.variable], !text.isEmpty else { continue }
            set(key, text, at: .environment(key.variable), &faults)
        }
        for flag in sources.flags {
            guard let key = ConfigurationKey.named(flag.setting) else {
                preconditionFailure("\(flag.name) sets \(flag.setting), which is no setting")
            }
            set(key, flag.text, at: .flag(flag.name), &faults)
        }
        guard faults.isEmpty else { throw ConfigurationFaults(faults) }
        warnings = notRead + Self.unknownVariables(in: sources.environment)
    }

    /// Overrides single settings by those of a file, and the rules of single sources.
    private mutating func apply(_ file: ConfigurationFile, _ faults: inout [ConfigurationFault]) {
        var found = file.faults
        configuration.inbox.sources.rules.merge(file.rules.rules) { _, new in new }
        rulePlaces.merge(file.rulePlaces) { _, new in new }
        for entry in file.entries { set(entry.key, entry.text, at: entry.place, &found) }
        faults += found.sorted { $0.place.order < $1.place.order }
    }

    private mutating func set(
        _ key: ConfigurationKey, _ text: String, at place: ConfigurationPlace, _ faults: inout [ConfigurationFault]
    ) {
        if key.set(&configuration, text) {
            settingPlaces[key.path] = place
        } else {
            let found = Printable.quoted(text, "'")
            faults.append(
                ConfigurationFault(
                    place, "\(key.path): found \(found), allowed is \(key.allowed)", remedy: key.remedy))
        }
    }

    /// The place that a setting came from, such as that of `ledger.directory`; nil for a default.
    package func place(of setting: String) -> ConfigurationPlace? { settingPlaces[setting] }

    /// A variable of `storyledger` alone, which a user may have exported.
    public static let pagerVariable = "STORYLEDGER_PAGER"

    /// Only warnings: other programs may share the prefix.
    private static func unknownVariables(in environment: [String: String]) -> [ConfigurationFault] {
        let known = ConfigurationKey.all.map(\.variable) + [ConfigurationSources.fileVariable, pagerVariable]
        return environment.keys.sorted().compactMap { name in
            guard name.hasPrefix("STORYLEDGER_"), !known.contains(name) else { return nil }
            return ConfigurationFault(
                .environment(name), "no setting has this variable",
                remedy: suggestion(for: name, among: known))
        }
    }

    /// The configuration as a file that would have the same effect, with a comment that names the place of each setting
    /// that is not a default.
    public var yaml: String {
        var lines: [String] = []
        for section in ConfigurationKey.sections {
            lines.append("\(section):")
            for key in ConfigurationKey.all where key.section == section {
                let place = Self.comment(settingPlaces[key.path])
                lines.append("  \(key.name): \(Printable.word(key.text(configuration)))\(place)")
            }
            if section == "inbox" { lines += sourceLines }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The rules of the sources, by their names.
    private var sourceLines: [String] {
        let rules = configuration.inbox.sources.rules
        guard !rules.isEmpty else { return ["  \(ConfigurationFile.sources): {}"] }
        var lines = ["  \(ConfigurationFile.sources):"]
        for (name, rule) in rules.sorted(by: { $0.key < $1.key }) {
            lines.append("    \(Printable.word(name)):\(Self.comment(rulePlaces[name]))")
            lines += ["      as: \(rule.namesText)", "      edits: \(rule.editsText)"]
        }
        return lines
    }

    private static func comment(_ place: ConfigurationPlace?) -> String {
        place.map { "  # \(Printable.escaped($0.description))" } ?? ""
    }
}

/// The sources of the daemon's settings.
public struct ConfigurationSources: Sendable {
    /// A flag of the command line.
    public struct Flag: Sendable {
        /// As it is typed.
        public var name: String
        /// The setting, such as `log.level`.
        public var setting: String
        /// What was given.
        public var text: String

        /// Creates a flag.
        public init(name: String, setting: String, text: String) {
            self.name = name
            self.setting = setting
            self.text = text
        }
    }

    /// The environment variable that names the file if no flag does.
    public static let fileVariable = "STORYLEDGER_CONFIG"

    /// The file; nil for none.
    public var file: String?
    /// All environment variables.
    public var environment: [String: String]
    /// The flags that were given.
    public var flags: [Flag]

    /// - Parameter file: The file named by a flag; nil for the one that the environment names, if any.
    public init(file: String? = nil, environment: [String: String] = [:], flags: [Flag] = []) {
        let named = environment[Self.fileVariable].flatMap { $0.isEmpty ? nil : $0 }
        self.file = file ?? named
        self.environment = environment
        self.flags = flags
    }
}

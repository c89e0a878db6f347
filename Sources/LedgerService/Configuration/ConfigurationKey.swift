import Inbox
import Logging

/// One setting: its name, its place in ``Configuration``, and the values that are allowed.
struct ConfigurationKey: Sendable {
    /// The section of the file.
    let section: String
    /// The name in the section.
    let name: String
    /// The environment variable that overrides the file.
    let variable: String
    /// The allowed values, as text after "allowed is".
    let allowed: String
    /// What to do about any other value.
    let remedy: String
    /// Whether a running daemon can apply a new value; otherwise a restart is needed.
    let isReloadable: Bool
    /// Sets the value; false if it is not allowed.
    let set: @Sendable (inout Configuration, String) -> Bool
    /// The value as a configuration file would have it.
    let text: @Sendable (Configuration) -> String

    /// The section and the name, with a dot.
    var path: String { section + "." + name }

    private init<Value>(
        _ section: String, _ name: String, _ target: WritableKeyPath<Configuration, Value> & Sendable,
        _ value: ConfigurationValue<Value>, variable: String? = nil, isReloadable: Bool? = nil
    ) {
        self.section = section
        self.name = name
        self.variable =
            variable ?? "STORYLEDGER_\(section)_\(name)".uppercased().replacing("-", with: "_")
        // Intake applies new settings between two commits.
        self.isReloadable = isReloadable ?? ["inbox", "archive", "quarantine"].contains(section)
        allowed = value.allowed
        remedy = value.remedy
        set = { configuration, text in
            guard let found = value.read(text) else { return false }
            configuration[keyPath: target] = found
            return true
        }
        text = { value.text($0[keyPath: target]) }
    }

    /// Every setting, in the order of config/storyledger.yaml.
    static let all: [ConfigurationKey] = [
        ConfigurationKey("ledger", "directory", \.ledger.directory, .directory, variable: "STORYLEDGER_DIR"),
        ConfigurationKey("ledger", "create", \.ledger.create, .choice),
        ConfigurationKey("ledger", "origin", \.ledger.origin, .origin),
        ConfigurationKey("inbox", "settle", \.inbox.settle, .duration(.milliseconds(10) ... .seconds(600))),
        ConfigurationKey("inbox", "open-limit", \.inbox.openLimit, .duration(.seconds(1) ... .seconds(7 * 86_400))),
        ConfigurationKey("inbox", "scan-interval", \.inbox.scanInterval, .duration(.seconds(1) ... .seconds(3600))),
        ConfigurationKey("inbox", "wait", \.inbox.waitLimit, .duration(.zero ... .seconds(7 * 86_400))),
        ConfigurationKey(
            "inbox", "max-ahead", \.inbox.maximumAhead, .wholeSeconds(.zero ... .seconds(366 * 86_400))),
        ConfigurationKey(
            "inbox", "max-file-size", \.inbox.maximumFileBytes, .size(1 << 10...InboxSettings.largestFile)),
        ConfigurationKey("inbox", "max-documents", \.inbox.maximumDocuments, .count(1...100_000_000)),
        ConfigurationKey("inbox", "batch-files", \.inbox.batchFiles, .count(1...10_000)),
        ConfigurationKey("inbox", "batch-size", \.inbox.batchBytes, .size(1 << 10...1 << 30)),
        ConfigurationKey("inbox", "watches", \.inbox.mostWatches, .count(1...1_000_000)),
        ConfigurationKey("archive", "keep", \.inbox.archive.keep, .keep),
        ConfigurationKey("archive", "max-size", \.inbox.archive.mostBytes, .limit),
        ConfigurationKey("quarantine", "keep", \.inbox.quarantine.keep, .keep),
        ConfigurationKey("quarantine", "max-size", \.inbox.quarantine.mostBytes, .limit),
        ConfigurationKey(
            "publication", "interval", \.publication.interval, .duration(.milliseconds(100) ... .seconds(86_400))),
        ConfigurationKey(
            "publication", "witness-timeout", \.publication.witnessTimeout,
            .duration(.milliseconds(100) ... .seconds(600))),
        ConfigurationKey("publication", "require", \.publication.require, .choice),
        ConfigurationKey("check", "every", \.check.every, .pace),
        ConfigurationKey("health", "listen", \.health.listen, .localAddress),
        ConfigurationKey("site", "listen", \.site.listen, .address),
        ConfigurationKey("site", "show", \.site.show, .choice),
        ConfigurationKey("site", "behind", \.site.behind, .choice),
        ConfigurationKey("site", "token", \.site.token, .file),
        ConfigurationKey("site", "cors", \.site.cors, .choice),
        ConfigurationKey("site", "words", \.site.words, .file),
        ConfigurationKey("log", "level", \.log.level, .choice, isReloadable: true),
        ConfigurationKey("log", "format", \.log.format, .choice),
    ]

    /// The sections of the file, in order.
    static let sections = all.reduce(into: [String]()) { if $0.last != $1.section { $0.append($1.section) } }

    /// Finds a setting by section and name, with a dot.
    static func named(_ path: String) -> ConfigurationKey? { all.first { $0.path == path } }
}

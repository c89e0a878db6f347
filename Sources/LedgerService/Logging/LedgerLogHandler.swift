import Glibc
import Logging
import StoryEvents

/// Writes each log message on one line of standard error, for the journal or for a person.
public struct LedgerLogHandler: LogHandler {
    /// The receiver of lines.
    public typealias Sink = @Sendable (String) -> Void

    /// Metadata that is part of every line.
    public var metadata: Logger.Metadata = [:]
    /// Provides further metadata for every line.
    public var metadataProvider: Logger.MetadataProvider?
    /// The least severe level that is written: the threshold's, unless this copy was given its own.
    public var logLevel: Logger.Level {
        get { ownLevel ?? threshold.level }
        set { ownLevel = newValue }
    }
    private var ownLevel: Logger.Level?
    private let threshold: LogThreshold
    private let isJournal: Bool
    private let now: @Sendable () -> RecordedTime
    private let sink: Sink
    private let journal: JournalSocket?
    /// Names the ledger in commands; empty where messages are about none.
    private let option: String

    /// - Parameters:
    ///   - log: The level and the format.
    ///   - threshold: The level for all copies; nil for a fixed level, that of `log`.
    ///   - now: The clock for lines in text format.
    ///   - journal: Takes each line with its metadata as fields, where the format is the journal's.
    ///   - ledger: The ledger that remedies are about: the commands that they give name it. nil where there is none.
    ///   - sink: Takes one line with its line break.
    public init(
        _ log: Configuration.Log, threshold: LogThreshold? = nil, now: @escaping @Sendable () -> RecordedTime,
        journal: JournalSocket? = nil, about ledger: String? = nil, sink: @escaping Sink
    ) {
        self.threshold = threshold ?? LogThreshold(log.level)
        isJournal = log.format.isJournal
        self.now = now
        self.sink = sink
        self.journal = isJournal ? journal : nil
        option = ledger.map { LedgerCommands.option(fromAnywhere: $0) } ?? ""
    }

    /// One value of the metadata of every line.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes one line.
    public func log(event: LogEvent) {
        var fields = metadata
        for more in [metadataProvider?.get(), event.metadata] {
            fields.merge(more ?? [:]) { $1 }
        }
        if let error = event.error { fields["error"] = "\(error)" }
        // A reader types the command in another shell, which knows nothing of this process's settings.
        if !option.isEmpty, let remedy = fields["remedy"] {
            fields["remedy"] = "\(LedgerCommands.adding(option, to: LogLine.text(of: remedy)))"
        }
        let start = isJournal ? event.level.priority : "\(now().description) \(event.level.column) "
        let line = LogLine.text(event.message.description, fields)
        guard let journal else { return sink(start + line + "\n") }
        journal.write(line, event.level, fields) { sink(start + line + "\n") }
    }
}

extension Configuration.Format {
    /// Whether standard error is the journal.
    ///
    /// Source: systemd.exec(5), `$JOURNAL_STREAM`: device and inode of the stream, in decimal, with a colon.
    public var isJournal: Bool {
        switch self {
        case .journal: return true
        case .text: return false
        case .auto:
            var status = stat()
            guard let stream = getenv("JOURNAL_STREAM"), fstat(STDERR_FILENO, &status) == 0 else { return false }
            return String(cString: stream) == "\(status.st_dev):\(status.st_ino)"
        }
    }
}

extension Logger.Level {
    /// The prefix that gives the journal a line's severity.
    ///
    /// Source: sd-daemon(3).
    var priority: String { "<\(severity)>" }

    /// The severity as syslog(3) numbers it.
    var severity: Int {
        switch self {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }

    /// The level's name, padded to the longest.
    var column: String { rawValue + String(repeating: " ", count: 8 - rawValue.utf8.count) }
}

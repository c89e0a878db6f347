import Glibc
import Logging
import StoryEvents

/// Writes each log message on one line of standard error, for the journal or for a person.
public struct LedgerLogHandler: LogHandler {
    /// Where lines go.
    public typealias Sink = @Sendable (String) -> Void

    /// What every line says.
    public var metadata: Logger.Metadata = [:]
    /// Finds more that every line says.
    public var metadataProvider: Logger.MetadataProvider?
    /// What is less grave than this is not written: the threshold's level, unless this copy was given its own.
    public var logLevel: Logger.Level {
        get { ownLevel ?? threshold.level }
        set { ownLevel = newValue }
    }
    private var ownLevel: Logger.Level?
    private let threshold: LogThreshold
    private let isJournal: Bool
    private let now: @Sendable () -> RecordedTime
    private let sink: Sink

    /// - Parameters:
    ///   - log: What is written, and how.
    ///   - threshold: The level for all copies; nil for one that stays as `log` says.
    ///   - now: The clock that lines for people show.
    ///   - sink: Takes one line, its line break included.
    public init(
        _ log: Configuration.Log, threshold: LogThreshold? = nil, now: @escaping @Sendable () -> RecordedTime,
        sink: @escaping Sink
    ) {
        self.threshold = threshold ?? LogThreshold(log.level)
        isJournal = log.format.isJournal
        self.now = now
        self.sink = sink
    }

    /// One part of what every line says.
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
        let start = isJournal ? event.level.priority : "\(now().description) \(event.level.column) "
        sink(start + LogLine.text(event.message.description, fields) + "\n")
    }
}

extension Configuration.Format {
    /// Whether lines are for the journal.
    ///
    /// Source: systemd.exec(5), `$JOURNAL_STREAM`: device and inode of the stream, in decimal, with a colon.
    var isJournal: Bool {
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
    /// The prefix by which the journal knows how grave a line is.
    ///
    /// Source: sd-daemon(3).
    var priority: String {
        switch self {
        case .trace, .debug: "<7>"
        case .info: "<6>"
        case .notice: "<5>"
        case .warning: "<4>"
        case .error: "<3>"
        case .critical: "<2>"
        }
    }

    /// The name, as wide as the longest.
    var column: String { rawValue + String(repeating: " ", count: 8 - rawValue.utf8.count) }
}

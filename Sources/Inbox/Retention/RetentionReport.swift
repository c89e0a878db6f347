import EventLog
import Logging

/// What retention says in the log.
struct RetentionReport {
    private struct Counts {
        var files = 0
        var bytes: Int64 = 0
        var last: Receipt?
    }

    private var removed: [RetainedShelf.Kind: Counts] = [:]
    private var saidAt: Duration?
    /// Faults that were logged once and are not repeated until a file is removed.
    private var said: Set<String> = []
    private static let mostSaid = 1_000

    mutating func removed(_ files: [KeptFile], from kind: RetainedShelf.Kind) {
        guard let last = files.last else { return }
        said = []
        var counts = removed[kind] ?? Counts()
        counts.files += files.count
        counts.bytes = files.reduce(counts.bytes) { $0 &+ max(0, $1.facts.bytes) }
        counts.last = last.receipt
        removed[kind] = counts
    }

    /// Notes the files that are left alone.
    mutating func note(_ step: RetainedShelf.Step, _ kind: RetainedShelf.Kind, _ logger: Logger) {
        if let first = step.changed.first {
            logger.warning(
                "retention keeps files that were changed since they were filed",
                metadata: [
                    "in": "\(kind.rawValue)", "files": "\(step.changed.count)", "first": "\(first.file)",
                    "remedy": "look at them, and remove them by hand",
                ])
        }
        for fault in step.faults { self.fault(fault.message, fault.remedy, logger) }
    }

    mutating func fault(_ message: String, _ remedy: String, _ logger: Logger) {
        guard said.count < Self.mostSaid, said.insert(message).inserted else { return }
        logger.warning("retention keeps files for now", metadata: ["reason": "\(message)", "remedy": "\(remedy)"])
    }

    /// Logs what was removed, at most once a minute.
    mutating func sayNowAndThen(_ uptime: Duration, _ logger: Logger) {
        let last = saidAt ?? uptime
        saidAt = last
        if uptime - last >= .seconds(60) { say(uptime, logger) }
    }

    /// Logs what was removed.
    mutating func say(_ uptime: Duration, _ logger: Logger) {
        saidAt = nil
        for (kind, counts) in removed.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            guard let last = counts.last else { continue }
            logger.notice(
                "retention removed files",
                metadata: [
                    "from": "\(kind.rawValue)", "files": "\(counts.files)", "bytes": "\(counts.bytes)",
                    "last": "\(last.recorded)",
                ])
        }
        removed = [:]
    }
}

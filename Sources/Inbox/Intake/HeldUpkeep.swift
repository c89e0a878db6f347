import Logging

/// Notes that readers keep the log's write-ahead log from being emptied, once that has lasted: a short read does it, too.
struct HeldUpkeep {
    private static let patience: Duration = .seconds(10)

    /// When it began, in uptime; nil while nothing is held.
    private var since: Duration?
    private(set) var hasLasted = false

    /// Records whether upkeep was held; logs a line when that has changed.
    ///
    /// - Returns: Whether it has changed.
    mutating func note(isHeld: Bool, uptime: Duration, _ logger: Logger) -> Bool {
        since = isHeld ? since ?? uptime : nil
        let lasts = since.map { uptime - $0 >= Self.patience } ?? false
        guard lasts != hasLasted else { return false }
        hasLasted = lasts
        if lasts {
            logger.warning(
                "a reader keeps the write-ahead log from being emptied, and it grows",
                metadata: ["remedy": "end the reader: 'fuser -v ledger.db-shm' names the processes that have it open"])
        } else {
            logger.notice("no reader keeps the write-ahead log from being emptied")
        }
        return true
    }
}

/// Decides what to tell systemd, and when.
struct Announcer {
    /// How often to say that all is well; nil when nobody asked.
    private let period: Duration?
    private var toldReady = false
    private var toldLine = ""
    private var nextSign: ContinuousClock.Instant

    /// - Parameter watchdog: After how long a silence systemd kills the service.
    init(watchdog: Duration?, start: ContinuousClock.Instant) {
        period = watchdog.map { $0 / 2 }
        nextSign = start
    }

    /// What is new, as lines of a datagram; none when nothing is.
    ///
    /// A service that is not alive says nothing: the silence is what makes systemd start it again.
    mutating func news(_ health: DaemonHealth, at now: ContinuousClock.Instant) -> [String] {
        var lines: [String] = []
        if health.isReady, !toldReady {
            toldReady = true
            lines.append("READY=1")
        }
        let line = Printable.escaped(health.line)
        if line != toldLine {
            toldLine = line
            lines.append("STATUS=\(line)")
        }
        if let period, health.isAlive, now >= nextSign {
            nextSign = now + period
            lines.append("WATCHDOG=1")
        }
        return lines
    }

    /// How long until there may be news.
    var pause: Duration {
        let usual: Duration = toldReady ? .seconds(1) : .milliseconds(20)
        return min(usual, period.map { $0 / 4 } ?? usual)
    }

    /// What is said last.
    static let farewell = ["STOPPING=1", "STATUS=finishing the commit under way"]
}

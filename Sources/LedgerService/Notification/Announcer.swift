/// Decides what to tell systemd, and when. A pure value.
struct Announcer {
    /// How often to report that all is well; nil if systemd does not ask.
    private let period: Duration?
    private var toldReady = false
    private var toldLine = ""
    private var nextSign: ContinuousClock.Instant
    /// How often in turn there was nothing to say.
    private var quiet = 0

    /// - Parameter watchdog: The silence after which systemd kills the service.
    init(watchdog: Duration?, start: ContinuousClock.Instant) {
        period = watchdog.map { $0 / 2 }
        nextSign = start
    }

    /// The lines of the next datagram; none if there is nothing new.
    ///
    /// A service that is not alive sends nothing: the silence makes systemd start it again.
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
        quiet = lines.isEmpty ? min(quiet + 1, 4) : 0
        if let period, health.isAlive, now >= nextSign {
            nextSign = now + period
            lines.append("WATCHDOG=1")
        }
        return lines
    }

    /// The time until there may be something new: longer while nothing happens, so that an idle daemon sleeps.
    var pause: Duration {
        let usual: Duration = toldReady ? min(.seconds(1 << quiet), .seconds(10)) : .milliseconds(20)
        return min(usual, period.map { $0 / 4 } ?? usual)
    }

    /// The last datagram.
    static let farewell = ["STOPPING=1", "STATUS=finishing the commit under way"]
}

/// Decides what to tell systemd, and when. A pure value.
struct Announcer {
    /// How often to report that all is well; nil if systemd does not ask.
    private let period: Duration?
    private var toldReady = false
    private var toldLine = ""
    private var nextSign: ContinuousClock.Instant

    /// How often to look without a change and without systemd: the clock may have been set.
    private static let look: Duration = .seconds(60)
    /// How often to look while a service that is not alive owes a sign of life.
    private static let lookWhenSilent: Duration = .seconds(1)

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
        if let period, health.isAlive, now >= nextSign {
            nextSign = now + period
            lines.append("WATCHDOG=1")
        }
        return lines
    }

    /// The time until there is something to tell without a change: the next sign of life, as a rule.
    func pause(at now: ContinuousClock.Instant) -> Duration {
        guard let period else { return Self.look }
        let due = nextSign - now
        // A disk that has just fallen silent is noticed between two signs.
        return due > .zero ? min(due, period / 2) : min(Self.lookWhenSilent, period / 4)
    }

    /// The last datagram.
    static let farewell = ["STOPPING=1", "STATUS=finishing the commit under way"]
}

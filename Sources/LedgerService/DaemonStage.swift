import Inbox
import Synchronization

/// How far a daemon is: it opens its ledger, waits for what keeps it from that, or runs. It says so to all who ask.
final class DaemonStage: Sendable {
    private enum Stage: Sendable {
        case opens
        case waits(reason: String, remedy: String)
        case runs(health: @Sendable () -> DaemonHealth, measures: @Sendable () -> IntakeMeasures)
    }

    private let state: Mutex<(stage: Stage, tried: ContinuousClock.Instant)>
    /// What keeps parts beside intake from their work, such as the site.
    private let others = Mutex<[PartFault]>([])
    private let changed: @Sendable () -> Void

    /// Upper limit of an attempt to open the ledger: it waits for other processes, and brings an old schema up to date.
    private static let longestAttempt: Duration = .seconds(300)

    /// - Parameter changed: Called after the stage has changed.
    init(changed: @escaping @Sendable () -> Void) {
        state = Mutex((.opens, .now))
        self.changed = changed
    }

    /// Notes an attempt to open the ledger.
    func tries() { state.withLock { $0.tried = .now } }

    /// Notes what the daemon waits for.
    func waits(for reason: String, remedy: String) { set(.waits(reason: reason, remedy: remedy)) }

    /// Notes that the ledger is open.
    func runs(
        health: @escaping @Sendable () -> DaemonHealth, measures: @escaping @Sendable () -> IntakeMeasures
    ) {
        set(.runs(health: health, measures: measures))
    }

    /// Notes that a part beside intake does not work.
    func lacks(_ fault: PartFault) {
        others.withLock { $0 = $0.filter { $0.part != fault.part } + [fault] }
        changed()
    }

    private func set(_ stage: Stage) {
        state.withLock { $0 = (stage, .now) }
        changed()
    }

    /// The daemon's state now.
    var health: DaemonHealth {
        var health = own
        let others = others.withLock { $0 }
        health.faults += others
        health.line = ([health.line] + others.map { "\($0.part.rawValue) is not served" }).joined(separator: ", ")
        return health
    }

    private var own: DaemonHealth {
        let (stage, tried) = state.withLock { $0 }
        let isAlive = ContinuousClock.now - tried < Self.longestAttempt
        switch stage {
        case .opens: return DaemonHealth(isReady: false, isAlive: isAlive, line: "opening the ledger")
        case .waits(let reason, let remedy):
            let silence = isAlive ? "" : ", disk does not answer"
            return DaemonHealth(
                isReady: true, isAlive: isAlive, isStalled: true, line: "intake has stopped: \(reason)\(silence)",
                faults: [PartFault(.intake, reason, remedy: remedy)])
        case .runs(let health, _): return health()
        }
    }

    /// What intake has measured.
    var measures: IntakeMeasures {
        if case .runs(_, let measures) = state.withLock({ $0.stage }) { return measures() }
        return IntakeMeasures()
    }
}

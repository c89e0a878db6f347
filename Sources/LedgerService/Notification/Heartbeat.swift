import Inbox
import Synchronization

/// The time of the last sign of life of each part of the daemon.
///
/// Intake gives one for every file, for every document in it, and at least once in every scan interval. The other parts
/// give one in each turn of their loops. A thread that hangs gives none.
final class Heartbeat: Sendable {
    /// A part with a thread of its own.
    enum Part: String, CaseIterable, Sendable {
        case intake, publication, projections
        /// Looked after only where systemd asks for signs of life.
        case disk
    }

    private struct Beat {
        var last: Duration
        var allowance: Duration
    }

    private let beats: Mutex<[Part: Beat]>
    private let uptime: @Sendable () -> Duration

    /// Upper limit of a commit: waiting for another process, and a slow disk.
    private static let longestCommit: Duration = .seconds(60)
    /// Upper limit of folding an event and waiting for a lock.
    private static let longestFold: Duration = .seconds(300)
    /// Upper limit of writing an entry bundle, and of making all that were written durable.
    private static let longestPublication: Duration = .seconds(600)

    /// - Parameters:
    ///   - configuration: How long parts pause.
    ///   - disk: How long the disk may be silent; nil where it is not asked.
    ///   - uptime: A monotonic clock.
    init(
        _ configuration: Configuration = Configuration(), disk: Duration? = nil,
        uptime: @escaping @Sendable () -> Duration = InboxClock.system.uptime
    ) {
        self.uptime = uptime
        let start = uptime()
        var beats: [Part: Beat] = [:]
        for part in Part.allCases {
            beats[part] = Self.allowance(part, configuration).map { Beat(last: start, allowance: $0) }
        }
        if let disk { beats[.disk] = Beat(last: start, allowance: disk) }
        self.beats = Mutex(beats)
    }

    /// Applies new pauses.
    func reload(_ configuration: Configuration) {
        beats.withLock { beats in
            for part in Part.allCases {
                if let allowance = Self.allowance(part, configuration) { beats[part]?.allowance = allowance }
            }
        }
    }

    /// Records a sign of life.
    func sign(_ part: Part) {
        let now = uptime()
        beats.withLock { $0[part]?.last = now }
    }

    /// The clock for intake: reading it is a sign of life.
    var clock: InboxClock {
        InboxClock(
            uptime: {
                self.sign(.intake)
                return self.uptime()
            }, now: InboxClock.system.now)
    }

    /// The parts whose last sign of life, or start, is too long ago.
    var silent: [Part] {
        let now = uptime()
        return beats.withLock { beats in
            Part.allCases.filter { part in beats[part].map { now - $0.last > $0.allowance } ?? false }
        }
    }

    /// nil for a part that the configuration says nothing of.
    private static func allowance(_ part: Part, _ configuration: Configuration) -> Duration? {
        switch part {
        case .intake: configuration.inbox.scanInterval + longestCommit
        case .publication: configuration.publication.interval + longestPublication
        case .projections: longestFold
        case .disk: nil
        }
    }
}

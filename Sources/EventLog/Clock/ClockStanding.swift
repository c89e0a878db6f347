import StoryEvents

/// How the machine's clock differs from a log's.
public struct ClockStanding: Hashable, Sendable {
    /// What the clock shows.
    public let shown: RecordedTime
    /// When the newest event was recorded; nil for an empty log.
    public let newest: RecordedTime?
    /// Why the clock is not believed, and nothing is recorded; nil when it is.
    public let fault: ClockFault?
    /// How far the clock is ahead of what it showed before an admin accepted its jump, in microseconds; nil where no acceptance
    /// is in force.
    public var accepted: Int64?
    /// Whether the newest event was recorded by a clock that an admin had accepted, and that has gone back since.
    public var isNewestAhead = false
    /// Whether the ledger's note of the machine's clocks is not what it would be after a commit now.
    public var isNoteStale = false

    package init(shown: RecordedTime, newest: RecordedTime?, fault: ClockFault?) {
        self.shown = shown
        self.newest = newest
        self.fault = fault
    }

    /// How far the clock is behind the newest event, in microseconds; 0 where it is not.
    public var behind: Int64 {
        guard let newest, newest > shown else { return 0 }
        let (difference, overflow) = newest.microseconds.subtractingReportingOverflow(shown.microseconds)
        return overflow ? .max : difference
    }

    /// From how far behind on it is worth a warning, in microseconds: a step of NTP is not.
    public static let behindToWarn: Int64 = 60_000_000

    /// That the clock is behind, and how long that lasts; nil when it is not.
    public var behindText: String? {
        guard let newest, behind > 0 else { return nil }
        return "the machine's clock is \(Self.text(behind)) behind the newest event"
            + (isNewestAhead ? ", which an accepted clock dated" : "")
            + "; until it shows \(newest), events are recorded at that time"
    }

    /// That an admin's acceptance is in force; nil where none is.
    public var acceptedText: String? {
        accepted.map {
            "an admin has accepted the machine's clock, \(Self.text($0)) ahead of what it showed before; this ends once it "
                + "goes back"
        }
    }

    /// Whole units, to the nearest: `1 s`, `12 min`, `26 h`, `5 d`.
    private static func text(_ microseconds: Int64) -> String {
        let seconds = microseconds / 1_000_000 + (microseconds % 1_000_000 >= 500_000 ? 1 : 0)
        return switch seconds {
        case ..<120: "\(max(1, seconds)) s"
        case ..<7_200: "\((seconds + 30) / 60) min"
        case ..<345_600: "\((seconds + 1_800) / 3_600) h"
        default: "\(seconds / 86_400 + (seconds % 86_400 >= 43_200 ? 1 : 0)) d"
        }
    }
}

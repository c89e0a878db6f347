import CanonicalJSON
import StoryEvents

/// What was recorded each day, in UTC: one row for each story and day, summed on demand.
public struct Activity: LedgerProjection {
    /// The module's name on the command line.
    public static let name = "activity"
    /// Raised when the same events give another result.
    public static let version = 4
    /// The counted members. `stories` counts stories with an event that day, `begun` those that began.
    public static let counts = [
        "events", "stories", "begun", "versions", "silentEdits", "corrections", "withheld", "backdated", "outOfOrder",
    ]
    /// The columns, indexes and searchable texts of its rows.
    public static let table = RowTable(
        columns: ["day"] + counts, tallies: [RowTable.Tally(by: ["day"], summing: counts)])

    private var today: ActivityCount?

    /// Starts with no event folded.
    public init() {}

    /// Sets the row of the story's newest day. Recording times never decrease, so an earlier day is final.
    public mutating func apply(_ step: StoryStep, to rows: inout StoryRows) {
        let number = step.envelope.recorded.spans(of: 86_400)
        if today?.number != number { today = ActivityCount(number: number) }
        today?.add(step)
        guard let today else { return }
        let name = Text(CivilTime(seconds: number * 86_400).dateText)
        rows.set(name, Day(name: name, count: today))
    }

    private struct Day: StoryRow {
        let name: Text
        let count: ActivityCount

        var value: JSONObject {
            var object = count.object
            object["day"] = .string(name)
            return object
        }
    }
}

/// What was recorded in each quarter of an hour. The days of any zone are sums of these, since every offset is a whole
/// number of quarter hours. It is folded on demand.
public struct QuarterHours: LedgerProjection {
    /// It is not registered, so no command names it.
    public static let name = "activity-by-quarter-hours"
    /// Raised when the same events give another result.
    public static let version = 2
    /// The columns, indexes and searchable texts of its rows.
    public static let table = RowTable(columns: ["number"])
    /// Seconds in a quarter of an hour.
    public static let length: Int64 = 900

    private var now: ActivityCount?

    /// Starts with no event folded.
    public init() {}

    /// Sets the row of the story's newest quarter of an hour.
    public mutating func apply(_ step: StoryStep, to rows: inout StoryRows) {
        let number = step.envelope.recorded.spans(of: Self.length)
        if now?.number != number { now = ActivityCount(number: number) }
        now?.add(step)
        guard let now else { return }
        var row = now.object
        row["number"] = .integer(number)
        rows.set(Text(String(number)), row)
    }
}

/// The counts of one story in one span of time.
private struct ActivityCount: Sendable {
    /// The number of spans between 1970-01-01T00:00:00Z and the start of this one.
    let number: Int64
    private var events: Int64 = 0
    private var begun: Int64 = 0
    private var versions: Int64 = 0
    private var silentEdits: Int64 = 0
    private var corrections: Int64 = 0
    private var withheld: Int64 = 0
    private var backdated: Int64 = 0
    private var outOfOrder: Int64 = 0

    init(number: Int64) { self.number = number }

    mutating func add(_ step: StoryStep) {
        events += 1
        if step.before == nil, step.story != nil { begun += 1 }
        if step.changesText { versions += 1 }
        if step.isSilentEdit { silentEdits += 1 }
        if step.update?.isCorrection ?? false { corrections += 1 }
        if step.envelope.type == .withheld { withheld += 1 }
        if step.backdating.isBackdated { backdated += 1 }
        if step.backdating.isOutOfOrder { outOfOrder += 1 }
    }

    /// The members of ``Activity/counts``.
    var object: JSONObject {
        [
            "events": .integer(events), "stories": 1, "begun": .integer(begun), "versions": .integer(versions),
            "silentEdits": .integer(silentEdits), "corrections": .integer(corrections),
            "withheld": .integer(withheld), "backdated": .integer(backdated), "outOfOrder": .integer(outOfOrder),
        ]
    }
}

extension RecordedTime {
    /// The number of whole spans of this length, in seconds, since 1970-01-01T00:00:00Z.
    fileprivate func spans(of seconds: Int64) -> Int64 {
        let (spans, rest) = microseconds.quotientAndRemainder(dividingBy: seconds * 1_000_000)
        return rest < 0 ? spans - 1 : spans
    }
}

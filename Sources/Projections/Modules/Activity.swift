import CanonicalJSON
import StoryEvents

/// What was recorded each day, in UTC: a row for each story and day, summed when it is asked for.
public struct Activity: LedgerProjection {
    /// What it is asked for by.
    public static let name = "activity"
    /// Raised whenever the same events would give something else.
    public static let version = 3
    /// What is counted. `stories` are those that had an event that day, `begun` those that began.
    public static let counts = [
        "events", "stories", "begun", "versions", "silentEdits", "corrections", "withheld", "backdated", "outOfOrder",
    ]
    /// How its rows are kept.
    public static let table = RowTable(
        columns: ["day"] + counts, tallies: [RowTable.Tally(by: ["day"], summing: counts)])

    private var today: ActivityCount?

    /// Nothing folded yet.
    public init() {}

    /// Sets the row of the story's newest day: what is recorded never goes back to an earlier one.
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

/// What was recorded in each quarter of an hour: days of any zone are made of those, since the offset of each is a whole
/// number of them. Folded when it is asked for.
public struct QuarterHours: LedgerProjection {
    /// Not registered, and so asked for by no name.
    public static let name = "activity-by-quarter-hours"
    /// Raised whenever the same events would give something else.
    public static let version = 1
    /// How its rows are kept.
    public static let table = RowTable(columns: ["number"])
    /// Seconds.
    public static let length: Int64 = 900

    private var now: ActivityCount?

    /// Nothing folded yet.
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

/// What a story had in some span of time.
private struct ActivityCount: Sendable {
    /// How many spans lie between 1970-01-01T00:00:00Z and its beginning.
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

    /// By ``Activity/counts``.
    var object: JSONObject {
        [
            "events": .integer(events), "stories": 1, "begun": .integer(begun), "versions": .integer(versions),
            "silentEdits": .integer(silentEdits), "corrections": .integer(corrections),
            "withheld": .integer(withheld), "backdated": .integer(backdated), "outOfOrder": .integer(outOfOrder),
        ]
    }
}

extension RecordedTime {
    /// How many whole spans of so many seconds lie between 1970-01-01T00:00:00Z and this.
    fileprivate func spans(of seconds: Int64) -> Int64 {
        let (spans, rest) = microseconds.quotientAndRemainder(dividingBy: seconds * 1_000_000)
        return rest < 0 ? spans - 1 : spans
    }
}

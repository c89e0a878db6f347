import CanonicalJSON
import StoryEvents

/// What was recorded each day, in UTC: a row for each story and day, summed up when it is asked for.
public struct Activity: LedgerProjection {
    /// What it is asked for by.
    public static let name = "activity"
    /// Raised whenever the same events would give something else.
    public static let version = 2
    /// What is counted.
    public static let counts = ["events", "stories", "versions", "silentEdits", "corrections", "withheld", "backdated"]
    /// How its rows are kept.
    public static let table = RowTable(
        columns: ["day"] + counts, tallies: [RowTable.Tally(by: ["day"], summing: counts)])

    private var today: Day?

    /// Nothing folded yet.
    public init() {}

    /// Sets the row of the story's newest day anew: what is recorded never goes back to an earlier one.
    public mutating func apply(_ step: StoryStep, to rows: inout StoryRows) {
        var day = today ?? Day(step.envelope.recorded)
        if !day.contains(step.envelope.recorded) { day = Day(step.envelope.recorded) }
        day.events += 1
        if step.before == nil, step.story != nil { day.stories += 1 }
        if step.changesText { day.versions += 1 }
        if step.isSilentEdit { day.silentEdits += 1 }
        if case .updated(let update) = step.payload, update.change == .correction { day.corrections += 1 }
        if step.envelope.type == .withheld { day.withheld += 1 }
        if step.backdating.isBackdated { day.backdated += 1 }
        today = day
        rows.set(day.name, day)
    }

    /// What a story had on one day.
    private struct Day: StoryRow {
        /// Days since 1970-01-01.
        let number: Int64
        let name: Text
        var events, stories, versions, silentEdits, corrections, withheld, backdated: Int64

        init(_ time: RecordedTime) {
            number = Self.number(time)
            name = Text(CivilTime(seconds: number * 86_400).dateText)
            (events, stories, versions, silentEdits, corrections, withheld, backdated) = (0, 0, 0, 0, 0, 0, 0)
        }

        func contains(_ time: RecordedTime) -> Bool { Self.number(time) == number }

        private static func number(_ time: RecordedTime) -> Int64 {
            let length: Int64 = 86_400_000_000
            let (days, rest) = time.microseconds.quotientAndRemainder(dividingBy: length)
            return rest < 0 ? days - 1 : days
        }

        var value: JSONObject {
            [
                "day": .string(name), "events": .integer(events), "stories": .integer(stories),
                "versions": .integer(versions), "silentEdits": .integer(silentEdits),
                "corrections": .integer(corrections), "withheld": .integer(withheld),
                "backdated": .integer(backdated),
            ]
        }
    }
}

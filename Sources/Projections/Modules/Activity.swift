import CanonicalJSON
import StoryEvents

/// What was recorded each day, in UTC: a row for each story and day, summed up when it is asked for.
public struct Activity: LedgerProjection {
    /// What it is asked for by.
    public static let name = "activity"
    /// Raised whenever the same events would give something else.
    public static let version = 1
    /// What is counted.
    public static let counts = ["events", "stories", "versions", "silentEdits", "corrections", "withheld", "backdated"]
    /// How its rows are kept.
    public static let table = RowTable(columns: ["day"] + counts, indexes: [["day"] + counts])

    private var day: Text = ""
    private var sums: [Int64] = counts.map { _ in 0 }

    /// Nothing folded yet.
    public init() {}

    /// Sets the row of the story's newest day anew: what is recorded never goes back to an earlier one.
    public mutating func apply(_ step: StoryStep, to rows: inout StoryRows) {
        let today = Text(String(step.envelope.recorded.description.prefix(10)))
        if today != day {
            day = today
            sums = Self.counts.map { _ in 0 }
        }
        let isVersion = step.changesText
        let isCorrection = step.update?.change == .correction
        let happened = [
            true, step.before == nil && step.story != nil, isVersion, step.isSilentEdit, isCorrection,
            step.envelope.type == .withheld, step.backdating.isBackdated,
        ]
        for (index, did) in happened.enumerated() where did { sums[index] += 1 }
        var row: JSONObject = ["day": .string(day)]
        for (name, sum) in zip(Self.counts, sums) { row[Text(name)] = .integer(sum) }
        rows.set(day, row)
    }
}

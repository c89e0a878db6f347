import CanonicalJSON
import EventLog
import StoryEvents

/// Every story of the ledger, a row each, with a full-text index of what it says now.
public struct StoryIndex: LedgerProjection {
    /// What it is asked for by.
    public static let name = "stories"
    /// Raised whenever the same events would give something else.
    public static let version = 3
    /// How its rows are kept.
    public static let table = RowTable(
        columns: [
            "position", "status", "recorded", "silentEdits", "story", "headline", "version", "events", "published",
            "backdated", "outOfOrder",
        ],
        indexes: [["position"], ["silentEdits", "position"]],
        searched: ["headline", "dek", "body"])

    private var silentEdits: Int64 = 0
    private var backdated: Int64 = 0
    private var outOfOrder: Int64 = 0

    /// Nothing folded yet.
    public init() {}

    /// Sets the story's row anew.
    public mutating func apply(_ step: StoryStep, to rows: inout StoryRows) {
        guard let story = step.story else { return }
        if step.isSilentEdit { silentEdits += 1 }
        if step.backdating.isBackdated { backdated += 1 }
        if step.backdating.isOutOfOrder { outOfOrder += 1 }
        let entry = Entry(
            story: story.story, status: story.status, headline: story.text("headline"),
            withheld: story.withheldFields["headline"], version: story.version, published: story.published,
            recorded: step.envelope.recorded, position: step.envelope.position,
            events: step.eventCount, silentEdits: silentEdits, backdated: backdated, outOfOrder: outOfOrder)
        let texts = step.changesText ? StoryState.textFields.map { story.text($0) ?? "" } : nil
        rows.set("", entry, texts: texts)
    }

    /// What the row of a story says.
    private struct Entry: StoryRow {
        let story: StoryID
        let status: StoryState.Status
        let headline: Text?
        let withheld: Withheld?
        let version: Int
        let published: EventTime
        let recorded: RecordedTime
        let position: Position
        let events, silentEdits, backdated, outOfOrder: Int64

        var value: JSONObject {
            var row: JSONObject = [
                "story": .string(story.text), "status": .string(Text(status.rawValue)), "headline": JSON(headline),
                "version": JSON(version), "events": .integer(events), "position": JSON(position),
                "published": JSON(published), "recorded": JSON(recorded), "silentEdits": .integer(silentEdits),
                "backdated": .integer(backdated), "outOfOrder": .integer(outOfOrder),
            ]
            row["withheld"] = withheld.map { .object($0.object) }
            return row
        }
    }
}

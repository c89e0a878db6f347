import CanonicalJSON
import EventLog
import StoryEvents

/// Every story of the ledger, a row each, with a full-text index of what it says now.
public struct StoryIndex: LedgerProjection {
    /// What it is asked for by.
    public static let name = "stories"
    /// Raised whenever the same events would give something else.
    public static let version = 1
    /// How its rows are kept.
    public static let table = RowTable(
        columns: ["position", "status", "recorded", "silentEdits"],
        indexes: [["position"], ["silentEdits", "position"]],
        searched: ["headline", "dek", "body"])

    private var silentEdits: Int64 = 0
    private var backdated: Int64 = 0

    /// Nothing folded yet.
    public init() {}

    /// Sets the story's row anew.
    public mutating func apply(_ step: StoryStep, to rows: inout StoryRows) {
        guard let story = step.story else { return }
        if step.isSilentEdit { silentEdits += 1 }
        if step.backdating.isBackdated { backdated += 1 }
        var row: JSONObject = [
            "story": .string(story.story.text), "status": .string(Text(story.status.rawValue)),
            "headline": story.text("headline").map(JSON.string) ?? .null, "version": JSON(story.version),
            "events": .integer(step.envelope.revision.value + 1), "position": JSON(step.envelope.position),
            "published": JSON(story.published),
            "recorded": JSON(step.envelope.recorded), "silentEdits": .integer(silentEdits),
            "backdated": .integer(backdated),
        ]
        row["withheld"] = story.withheldFields["headline"].map { .object($0.object) }
        let texts = step.changesText ? StoryState.textFields.map { story.text($0) ?? "" } : nil
        rows.set("", row, texts: texts)
    }
}

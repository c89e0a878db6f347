import CanonicalJSON
import StoryEvents

extension StoryIndex {
    /// `{story, status, headline, version, events, position, published, recorded, silentEdits, backdated, outOfOrder, withheld,
    /// change, snippet, matches}`: what is not known is null.
    ///
    /// - Parameters:
    ///   - row: A story.
    ///   - change: What its newest version changed, in one line.
    public static func json(of row: ProjectedRow, change: String?) -> JSON {
        var object = JSONObject()
        // Rows are kept with their members sorted; people read them in this order.
        for name in [
            "story", "status", "headline", "version", "events", "position", "published", "recorded", "silentEdits",
            "backdated", "outOfOrder", "withheld",
        ] as [Text] { object[name] = row.value[name] ?? .null }
        object["change"] = JSON(change.map { Text($0) })
        object["snippet"] = JSON(row.snippet?.text)
        object["matches"] =
            row.snippet.map { .array($0.matches.map { [JSON($0.lowerBound), JSON($0.upperBound)] }) } ?? .null
        return .object(object)
    }
}

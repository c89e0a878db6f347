import CanonicalJSON
import StoryEvents

extension Parties {
    /// `{party, group, act, story, position, time, recorded, backdated, outOfOrder, claims, hop, hopText, asked, statement, line}`.
    public static func json(ofAct row: ProjectedRow) -> JSON {
        let value = row.value
        var object: JSONObject = [
            "party": [
                "name": value["party"] ?? .null, "kind": value["kind"] ?? .null, "role": value["role"] ?? .null,
                "url": value["url"] ?? .null,
            ]
        ]
        for name in [
            "group", "act", "story", "position", "time", "recorded", "backdated", "outOfOrder", "claims", "hop",
            "hopText",
            "asked", "statement", "line",
        ] as [Text] { object[name] = value[name] ?? .null }
        return .object(object)
    }
}

import CanonicalJSON
import StoryEvents

extension StoryState {
    /// `{story, status, version, revision, position, headline, dek, body, ..., claims, requests, published, updated}`.
    ///
    /// - Parameter board: The claims of the same events.
    public func json(_ board: ClaimBoard) -> JSON {
        var object = JSONObject()
        object["story"] = .string(story.text)
        object["status"] = .string(Text(status.rawValue))
        object["version"] = .integer(Int64(version))
        object["revision"] = .integer(revision.value)
        object["position"] = .integer(position.value)
        for name in StoryState.fieldNames { object[name] = fields[name] }
        object["claims"] = .array(board.claims.claims.map(board.json(of:)))
        object["requests"] = .array(board.claims.requests.map(board.json(for:)))
        object["published"] = .string(Text(published.description))
        object["updated"] = updated.map { .string(Text($0.description)) } ?? .null
        if !withheldFields.isEmpty {
            object["withheldFields"] = .array(
                StoryState.fieldNames.filter { withheldFields[$0] != nil }.map(JSON.string))
        }
        if !gaps.isEmpty { object["withheld"] = .array(gaps.map(\.json)) }
        return .object(object)
    }
}

extension StoryState.Gap {
    /// `{by, recorded, reason, authority, position, type}`.
    fileprivate var json: JSON {
        var object = withheld.object
        object["position"] = .integer(envelope.position.value)
        object["type"] = .string(Text(envelope.type.rawValue))
        return .object(object)
    }
}

extension Withheld {
    /// `{by, recorded, reason, authority}`.
    var object: JSONObject {
        [
            "by": .integer(by.value), "recorded": .string(Text(recorded.description)),
            "reason": .string(takedown.reason), "authority": .string(takedown.authority),
        ]
    }
}

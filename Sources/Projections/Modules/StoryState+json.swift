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
        object["version"] = JSON(version)
        object["revision"] = JSON(revision)
        object["position"] = JSON(position)
        for name in StoryState.fieldNames { object[name] = fields[name] }
        object["claims"] = .array(board.claims.claims.map(board.json(of:)))
        object["requests"] = .array(board.claims.requests.map(board.json(for:)))
        object["published"] = JSON(published)
        object["updated"] = updated.map { JSON($0) } ?? .null
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
        object["position"] = JSON(envelope.position)
        object["type"] = .string(Text(envelope.type.rawValue))
        return .object(object)
    }
}

extension Withheld {
    /// `{by, recorded, reason, authority}`.
    public var json: JSON { .object(object) }

    /// The members of ``json``.
    var object: JSONObject {
        [
            "by": JSON(by), "recorded": JSON(recorded), "reason": .string(takedown.reason),
            "authority": .string(takedown.authority),
        ]
    }
}

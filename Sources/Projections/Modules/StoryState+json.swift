import CanonicalJSON
import StoryEvents

extension StoryState {
    /// `{story, status, version, revision, position, headline, dek, body, ..., claims, published, updated}`.
    var json: JSON {
        var object = JSONObject()
        object["story"] = .string(story.text)
        object["status"] = .string(Text(status.rawValue))
        object["version"] = .integer(Int64(version))
        object["revision"] = .integer(revision.value)
        object["position"] = .integer(position.value)
        for name in StoryState.fieldNames { object[name] = fields[name] }
        object["claims"] = .array(claims.map { $0.json(standing: standing(of: $0)) })
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
        var object = withheld.json
        object["position"] = .integer(envelope.position.value)
        object["type"] = .string(Text(envelope.type.rawValue))
        return .object(object)
    }
}

extension Withheld {
    /// `{by, recorded, reason, authority}`.
    var json: JSONObject {
        [
            "by": .integer(by.value), "recorded": .string(Text(recorded.description)),
            "reason": .string(takedown.reason), "authority": .string(takedown.authority),
        ]
    }
}

extension ClaimRecord {
    /// `{id, text, standing, attribution, introduced, moves}`.
    func json(standing: Standing) -> JSON {
        var object = JSONObject()
        object["id"] = .string(claim.id)
        object["text"] = .string(claim.text)
        object["standing"] = .string(Text(standing.rawValue))
        object["attribution"] = .array(claim.attribution.map(\.json))
        object["introduced"] = .integer(introduced.value)
        object["moves"] = .array(moves.map(\.json))
        return .object(object)
    }
}

extension Hop {
    fileprivate var json: JSON {
        var object = JSONObject()
        object["id"] = id.map(JSON.string)
        object["speaker"] = .string(speaker.name)
        object["verb"] = verb.map(JSON.string)
        object["addressee"] = addressee.map { .string($0.name) }
        return .object(object)
    }
}

extension ClaimRecord.Move {
    fileprivate var json: JSON {
        var object = JSONObject()
        object["position"] = .integer(position.value)
        object["type"] = .string(Text(type.rawValue))
        object["by"] = by.map { .string($0.name) }
        object["extent"] = denial.map { .string(Text($0.extent.rawValue)) }
        object["outcome"] = response.map { .string(Text($0.outcome.rawValue)) }
        object["statement"] = statement.map { .string($0.text) }
        object["time"] = .string(Text(time.description))
        return .object(object)
    }

    /// Who did it; nil for the publisher.
    var by: Party? {
        switch act {
        case .denied(let denial): denial.by
        case .reiterated(let reiteration): reiteration.by
        case .responded(let response): response.by
        case .corrected: nil
        }
    }

    /// What was said.
    var statement: Statement? {
        switch act {
        case .denied(let denial): denial.statement
        case .reiterated(let reiteration): reiteration.statement
        case .responded(let response): response.statement
        case .corrected: nil
        }
    }
}

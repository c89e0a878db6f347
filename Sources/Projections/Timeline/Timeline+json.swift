import CanonicalJSON
import StoryEvents

extension Timeline {
    /// `{story, position, revision, events: [{position, revision, type, source, what, by, claims, version, embargoBroken, beforeEmbargo,
    /// fieldChanges, noise, revertsTo, undoesCorrections, putsBackCorrections, covers, line, time,
    /// recorded, backdated, outOfOrder}]}`, in order of happening.
    public var streamed: StreamedJSON {
        var object = JSONObject()
        object["story"] = story.map { .string($0.text) } ?? .null
        object["position"] = position.map { JSON($0) } ?? .null
        object["revision"] = revision.map { JSON($0) } ?? .null
        let entries = entries
        return .object(object.streamed + [("events", .array(entries.count) { .value(entries[$0].json) })])
    }

    /// ``streamed`` as one value.
    public var json: JSON { streamed.json }
}

extension Timeline.Entry {
    fileprivate var json: JSON {
        var object = JSONObject()
        object["position"] = JSON(envelope.position)
        object["revision"] = JSON(envelope.revision)
        object["type"] = .string(Text(envelope.type.rawValue))
        object["source"] = .string(envelope.identity.source)
        object["what"] = .string(what)
        object["by"] = party?.json ?? by.map(Party.json(name:)) ?? .null
        object["claims"] = .array(claims.map(JSON.string))
        object["version"] = version.map { JSON($0) } ?? .null
        object["embargoBroken"] = .bool(breaksEmbargo)
        object["beforeEmbargo"] = .bool(isBeforeEmbargo)
        object["fieldChanges"] = .array(fieldChanges.map(\.json))
        object["noise"] = kind.isUntold ? .null : .bool(kind.isNoise)
        object["revertsTo"] = kind.revert.map { JSON($0.version) } ?? .null
        undone.set(in: &object)
        object["covers"] = .array(covers.map(JSON.string))
        object["line"] = .string(Text(line))
        setTimes(time, envelope.recorded, backdating, &object)
        return .object(object)
    }
}

import CanonicalJSON
import StoryEvents

extension StoryState {
    /// `{story, source, status, statusChange, version, revision, position, headline, dek, body, ..., embargoBroken, beforeEmbargo, claims, requests, wholeStory,
    /// published, updated, outOfOrder, withheldFields, withheldPieces, withheld}`.
    ///
    /// - Parameters:
    ///   - board: The claims, folded from the same events.
    ///   - pieces: What was withheld of its fields.
    ///   - isOutOfOrder: Whether the text or the last `updated` counts although a later one was recorded before it.
    ///   - breaksEmbargo: Whether the story was published before its embargo ended.
    ///   - isBeforeEmbargo: Whether the time of publication is before the embargo ended, whenever it was recorded.
    func streamed(
        _ board: ClaimBoard, _ pieces: [WithheldPiece], isOutOfOrder: Bool, breaksEmbargo: Bool, isBeforeEmbargo: Bool
    ) -> StreamedJSON {
        var object = JSONObject()
        object["story"] = .string(story.text)
        object["source"] = .string(source)
        object["status"] = .string(Text(status.rawValue))
        object["statusChange"] = board.statusChange?.json ?? .null
        object["version"] = JSON(version)
        object["revision"] = JSON(revision)
        object["position"] = JSON(position)
        for name in StoryState.fieldNames { object[name] = fields.shown(name) }
        object["embargoBroken"] = .bool(breaksEmbargo)
        object["beforeEmbargo"] = .bool(isBeforeEmbargo)
        var end = JSONObject()
        end["published"] = JSON(published)
        end["updated"] = updated.map { $0.json(version: version) } ?? .null
        end["outOfOrder"] = .bool(isOutOfOrder)
        end["withheldFields"] = .array(StoryState.fieldNames.filter { withheldFields[$0] != nil }.map(JSON.string))
        end["withheldPieces"] = .array(pieces.map(\.json))
        end["withheld"] = .array(gaps.map(\.json))
        return .object(object.streamed + board.lists + end.streamed)
    }
}

extension StoryState.TextChange {
    /// `{version, position, time, recorded, source}`.
    fileprivate func json(version: Int) -> JSON {
        [
            "version": JSON(version), "position": JSON(position), "time": JSON(time), "recorded": JSON(recorded),
            "source": .string(source),
        ]
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
            "by": JSON(by), "recorded": JSON(recorded), "reason": .string(reason),
            "authority": .string(authority),
        ]
    }
}

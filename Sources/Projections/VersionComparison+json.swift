import CanonicalJSON
import ProseDiff
import StoryEvents

extension VersionComparison {
    /// `{story, from, to, versions, quality, noisePlaces, fields: [{field, hiddenManifest, operations}], fieldChanges, statusChanges,
    /// languageMissing, withheld}`; `story` is null for files.
    public var json: JSON { json(.whole) }

    /// What of unchanged text is listed.
    public enum Unchanged: Sendable {
        /// Nothing.
        case changesOnly
        /// Where it is in both texts.
        case whole
    }

    /// The same, with or without the operations that change nothing.
    public func json(_ unchanged: Unchanged) -> JSON {
        let qualities = fields.map(\.comparison.quality)
        let worst = Comparison.Quality.allCases.last(where: qualities.contains) ?? .minimal
        var object = JSONObject()
        object["story"] = JSON(story?.text)
        object["from"] = old.json
        object["to"] = new.json
        object["versions"] = .array(edits.map(\.announcementJSON))
        object["quality"] = .string(Text(worst.rawValue))
        object["noisePlaces"] = JSON(fields.reduce(0) { $0 + $1.comparison.noisePlaces })
        object["fields"] = .array(
            fields.map { field in
                [
                    "field": .string(field.field),
                    "hiddenManifest": HiddenManifest.change(from: field.old, to: field.new).map { .string(Text($0)) }
                        ?? .null,
                    "operations": .array(
                        field.comparison.records(old: field.old, new: field.new)
                            .filter { unchanged == .whole || !$0.isEqual }.map(\.json)),
                ]
            })
        object["fieldChanges"] = .array(fieldChanges.map(\.json))
        object["statusChanges"] = .array(statusChanges.map(\.json))
        object["languageMissing"] = .bool(isLanguageMissing)
        object["withheld"] = .array(withheld.map(\.json))
        return .object(object)
    }
}

extension VersionComparison.Side {
    /// `{version, position, time, source}`, or `{file}`.
    fileprivate var json: JSON {
        switch self {
        case .version(let version):
            [
                "version": JSON(version.number), "position": JSON(version.envelope.position),
                "time": JSON(version.envelope.time), "source": .string(version.envelope.identity.source),
            ]
        case .file(let file): ["file": .string(Text(file))]
        }
    }
}

extension Edit {
    /// `{version, position, time, source, change, note, reason, announced, silent, noise, revertsTo, undoesCorrections,
    /// putsBackCorrections, mayUndoCorrections, laterNote, moreLaterNotes}`.
    fileprivate var announcementJSON: JSON {
        var object = JSONObject()
        object["version"] = JSON(version.number)
        object["position"] = JSON(version.envelope.position)
        object["time"] = JSON(version.envelope.time)
        object["source"] = .string(version.envelope.identity.source)
        object["change"] = version.change.map { .string(Text($0.rawValue)) } ?? .null
        object["note"] = JSON(version.note?.text)
        object["reason"] = JSON(version.reason)
        object["announced"] = version.withheld == nil ? .bool(version.isAnnounced) : .null
        object["silent"] = isUntold ? .null : .bool(isSilent)
        object["noise"] = isUntold ? .null : .bool(isNoise)
        object["revertsTo"] = version.revertsTo.map { JSON($0.version) } ?? .null
        undone.set(in: &object)
        object["mayUndoCorrections"] = undone.untoldJSON
        laterNotes.set(in: &object)
        return .object(object)
    }
}

extension WithheldField {
    /// `{field, by, recorded, reason, authority}`.
    var json: JSON {
        var object = withheld.object
        object["field"] = .string(field)
        return .object(object)
    }
}

extension OperationRecord {
    fileprivate var isEqual: Bool { op == Comparison.Operation.Kind.equal.rawValue }

    /// `{op, old, new}` of what is equal, else `{op, old, new, oldText, newText, marks, operations}`: ranges in UTF-8 bytes,
    /// exact enough to patch either way.
    fileprivate var json: JSON {
        var object = JSONObject()
        object["op"] = .string(Text(op))
        object["old"] = .array(old.map { JSON($0) })
        object["new"] = .array(new.map { JSON($0) })
        if isEqual { return .object(object) }
        object["oldText"] = JSON(oldText.map { Text($0) })
        object["newText"] = JSON(newText.map { Text($0) })
        object["marks"] = .array(marks.map { .string(Text($0)) })
        object["operations"] = operations.map { .array($0.map(\.json)) } ?? .null
        return .object(object)
    }
}

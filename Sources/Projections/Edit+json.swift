import CanonicalJSON
import ProseDiff
import StoryEvents

extension Edit {
    /// `{version, position, time, recorded, backdated, outOfOrder, source, change, note, reason, announced, silent, noise, embargo, embargoBroken, beforeEmbargo, fieldChanges,
    /// headlineChanged, changed, summary, revertsTo, revertsButForTypography, undoesCorrections, putsBackCorrections, mayUndoCorrections, repeatsNoteOf, repeatsNoteAt, laterNote, moreLaterNotes, sentences, words, coverage,
    /// coverageHidden, withheldPassagesChanged, exposure, withheldFields, withheld}`.
    ///
    /// - Parameter exposures: The words that it changed or took back; nil where nobody asked for them.
    public func json(exposing exposures: [Exposure]? = nil) -> JSON {
        let counts = counts
        var object = JSONObject()
        object["version"] = JSON(version.number)
        object["position"] = JSON(version.envelope.position)
        setTimes(version.envelope.time, version.envelope.recorded, version.backdating, &object)
        object["source"] = .string(version.envelope.identity.source)
        object["change"] = version.change.map { .string(Text($0.rawValue)) } ?? .null
        object["note"] = JSON(version.note?.text)
        object["reason"] = JSON(version.reason)
        // The note of a version whose data was withheld is unknown.
        object["announced"] = version.withheld == nil ? .bool(version.isAnnounced) : .null
        object["silent"] = isUntold ? .null : .bool(isSilent)
        object["noise"] = isUntold ? .null : .bool(isNoise)
        object["embargo"] = version.fields.shown("embargo")
        object["embargoBroken"] = .bool(version.breaksEmbargo)
        object["beforeEmbargo"] = .bool(version.isBeforeEmbargo)
        object["fieldChanges"] = .array(version.fieldChanges.map(\.json))
        object["headlineChanged"] = .bool(changesHeadline)
        object["changed"] = .array(version.changed.map(JSON.string))
        object["summary"] = summary.map { .string(Text($0)) } ?? .null
        object["revertsTo"] = version.revertsTo.map { JSON($0.version) } ?? .null
        object["revertsButForTypography"] = .bool(version.revertsTo?.isButForTypography ?? false)
        undone.set(in: &object)
        object["mayUndoCorrections"] = undone.untoldJSON
        object["repeatsNoteOf"] = repeatsNoteOf?.version.map { JSON($0) } ?? .null
        object["repeatsNoteAt"] = repeatsNoteOf.map { JSON($0.position) } ?? .null
        laterNotes.set(in: &object)
        object["sentences"] = counts.sentences.json
        object["words"] = counts.words.json
        object["coverage"] = coverage?.json(fields) ?? .null
        object["coverageHidden"] = .bool(isCoverageHidden)
        object["withheldPassagesChanged"] = JSON(changedHoles)
        object["exposure"] = exposures.map { .array($0.map(\.json)) } ?? .null
        object["withheldFields"] = version.withheldFieldNames
        object["withheld"] = version.withheld?.json ?? .null
        return .object(object)
    }
}

extension Comparison.Counts.Units {
    fileprivate var json: JSON {
        ["added": JSON(added), "removed": JSON(removed), "changed": JSON(changed), "moved": JSON(moved)]
    }
}

extension NoteCoverage {
    /// `{covered: [span], leftOut: [span], unmatched: [text]}`.
    fileprivate func json(_ fields: [FieldDifference]) -> JSON {
        [
            "covered": .array(covered.map { $0.json(fields) }),
            "leftOut": .array(leftOut.map { $0.json(fields) }),
            "unmatched": .array(unmatched.map(JSON.string)),
        ]
    }
}

extension ChangedSpan {
    /// `{field, op, old, new, oldText, newText, marks}`: ranges in UTF-8 bytes.
    fileprivate func json(_ fields: [FieldDifference]) -> JSON {
        var object = JSONObject()
        object["field"] = .string(field)
        object["op"] = .string(Text(kind.rawValue))
        object["old"] = [JSON(old.lowerBound), JSON(old.upperBound)]
        object["new"] = [JSON(new.lowerBound), JSON(new.upperBound)]
        if let texts = fields.first(where: { $0.field == field }) {
            object["oldText"] = .string(Text(String(decoding: texts.old[old], as: UTF8.self)))
            object["newText"] = .string(Text(String(decoding: texts.new[new], as: UTF8.self)))
        }
        object["marks"] = .array(marks.names.map { .string(Text($0)) })
        return .object(object)
    }
}

extension StoryVersion {
    /// The names of the fields whose text was withheld, in reading order.
    public var withheldFieldNames: JSON {
        .array(StoryState.textFields.filter { withheldFields[$0] != nil }.map(JSON.string))
    }
}

import CanonicalJSON
import StoryEvents

/// A change of a field that is no text of the story: the byline, the section, the address. It makes no version.
public struct FieldChange: Hashable, Sendable {
    /// The field's name.
    public let field: Text
    /// The value before; nil when there was none.
    public let old: JSON?
    /// The value after; nil when the field was removed.
    public let new: JSON?

    /// The fields whose changes are told.
    static let fields = StoryState.fieldNames.filter { !StoryState.textFields.contains($0) }

    /// The fields that differ, in the order of ``fields``.
    public static func all(from old: JSONObject, to new: JSONObject) -> [FieldChange] {
        fields.compactMap { old[$0] == new[$0] ? nil : FieldChange(field: $0, old: old[$0], new: new[$0]) }
    }

    /// The values, before an event, of the fields that it names.
    static func before(_ payload: Payload, _ fields: JSONObject?) -> [Text: JSON?] {
        guard case .updated(let update) = payload, let fields else { return [:] }
        var values: [Text: JSON?] = [:]
        for name in Self.fields where update.patch[name] != nil { values[name] = .some(fields[name]) }
        return values
    }

    /// The changes of fields from the values of ``before(_:_:)``.
    static func all(from before: [Text: JSON?], to fields: JSONObject?) -> [FieldChange] {
        guard !before.isEmpty, let fields else { return [] }
        return Self.fields.compactMap { name in
            guard let old = before[name], old != fields[name] else { return nil }
            return FieldChange(field: name, old: old, new: fields[name])
        }
    }

    /// `the byline from Jo Field to Mira Solberg`; long values are shortened.
    public var phrase: String {
        guard field != "extra" else { return said("the extra data") }
        return said("the \(said(code: field.string)) from \(Self.words(old)) to \(Self.words(new))")
    }

    /// `the byline from Jo Field to Mira Solberg, the section from News to Opinion`; nil when there is no change. The
    /// embargo is left out, since sentences say when it ends.
    static func phrase(of changes: [FieldChange]) -> String? {
        let told = changes.filter { $0.field != "embargo" }
        return told.isEmpty ? nil : told.map(\.phrase).joined(separator: ", ")
    }

    /// `{field, old, new}`.
    public var json: JSON { ["field": .string(field), "old": old ?? .null, "new": new ?? .null] }

    /// A value in at most 60 characters: names of parties, texts, the end of an embargo.
    private static func words(_ value: JSON?) -> String {
        let words = full(value)
        return words.count > 60 ? words.prefix(59) + "…" : words
    }

    private static func full(_ value: JSON?) -> String {
        switch value {
        case nil, .null?: said("none")
        case .string(let text)?: text.string
        case .array(let elements)?: elements.isEmpty ? said("none") : elements.map(full).joined(separator: ", ")
        case .object(let object)?: (object["name"] ?? object["at"])?.text?.string ?? said("other data")
        case let other?: String(decoding: other.canonicalBytes, as: UTF8.self)
        }
    }
}

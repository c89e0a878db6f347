import CanonicalJSON
import StoryEvents

/// What a row says of a story, before it is known whether it publishes the story or updates it.
struct MappedRow {
    let story: String
    /// nil where it is derived from the content.
    let id: String?
    /// nil for that of the import.
    let source: Text?
    /// The type that the row itself gives; nil where the first row of a story publishes it.
    let type: String?
    private let time: JSON
    private let values: [(field: ImportMap.Field, value: MappedValue)]
    private let rows: ImportMap.Rows

    /// - Throws: Why the row is no document. ``story`` is in the error where it was read.
    init(_ row: SourceRow, _ reader: RowValues) throws(Fault) {
        var story: String?
        do throws(Refusal) {
            guard case .text(let text) = try reader.value(of: .story, in: row) else {
                throw reader.refusal(
                    .missingField, .story, "the row has no story", remedy: "give it the id of a story", in: row)
            }
            story = text
            self.story = text
            time = try Self.time(row, reader)
            id = try reader.value(of: .id, in: row).text
            source = try reader.value(of: .source, in: row).text.map { Text($0).percentEncoded }
            type = try Self.type(row, reader)
            var values: [(field: ImportMap.Field, value: MappedValue)] = []
            for field in ImportMap.Field.data where reader.map.rules[field] != nil {
                values.append((field, try reader.value(of: field, in: row)))
            }
            self.values = values
            rows = reader.map.rows
        } catch {
            throw Fault(refusal: error, story: story)
        }
    }

    /// Why a row is no document.
    struct Fault: Error {
        let refusal: Refusal
        /// nil where it is not known.
        let story: String?
    }

    private static func time(_ row: SourceRow, _ reader: RowValues) throws(Refusal) -> JSON {
        guard let rule = reader.map.rules[.time], case .text(let text) = try reader.value(of: .time, in: row) else {
            throw reader.refusal(.missingField, .time, "the row has no time", remedy: "write when it happened", in: row)
        }
        guard let time = rule.format.read(text) else {
            throw reader.refusal(
                .badTime, .time, "\(Text(text).quoted) is no time in the format of the map",
                remedy: "correct it, or the format of 'time' in the map", in: row)
        }
        guard let zone = rule.zone else { return .string(Text(time)) }
        return ["at": .string(Text(time)), "zone": .string(Text(zone))]
    }

    private static func type(_ row: SourceRow, _ reader: RowValues) throws(Refusal) -> String? {
        guard let type = try reader.value(of: .type, in: row).text else { return nil }
        let words = ImportMap.Field.type.words ?? []
        guard words.contains(type) else {
            throw reader.refusal(
                .unknownType, .type, "expected one of \(words.joined(separator: ", ")), found \(Text(type).quoted)",
                remedy: "say what it means with 'values' in the map", in: row)
        }
        return type
    }

    /// The event document.
    ///
    /// - Parameter isFirst: Whether it publishes the story, which has neither note nor change then.
    func document(isFirst: Bool) -> JSON {
        var data = JSONObject()
        for (field, value) in values {
            switch value {
            case .absent:
                if !isFirst, rows == .whole, field.isRemovable { data[Text(field.rawValue)] = .null }
            case .text(let text):
                if isFirst, field == .note || field == .change { continue }
                data[Text(field.rawValue)] = .string(Text(text))
            case .list(let texts):
                data[Text(field.rawValue)] = .array(texts.map { .string(Text($0)) })
            }
        }
        var document: JSONObject = [
            "type": .string(isFirst ? "published" : "updated"), "subject": .string(Text(story)), "time": time,
            "data": .object(data),
        ]
        if let id { document["id"] = .string(Text(id)) }
        if let source { document["source"] = .string(source) }
        return .object(document)
    }
}

extension MappedValue {
    fileprivate var text: String? { if case .text(let text) = self { text } else { nil } }
}

extension ImportMap.Field {
    /// The fields of a document's data.
    fileprivate static let data = allCases.filter { ![.story, .id, .type, .time, .source].contains($0) }

    /// The field that a path of a document is in; nil where it is none of a map.
    init?(path: String) {
        let found = Self.allCases.first { field in
            path.hasPrefix(field.path) && path.dropFirst(field.path.count).first.map { ".[".contains($0) } ?? true
        }
        guard let found else { return nil }
        self = found
    }
}

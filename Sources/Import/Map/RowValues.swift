import CanonicalJSON
import StoryEvents

/// Reads the fields of rows, as a map says.
struct RowValues {
    let map: ImportMap
    /// The place of each field's column; empty for objects.
    let columns: [ImportMap.Field: Int]

    /// - Throws: Why the row has no such value.
    func value(of field: ImportMap.Field, in row: SourceRow) throws(Refusal) -> MappedValue {
        guard let rule = map.rules[field] else { return .absent }
        if let constant = rule.constant { return field.isList ? .list([constant]) : .text(constant) }
        if field.isList {
            let texts = try list(of: field, rule, in: row)
            if texts.isEmpty, let fallback = rule.fallback { return .list([fallback]) }
            return texts.isEmpty ? .absent : .list(texts)
        }
        var text = try scalar(of: field, rule, in: row)
        if let values = rule.values {
            if let value = values[text] {
                text = value
            } else if !text.isEmpty {
                guard let other = values["*"] else {
                    throw refusal(
                        .badValue, field, "the map has no value for \(Text(text).quoted)",
                        remedy: suggestion(for: text, among: values.keys.sorted()), in: row)
                }
                text = other
            }
        }
        if text.isEmpty { return rule.fallback.map(MappedValue.text) ?? .absent }
        return .text(rule.prefix + text)
    }

    /// The text of a cell or of a scalar; empty where there is none.
    private func scalar(
        of field: ImportMap.Field, _ rule: ImportMap.Rule, in row: SourceRow
    ) throws(Refusal) -> String {
        switch row {
        case .cells(let cells): return columns[field].map { cells.text($0, hasQuotes: map.hasQuotes) } ?? ""
        case .object(let object, _, _):
            guard let value = Self.find(rule.from?.steps ?? [], in: object) else { return "" }
            guard let text = Self.text(value) else {
                throw refusal(
                    .wrongType, field, "expected a text, a number or true or false, found \(value.kind)",
                    remedy: "name a member or an element of it in the map", in: row)
            }
            return text
        }
    }

    private func list(
        of field: ImportMap.Field, _ rule: ImportMap.Rule, in row: SourceRow
    ) throws(Refusal) -> [String] {
        var texts: [String] = []
        switch row {
        case .cells: texts = [try scalar(of: field, rule, in: row)]
        case .object(let object, _, _):
            let steps = rule.from?.steps ?? []
            let each = steps.firstIndex(of: "*") ?? steps.count
            guard let found = Self.find(steps[..<each], in: object) else { return [] }
            var elements = [found]
            if case .array(let array) = found { elements = array }
            for element in elements {
                guard let value = Self.find(steps.dropFirst(each + 1), in: element) else { continue }
                guard let text = Self.text(value) else {
                    throw refusal(
                        .wrongType, field, "expected texts, found \(value.kind)",
                        remedy:
                            "name a member of each element in the map: \(steps[..<each].joined(separator: ".")).*.name",
                        in: row)
                }
                texts.append(text)
            }
        }
        if let split = rule.split { texts = texts.flatMap { Self.parts(of: $0, at: split) } }
        return texts.map(Self.trimmed).filter { !$0.isEmpty }
    }

    /// The value at the end of a path; nil where there is none, or null.
    private static func find(_ steps: some Sequence<String>, in json: JSON) -> JSON? {
        var value = json
        for step in steps {
            switch value {
            case .object(let object):
                guard let member = object[Text(step)] else { return nil }
                value = member
            case .array(let array):
                guard let place = Int(step), array.indices.contains(place) else { return nil }
                value = array[place]
            default: return nil
            }
        }
        return value == .null ? nil : value
    }

    /// A scalar as text; nil for arrays and objects.
    private static func text(_ json: JSON) -> String? {
        switch json {
        case .string(let text): text.string
        case .bool, .integer, .double: String(decoding: json.canonicalBytes, as: UTF8.self)
        case .null: ""
        case .array, .object: nil
        }
    }

    /// Cuts by bytes: Swift's characters would join a mark with what stands before it.
    private static func parts(of text: String, at mark: String) -> [String] {
        let (bytes, mark) = (Array(text.utf8), Array(mark.utf8))
        var (parts, start, next): ([String], Int, Int) = ([], 0, 0)
        while next + mark.count <= bytes.count {
            guard bytes[next] == mark[0], bytes[next..<next + mark.count].elementsEqual(mark) else {
                next += 1
                continue
            }
            parts.append(String(decoding: bytes[start..<next], as: UTF8.self))
            next += mark.count
            start = next
        }
        return parts + [String(decoding: bytes[start...], as: UTF8.self)]
    }

    private static func trimmed(_ text: String) -> String {
        let blanks = [UInt8](" \t\r\n".utf8)
        let bytes = Array(text.utf8).drop { blanks.contains($0) }
        let end = bytes.lastIndex { !blanks.contains($0) }.map { $0 + 1 } ?? bytes.startIndex
        return String(decoding: bytes[..<end], as: UTF8.self)
    }

    /// A refusal at a field's place in the row.
    func refusal(
        _ code: Refusal.Code, _ field: ImportMap.Field, _ message: String, remedy: String, in row: SourceRow
    ) -> Refusal {
        var refusal = Refusal(code, message, remedy: remedy)
        refusal.path = JSONPath(steps: field.path.split(separator: ".").dropFirst().map { .member(Text(String($0))) })
        refusal.position = position(of: field, in: row)
        return refusal
    }

    /// Where a field's value begins; where the row begins if that is not known.
    func position(of field: ImportMap.Field?, in row: SourceRow) -> SourcePosition {
        var offset = 0
        switch row {
        case .cells(let cells): offset = field.flatMap { columns[$0] }.map { cells.cells[$0].lowerBound } ?? 0
        case .object(_, let bytes, _):
            guard let steps = field.flatMap({ map.rules[$0]?.from?.steps }) else { break }
            var path = JSONPath.root
            for step in steps.prefix(while: { $0 != "*" }) {
                path = Int(step).map(path.element) ?? path.member(Text(step))
            }
            offset = JSONLocator.offset(of: path, in: bytes)
        }
        var position = SourcePosition(offset: offset, in: row.bytes)
        position.line += row.line - 1
        return position
    }
}

import CanonicalJSON
import ProseDiff
import StoryEvents

/// A text, or a paragraph of the body, that was withheld from what a story shows.
public struct WithheldPiece: Hashable, Sendable {
    /// The field that it stood in.
    public let field: Text
    /// The paragraph of the body, from 1; nil for other fields.
    public let paragraph: Int?
    /// The takedown.
    public let withheld: Withheld

    /// `{by, recorded, reason, authority, field, paragraph}`.
    var json: JSON {
        var object = withheld.object
        object["field"] = .string(field)
        object["paragraph"] = paragraph.map { JSON($0) } ?? .null
        return .object(object)
    }

    /// `body, paragraph 2`; `headline`.
    public var place: String { said(code: field.string) + (paragraph.map { said(", paragraph \($0)") } ?? "") }

    /// The withheld pieces of a story's fields, in reading order.
    ///
    /// - Parameter holes: The takedowns, by the words that stand in place of what they took.
    static func all(in fields: JSONObject, _ holes: [[UInt8]: Withheld]) -> [WithheldPiece] {
        guard !holes.isEmpty else { return [] }
        return StoryState.fieldNames.flatMap { field -> [WithheldPiece] in
            guard let value = fields[field] else { return [] }
            if field == "body", let text = value.text { return paragraphs(of: text.bytes, holes) }
            return strings(in: value).compactMap { text in
                holes[text.bytes].map { WithheldPiece(field: field, paragraph: nil, withheld: $0) }
            }
        }
    }

    private static func paragraphs(of body: [UInt8], _ holes: [[UInt8]: Withheld]) -> [WithheldPiece] {
        var ends = paragraphEnds(body)[...]
        var number = 1
        return Labels(holes.keys).places(in: body).compactMap { place in
            while let end = ends.first, end <= place.lowerBound {
                ends.removeFirst()
                number += 1
            }
            return holes[Array(body[place])].map { WithheldPiece(field: "body", paragraph: number, withheld: $0) }
        }
    }

    /// Where paragraphs end, but for the last one: after the first run of at least two line breaks. A line of spaces and tabs
    /// is empty. Source: LeafAndData.md, "Pieces".
    static func paragraphEnds(_ body: [UInt8]) -> [Int] {
        var ends: [Int] = []
        var (breaks, end, isAfterReturn) = (0, 0, false)
        for (index, byte) in body.enumerated() {
            switch byte {
            case 0x0A, 0x0D:
                if byte == 0x0D || !isAfterReturn { breaks += 1 }
                (end, isAfterReturn) = (index + 1, byte == 0x0D)
            case 0x20, 0x09: isAfterReturn = false
            default:
                if breaks >= 2 { ends.append(end) }
                (breaks, isAfterReturn) = (0, false)
            }
        }
        if breaks >= 2, end < body.count { ends.append(end) }
        return ends
    }

    private static func strings(in value: JSON) -> [Text] {
        switch value {
        case .string(let text): [text]
        case .array(let elements): elements.flatMap(strings)
        case .object(let object): object.members.flatMap { strings(in: $0.value) }
        default: []
        }
    }
}

import CanonicalJSON

/// The extension attributes of a CloudEvents event: names of 1 to 20 lower-case letters and digits, scalar values.
///
/// Source: CloudEvents 1.0.2, "Attribute Naming Convention" and "Extension Context Attributes".
enum Extensions {
    private static let longestName = 20

    /// Separates the extensions of a document from its other members; refusals are added to the reader.
    static func take(
        from object: JSONObject, _ reader: inout ShapeReader
    ) -> (attributes: JSONObject, extensions: JSONObject) {
        guard object.members.contains(where: { ObjectShape.attributes.place(of: $0.key) == nil }) else {
            return (object, JSONObject())
        }
        var (attributes, extensions) = (JSONObject(), JSONObject())
        for member in object.members {
            guard ObjectShape.attributes.place(of: member.key) == nil, isName(member.key),
                !isSlip(member.key.string, in: object)
            else {
                attributes.append(member.key, member.value)
                continue
            }
            extensions.append(member.key, member.value)
            switch member.value {
            case .string, .integer, .double, .bool: break
            case .null, .array, .object:
                reader.refuse(
                    .wrongType, "expected a string, a number, true or false; found \(member.value.kind)",
                    remedy: "write it as a string, or put it into data.extra", under: member.key)
            }
        }
        return (attributes, extensions)
    }

    static func isName(_ name: Text) -> Bool {
        (1...longestName).contains(name.utf8.count)
            && name.utf8.allSatisfy { $0.isASCIIDigit || ($0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z")) }
    }

    /// Whether a name is probably a misspelt attribute that the document lacks, and so must not be stored as an
    /// extension.
    private static func isSlip(_ name: String, in object: JSONObject) -> Bool {
        let missing = ObjectShape.attributes.names.filter { object[Text($0)] == nil }
        return nearest(to: name, among: missing) != nil
    }
}

/// A media type, as in `datacontenttype`: `application/json; charset=utf-8`.
struct MediaType {
    /// Whether it is application/json, with any parameters.
    let isJSON: Bool
    /// Whether it has parameters.
    let hasParameters: Bool

    /// - Returns: nil for an empty text.
    init?(_ text: String) {
        let parts = text.split(separator: ";", maxSplits: 1, omittingEmptySubsequences: false)
        guard let type = parts.first else { return nil }
        isJSON = type.lowercased().split(separator: " ").joined() == "application/json"
        hasParameters = parts.count > 1
    }
}

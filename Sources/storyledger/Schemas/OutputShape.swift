import CanonicalJSON

/// The shape of a value that a verb prints with `--json`.
///
/// An object has all of its members and no others: what is absent is null.
indirect enum OutputShape: Sendable {
    case text
    case flag
    /// RFC 3339, with an offset.
    case time
    /// An integer, at least 0.
    case count
    /// An integer.
    case integer
    /// An integer, or a text of digits where it is beyond what JSON's integers hold.
    case storedNumber
    /// One of a few words.
    case words([String])
    /// That value and no other.
    case constant(JSON)
    case list(OutputShape)
    /// An array with a value for each place.
    case row([OutputShape])
    case object([Member])
    /// An object of any shape.
    case anyObject
    /// Any value.
    case anything
    case orNull(OutputShape)
    case anyOf([OutputShape])
    /// A shape that several verbs print.
    case shared(SharedShape)

    /// A member of an object: its name, its value and what it says, in a line.
    typealias Member = (name: String, shape: OutputShape, about: String)

    /// The words of an enumeration.
    static func words<Word: RawRepresentable<String> & CaseIterable>(_ type: Word.Type) -> OutputShape {
        .words(type.allCases.map(\.rawValue))
    }
}

extension OutputShape {
    /// The JSON Schema.
    var schema: JSONObject {
        switch self {
        case .text: ["type": "string"]
        case .flag: ["type": "boolean"]
        case .time: ["type": "string", "format": "date-time"]
        case .count: ["type": "integer", "minimum": 0]
        case .integer: ["type": "integer"]
        case .storedNumber: ["type": ["integer", "string"], "pattern": "^-?[0-9]+$"]
        case .words(let words): ["enum": .array(words.map { .string(Text($0)) })]
        case .constant(let value): ["const": value]
        case .list(let element): ["type": "array", "items": .object(element.schema)]
        case .row(let elements):
            [
                "type": "array", "prefixItems": .array(elements.map { .object($0.schema) }),
                "minItems": JSON(elements.count), "items": false,
            ]
        case .object(let members): Self.schema(members)
        case .anyObject: ["type": "object"]
        case .anything: [:]
        case .orNull(let shape): ["anyOf": [.object(shape.schema), ["type": "null"]]]
        case .anyOf(let shapes): ["anyOf": .array(shapes.map { .object($0.schema) })]
        case .shared(let shape): ["$ref": .string(Text("#/$defs/\(shape.rawValue)"))]
        }
    }

    private static func schema(_ members: [Member]) -> JSONObject {
        var properties = JSONObject()
        for member in members {
            var schema = member.shape.schema
            schema["description"] = .string(Text(member.about))
            properties[Text(member.name)] = .object(schema)
        }
        return [
            "type": "object", "properties": .object(properties),
            "required": .array(members.map { .string(Text($0.name)) }), "additionalProperties": false,
        ]
    }

    /// The shared shapes that it names itself.
    var named: Set<SharedShape> {
        switch self {
        case .shared(let shape): [shape]
        case .list(let shape), .orNull(let shape): shape.named
        case .row(let shapes), .anyOf(let shapes): shapes.reduce(into: []) { $0.formUnion($1.named) }
        case .object(let members): members.reduce(into: []) { $0.formUnion($1.shape.named) }
        default: []
        }
    }
}

import CanonicalJSON

/// The JSON Schema (2020-12) of event documents, generated from the shapes that documents are read by.
///
/// A schema cannot express every rule: the reader also checks that named claims, hops and requests exist, and that
/// times are in the calendar.
public enum DocumentSchema {
    /// The schema as one JSON document.
    public static var json: JSON {
        let types = EventType.ofProducers
        var schema: JSONObject = [
            "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Story Ledger event document",
            "description": "One event about one story; a CloudEvents 1.0 event in structured form.",
        ]
        schema["oneOf"] = .array(types.map(document))
        return .object(schema)
    }

    private static func document(_ type: EventType) -> JSON {
        var schema = ObjectShape.attributes.schema(replacing: [
            "type": ["const": .string(Text(type.rawValue))],
            "data": .object(ObjectShape.payload(of: type).schema()),
        ])
        schema["title"] = .string(Text(type.rawValue))
        // CloudEvents extension attributes: lower-case letters and digits, scalar values.
        let known = ObjectShape.attributes.names.joined(separator: "|")
        var extensions = JSONObject()
        extensions[Text("^(?!(\(known))$)[a-z0-9]{1,20}$")] = ["type": ["string", "boolean", "integer"]]
        schema["patternProperties"] = .object(extensions)
        return .object(schema)
    }
}

extension ObjectShape {
    /// The long form of an object, with the short forms of its fields.
    ///
    /// - Parameter replaced: Schemas that replace those of some fields.
    fileprivate func schema(replacing replaced: JSONObject = JSONObject()) -> JSONObject {
        var (properties, required) = (JSONObject(), [JSON]())
        for field in fields {
            properties[field.name] = replaced[field.name] ?? field.shape.schema
            if field.isRequired { required.append(.string(field.name)) }
        }
        var schema: JSONObject = [
            "type": "object", "properties": .object(properties), "additionalProperties": false,
        ]
        if !required.isEmpty { schema["required"] = .array(required) }
        // Either a short form of a field, or the field itself.
        let both = fields.compactMap { field -> JSON? in
            field.long.map { ["not": ["required": [.string(field.name), .string($0.field)]]] }
        }
        if !both.isEmpty { schema["allOf"] = .array(both) }
        return schema
    }
}

extension Shape {
    fileprivate var schema: JSON {
        switch self {
        case .text: ["type": "string", "minLength": 1]
        case .string: ["type": "string"]
        case .identifier(let rule): ["type": "string", "minLength": 1, "maxLength": .integer(Int64(rule.longest))]
        case .token: ["type": "string", "pattern": "^\\S+$"]
        case .language: ["type": "string", "pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"]
        case .flag: ["type": "boolean"]
        case .moment: ["anyOf": [["type": "string", "minLength": 1], .object(ObjectShape.momentFields.schema())]]
        case .word(let words): ["enum": .array(words.map(JSON.string))]
        case .list(let element): ["type": "array", "items": element.schema]
        case .object(let shape):
            shape.shorthand == nil
                ? .object(shape.schema()) : ["anyOf": [["type": "string", "minLength": 1], .object(shape.schema())]]
        case .extra: ["type": "object"]
        case .anything(let expected): ["description": .string(Text(expected))]
        case .removable(let shape): ["anyOf": [["type": "null"], shape.schema]]
        }
    }
}

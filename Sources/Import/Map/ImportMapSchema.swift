import CanonicalJSON

extension ImportMap {
    /// The JSON Schema (2020-12) of a map. YAML is read as if each of its scalars were a text.
    public static var schema: JSON {
        var properties: JSONObject = [
            "format": words(
                Format.allCases.map(\.rawValue), "How rows are written; by default as the file's name says."),
            "delimiter": [
                "type": "string", "pattern": "^(tab|[\\x01-\\x7f])$",
                "description": "What stands between two cells: one ASCII character, or tab.",
            ],
            "quote": words(["double", "none"], "Whether quotation marks enclose cells."),
            "columns": [
                "type": "array", "items": text, "minItems": 1, "uniqueItems": true,
                "description": "The names of the columns of a file whose first row does not have them.",
            ],
            "rows": words(
                Rows.allCases.map(\.rawValue),
                "Whether an empty cell of a later row removes the field, or leaves it as it was."),
        ]
        for field in Field.allCases {
            let place: JSON = ["anyOf": [text, ["type": "array", "items": text, "minItems": 1]]]
            var settings = JSONObject()
            for setting in field.settings {
                settings[Text(setting.rawValue)] = setting == .from ? place : schema(of: setting, field)
            }
            properties[Text(field.rawValue)] = [
                "description": .string(Text("\(field.path) of the event document.")),
                "anyOf": [
                    place,
                    [
                        "type": "object", "properties": .object(settings), "additionalProperties": false,
                        "anyOf": [
                            ["required": ["from"], "not": ["required": ["constant"]]],
                            ["required": ["constant"], "maxProperties": 1],
                        ],
                    ],
                ],
            ]
        }
        return [
            "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Story Ledger import map",
            "description": "What the columns of a table, or the members of JSON objects, are in an event document.",
            "type": "object", "properties": .object(properties), "additionalProperties": false,
            "required": .array(Field.allCases.filter(\.isRequired).map { .string(Text($0.rawValue)) }),
        ]
    }

    private static let text: JSON = ["type": "string", "minLength": 1]

    private static func words(_ words: [String], _ about: String) -> JSON {
        ["enum": .array(words.map { .string(Text($0)) }), "description": .string(Text(about))]
    }

    private static func schema(of setting: Setting, _ field: Field) -> JSON {
        let value: JSON = field.words.map { ["enum": .array($0.map { .string(Text($0)) })] } ?? text
        switch setting {
        case .values:
            let orEmpty: JSON = ["anyOf": [value, ["const": ""]]]
            return ["type": "object", "additionalProperties": orEmpty, "minProperties": 1]
        case .constant, .fallback: return value
        default: return text
        }
    }
}

import CanonicalJSON
import LedgerService

/// The description of the API, made of the table of its operations.
///
/// Source: OpenAPI Specification 3.1.
enum OpenAPI {
    static var json: JSON {
        var paths = JSONObject()
        for operation in APIOperation.all { paths[Text("/api/v1/" + operation.template)] = ["get": json(operation)] }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "Story Ledger", "version": "1",
                "description":
                    "The record of a newsroom's stories, read-only. The members of each answer are those of the command line's JSON, described by ‘storyledger schema VERB’. Times are RFC 3339. What is not known is null.",
            ],
            "paths": .object(paths),
            "components": [
                "schemas": ["Problem": problem],
                "responses": ["Problem": response("Why there is no answer: RFC 9457.", Problem.type, reference)],
            ],
        ]
    }

    private static let reference: JSON = ["$ref": "#/components/schemas/Problem"]

    private static let problem: JSON = [
        "type": "object", "required": ["type", "title", "status", "detail", "remedy"],
        "properties": [
            "type": ["type": "string"], "title": ["type": "string"], "status": ["type": "integer"],
            "detail": ["type": "string"],
            "remedy": ["type": ["string", "null"], "description": "What to do about it."],
        ],
    ]

    private static func response(_ about: String, _ type: String, _ schema: JSON) -> JSON {
        var content = JSONObject()
        content[Text(type)] = ["schema": schema]
        return ["description": .string(Text(about)), "content": .object(content)]
    }

    private static func json(_ operation: APIOperation) -> JSON {
        let names = operation.template.split(separator: "/").filter { $0.hasPrefix("{") }.map {
            String($0.dropFirst().dropLast())
        }
        let schema: JSON =
            operation.members.isEmpty
            ? ["type": "string"]
            : ["type": "object", "required": .array(operation.members.map { .string(Text($0)) })]
        var responses = JSONObject()
        responses["200"] = response(operation.summary, operation.type, schema)
        responses["304"] = ["description": "Nothing has changed since the answer with the tag in If-None-Match."]
        responses["default"] = ["$ref": "#/components/responses/Problem"]
        return [
            "summary": .string(Text(operation.summary)),
            "operationId": .string(Text(operation.template.replacing("/", with: "-").filter { !"{}.".contains($0) })),
            "parameters": .array(names.map(path) + operation.parameters.map(\.json)),
            "responses": .object(responses),
        ]
    }

    private static func path(_ name: String) -> JSON {
        let schema: JSON =
            switch name {
            case "story": ["type": "string", "minLength": 1]
            case "version": ["type": "integer", "minimum": 1]
            default: ["type": "integer", "minimum": 0]
            }
        return ["name": .string(Text(name)), "in": "path", "required": true, "schema": schema]
    }
}

import CanonicalJSON
import StoryEvents

/// A question that a language model may ask of the record.
struct MCPTool: Sendable {
    let name: String
    let about: String
    let arguments: [Argument]
    /// The place of the API that answers, and its query.
    let place: @Sendable (Values) throws(SiteFault) -> (Route, Query)

    /// An argument, by name.
    struct Argument: Sendable {
        let name: String
        let about: String
        var isRequired = false
        var isNumber = false

        var schema: JSON { ["type": isNumber ? "integer" : "string", "description": .string(Text(about))] }
    }

    /// The arguments that were given, checked against the tool's.
    struct Values: Sendable {
        fileprivate let given: JSONObject

        init(_ given: JSONObject) { self.given = given }

        subscript(name: String) -> String? {
            switch given[Text(name)] {
            case .string(let text)?: text.string.isEmpty ? nil : text.string
            case .integer(let number)?: String(number)
            default: nil
            }
        }

        /// The story that is named.
        var story: StoryID {
            get throws(SiteFault) {
                guard let text = self["story"], let story = StoryID(Text(text)) else {
                    throw .badRequest("‘story’ is no id of a story", remedy: "find it with the tool 'search'")
                }
                return story
            }
        }

        func number(_ name: String) throws(SiteFault) -> Int? {
            guard let text = self[name] else { return nil }
            guard let number = Route.number(text) else {
                throw .badRequest("‘\(name)’ is no whole number", remedy: "write digits only")
            }
            return number
        }
    }

    /// As MCP lists it.
    var json: JSON {
        var properties = JSONObject()
        for argument in arguments { properties[Text(argument.name)] = argument.schema }
        return [
            "name": .string(Text(name)), "description": .string(Text(about)),
            "inputSchema": [
                "type": "object", "properties": .object(properties),
                "required": .array(arguments.filter(\.isRequired).map { .string(Text($0.name)) }),
                "additionalProperties": false,
            ],
            "annotations": ["readOnlyHint": true, "openWorldHint": false],
        ]
    }

    /// Refuses arguments that the tool does not have, and values of other types.
    func values(_ given: JSONObject) throws(SiteFault) -> Values {
        for member in given.members {
            let name = member.key.string
            guard let argument = arguments.first(where: { $0.name == name }) else {
                let known = arguments.map(\.name).joined(separator: ", ")
                throw .badRequest("‘\(name)’ is no argument of '\(self.name)'", remedy: "its arguments are \(known)")
            }
            switch (member.value, argument.isNumber) {
            case (.string, false), (.integer, true), (.null, _): continue
            case (.integer, false), (.string, true): continue
            default:
                throw .badRequest(
                    "‘\(name)’ is no \(argument.isNumber ? "whole number" : "text")", remedy: "write it as one")
            }
        }
        for argument in arguments where argument.isRequired && Values(given)[argument.name] == nil {
            throw .badRequest("‘\(argument.name)’ is missing", remedy: "give \(argument.about)")
        }
        return Values(given)
    }
}

import ArgumentParser
import CanonicalJSON
import Testing

@testable import storyledger

/// Tests/schema.py holds what is printed against the schemas; here is what holds of them all.
@Suite("Every verb that prints JSON has a schema")
struct OutputSchemaTests {
    private static let names = OutputSchema.all.map(\.name)

    /// The verbs that take --json, with `-` between their words.
    private static func verbs(_ parent: any ParsableCommand.Type, _ words: [String]) -> [String] {
        let inner = parent.configuration.subcommands + parent.configuration.groupedSubcommands.flatMap(\.subcommands)
        guard inner.isEmpty else {
            return inner.flatMap { verb in verbs(verb, words + [verb.configuration.commandName ?? ""]) }
        }
        return StoryLedger.helpMessage(for: parent).contains("-j, --json") ? [words.joined(separator: "-")] : []
    }

    @Test func noVerbIsLeftOut() {
        // Verbs that print the same have one schema.
        let same = ["key-show": "key", "key-rotate": "key", "clock-status": "clock"]
        let expected = Set(Self.verbs(StoryLedger.self, []).map { same[$0] ?? $0 })
        #expect(Set(Self.names) == expected)
    }

    @Test(arguments: OutputSchema.all.map(\.name))
    func isStrictAndSaysWhatEachMemberIs(_ name: String) throws {
        let schema = try #require(OutputSchema.all.first { $0.name == name }).json
        var objects = 0
        func look(_ json: JSON) {
            switch json {
            case .object(let object):
                if case .object(let members)? = object["properties"] {
                    objects += 1
                    #expect(object["additionalProperties"] == false)
                    #expect(object["required"] == .array(members.keys.map(JSON.string)))
                    for member in members.members {
                        guard case .object(let value) = member.value, case .string(let about)? = value["description"]
                        else {
                            Issue.record("\(member.key) does not say what it is")
                            continue
                        }
                        #expect(about.string.hasSuffix(".") && !about.string.contains("\n"))
                    }
                }
                object.members.forEach { look($0.value) }
            case .array(let elements): elements.forEach(look)
            default: break
            }
        }
        look(schema)
        #expect(objects > 0)
    }

    /// A shared shape that a schema names is in it, and no other is.
    @Test func carriesTheSharedShapesThatItNames() throws {
        for schema in OutputSchema.all {
            guard case .object(let object) = schema.json else { continue }
            var carried: Set<Text> = []
            if case .object(let definitions)? = object["$defs"] { carried = Set(definitions.keys) }
            let text = String(decoding: schema.json.canonicalBytes, as: UTF8.self)
            let named = text.matches(of: /#\/\$defs\/([A-Za-z]+)/).map { Text(String($0.1)) }
            #expect(Set(named) == carried, "\(schema.name)")
        }
    }
}

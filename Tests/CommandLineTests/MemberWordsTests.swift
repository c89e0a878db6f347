import CanonicalJSON
import Projections
import Testing

@testable import storyledger

@Suite("What a step changed is said in words")
struct MemberWordsTests {
    /// The schemas of the results of story projections.
    private static let schemas = [OutputSchema.show, .history, .claims, .timeline]

    /// The names of all members that a schema has.
    private static func members(of json: JSON) -> Set<String> {
        switch json {
        case .object(let object):
            var names: Set<String> = []
            if case .object(let properties)? = object["properties"] { names.formUnion(properties.keys.map(\.string)) }
            return object.members.reduce(into: names) { $0.formUnion(members(of: $1.value)) }
        case .array(let elements): return elements.reduce(into: []) { $0.formUnion(members(of: $1)) }
        default: return []
        }
    }

    private static let all: Set<String> = {
        let folded = ProjectionRegistry.standard.ledger.flatMap { $0.table.columns }
        return schemas.reduce(into: Set(folded)) { $0.formUnion(members(of: $1.json)) }
    }()

    @Test func noMemberIsWithoutWords() {
        #expect(Self.all.filter { !MemberWords.isKnown($0) }.sorted() == [])
    }

    @Test func noWordsAreForAMemberThatIsNot() {
        // Members of rows that are no columns.
        let others: Set<String> = ["stories", "withheld", "asked", "begun", "zone"]
        #expect(Set(MemberWords.members).subtracting(Self.all).subtracting(others).sorted() == [])
    }

    /// No member's name as JSON has it, such as `statusChange`, nor a place in a list.
    @Test func aWalkHasNoNamesOfJSON() throws {
        let shell = try Shell()
        defer { shell.remove() }
        let made = try shell.type("storyledger init && storyledger append --source desk demo/*")
        #expect(!made.contains("[exit"), "\(made)")
        let story = try shell.type("storyledger stories --json | head -1 | cut -d'\"' -f4").dropLast()
        for projection in ProjectionRegistry.standard.names {
            let walk = try shell.type("storyledger replay --step --story \(story) --projection \(projection)")
            let lines = walk.split(separator: "\n").filter { $0.contains(": from ") || $0.contains(": now ") }
            for line in lines {
                let place = line.prefix { $0 != ":" }
                #expect(place.firstMatch(of: /[a-z][A-Z]/) == nil && place.firstMatch(of: /, \d+\b/) == nil, "\(line)")
            }
            if projection == "claims" { #expect(walk.contains("’, standing: from "), "\(walk)") }
        }
    }
}

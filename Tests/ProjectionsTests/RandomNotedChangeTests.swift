import CanonicalJSON
import LedgerTestKit
import Testing

@testable import Projections

/// Stories of several facts, which may share values. A silent edit changes some; then a note speaks of one of them, or of
/// something else. The oracle knows which, and reads no text.
@Suite("Notes that are no corrections, against what the generator knows")
struct RandomNotedChangeTests {
    private struct Fact: Sendable {
        let subject: String
        let sentence: @Sendable (String) -> String
        let told: String
    }

    private static let facts = [
        Fact(
            subject: "ferry", sentence: { "The ferry carries \($0) passengers, the port said." },
            told: "the ferry carries X passengers"),
        Fact(
            subject: "bridge", sentence: { "The bridge was built with \($0) bolts in spring." },
            told: "the bridge was built with X bolts"),
        Fact(
            subject: "school", sentence: { "The school has \($0) pupils this autumn." }, told: "the school has X pupils"
        ),
        Fact(
            subject: "council", sentence: { "The council received \($0) letters about it." },
            told: "the council received X letters"),
        Fact(
            subject: "museum", sentence: { "In July the museum sold \($0) tickets." }, told: "the museum sold X tickets"
        ),
        Fact(
            subject: "harbour", sentence: { "Workers found \($0) crates in the harbour." },
            told: "workers found X crates in the harbour"),
    ]
    private static let strangers = [
        "the hospital employs X nurses", "the mayor owns X horses", "the museum sold X paintings",
        "the council received X visitors", "the ferry carries X lorries",
    ]

    /// What a note says of a fact; the last ones do not speak of a change.
    private static func note(_ told: String, _ old: String, _ new: String, _ form: Int) -> String {
        switch form {
        case 0: "An earlier version said that \(told.replacing("X", with: old))."
        case 1: "A sentence was changed: \(told.replacing("X", with: new)), not \(old)."
        case 2: "An earlier version said that \(told.replacing("X", with: old)); it is \(new)."
        case 3: "Today \(told.replacing("X", with: old)), and next year \(new)."
        case 4: "We hear that \(told.replacing("X", with: new))."
        default: "A sentence was changed: \(told.replacing("X", with: old)), not \(new)."
        }
    }

    @Test func agree() throws {
        let seeds = RandomRuns.seeds(200)
        var (covered, all) = (0, 0)
        for seed in seeds {
            let (found, expected, what) = try run(seed)
            #expect(found == expected || found.isEmpty, "seed \(seed): \(what)")
            if !expected.isEmpty { (covered, all) = (covered + (found.isEmpty ? 0 : 1), all + 1) }
        }
        #expect(covered * 10 >= all * 7, "\(covered) of \(all) covered")
    }

    private func run(_ seed: UInt64) throws -> (found: [String], expected: [String], what: String) {
        var random = SeededRandom(seed: seed)
        let facts = Array(Self.facts.shuffled(using: &random).prefix(4))
        let numbers = (0..<6).map { _ in String(Int.random(in: 12...4000, using: &random)) }
        let values = facts.map { _ in numbers.randomElement(using: &random)! }
        var after = values
        let changed = Set(
            (0..<Int.random(in: 1...2, using: &random)).map { _ in Int.random(in: 0..<4, using: &random) })
        for place in changed { after[place] = numbers.filter { $0 != values[place] }.randomElement(using: &random)! }
        func body(_ values: [String]) -> String {
            zip(facts, values).map { $0.sentence($1) }.joined(separator: Bool.random(using: &random) ? " " : "\n\n")
        }
        let (first, second) = (body(values), body(after))
        let form = Int.random(in: 0..<6, using: &random)
        let place = Int.random(in: 0..<4, using: &random)
        let isStranger = Int.random(in: 0..<3, using: &random) == 0
        let told = isStranger ? Self.strangers.randomElement(using: &random)! : facts[place].told
        let source = isStranger ? changed.randomElement(using: &random)! : place
        let old = values[source]
        let new = changed.contains(source) ? after[source] : numbers.filter { $0 != old }.randomElement(using: &random)!
        let isTrue = !isStranger && changed.contains(place) && form < 3
        let note = Self.note(told, old, new, form)
        let isEarly = Int.random(in: 0..<4, using: &random) == 0
        let edit: JSON = ["body": .string(Text(second))]
        let said: JSON = [
            "change": Bool.random(using: &random) ? "clarification" : "update", "note": .string(Text(note)),
        ]
        let story = try EditedStory(
            Text(first), updates: [["language": "en"]] + (isEarly ? [said, edit] : [edit, said]))
        // How many of the changes it covers shows that it is about one only.
        let found = story.edits.flatMap { $0.laterNotes.map { "\($0.covered)" } }
        return (found, isTrue ? ["1"] : [], "\(first) -> \(second): \(note)")
    }
}

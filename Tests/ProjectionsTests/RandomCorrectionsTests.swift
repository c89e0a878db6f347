import CanonicalJSON
import LedgerTestKit
import StoryEvents
import Testing

@testable import Projections

/// Sequences of versions over three facts, each of which is wrong, right, something else or left out in each version. The
/// oracle knows that, and reads no text.
@Suite("Corrections and what later versions make of them, against what the generator knows")
struct RandomCorrectionsTests {
    private enum Value: Equatable { case wrong, right, other, absent }

    private struct Fact {
        let id: String
        let values: [WrittenValue]
        let sentence: (String) -> String

        func text(_ value: Value, _ random: inout some RandomNumberGenerator) -> String? {
            let place: Int? =
                switch value {
                case .wrong: 0
                case .right: 1
                case .other: 2
                case .absent: nil
                }
            return place.map { sentence(values[$0].forms.randomElement(using: &random)!) }
        }
    }

    private struct Row: Equatable {
        let correction: String
        let undoneIn: Int
        let isPart: Bool
        var neither, restored: Int?
        var isRestoredInPart = false
    }

    private struct Made {
        /// `v3`, or `@7` of a correction without a text.
        let name: String
        let facts: [Int]
    }

    /// Where a version replaces whole passages of several sentences, a passage may hold more than one fact, and the fold may
    /// then say "part" where the generator knows better: of fifteen stories at most one.
    @Test func agree() throws {
        let seeds = RandomRuns.seeds(150)
        let wrong = try seeds.filter { try !isRight($0) }
        #expect(wrong.count * 15 <= seeds.count, "seeds \(wrong)")
    }

    private func isRight(_ seed: UInt64) throws -> Bool {
        var random = SeededRandom(seed: seed)
        let facts = facts(&random)
        var story = MemoryStory()
        var values = facts.map { _ in Value.wrong }
        var (order, isKilled) = ([0, 1, 2], false)
        var made: [Made] = []
        var expected: [String] = []
        var open: [String: [(row: Int, facts: Set<Int>)]] = [:]
        var lost: [String: [(row: Int, facts: Set<Int>)]] = [:]
        var rows: [Row] = []
        var version = 1
        try story.append(
            published(facts, body(facts, values, order, 0, &random)), recorded: 1_800_000_000)
        for step in 1...Int.random(in: 3...9, using: &random) {
            let before = values
            var corrected: [Int] = []
            let change =
                isKilled ? "release" : ["update", "update", "hold", "release", "kill"].randomElement(using: &random)!
            for fact in facts.indices where Int.random(in: 0..<3, using: &random) > 0 {
                values[fact] = [.wrong, .right, .right, .wrong, .other, .absent].randomElement(using: &random)!
            }
            let isCorrection = !isKilled && Bool.random(using: &random)
            let righted = facts.indices.filter { before[$0] == .wrong && values[$0] == .right }
            if isCorrection { corrected = righted }
            if Int.random(in: 0..<3, using: &random) == 0 { order.shuffle(using: &random) }
            var data: JSONObject = ["body": .string(Text(body(facts, values, order, step, &random)))]
            if corrected.isEmpty {
                data["change"] = .string(Text(change))
            } else {
                data["corrects"] = .array(corrected.map { .string(Text(facts[$0].id)) })
            }
            if Bool.random(using: &random) { data["note"] = "We changed this." }
            let isAppended = try story.append(
                ["type": "updated", "time": "2026-03-02T12:00:00Z", "data": .object(data)],
                recorded: 1_800_000_000 + Int64(step))
            try #require(isAppended)
            isKilled = corrected.isEmpty && change == "kill"
            version += 1
            var undone: [String] = []
            for correction in made {
                let undoneBefore = ((open[correction.name] ?? []) + (lost[correction.name] ?? [])).flatMap(
                    \.facts)
                if undoneBefore.contains(where: { values[$0] == .right && before[$0] != .right }) {
                    let isWhole = correction.facts.allSatisfy { values[$0] == .right }
                    undone.append("back \(correction.name)\(isWhole ? "" : " part")")
                }
                lost[correction.name] = (lost[correction.name] ?? []).compactMap { row, which in
                    let rest = which.filter { [.other, .absent].contains(values[$0]) }
                    if which.contains(where: { values[$0] == .right }) {
                        if rows[row].restored == nil || rest.isEmpty { rows[row].restored = version }
                        rows[row].isRestoredInPart = which.contains { values[$0] != .right }
                    }
                    return rest.isEmpty ? nil : (row, rest)
                }
                for place in (open[correction.name] ?? []).indices.reversed() {
                    let (row, which) = open[correction.name]![place]
                    guard !which.contains(where: { values[$0] == .wrong }) else { continue }
                    let rest = which.filter { values[$0] != .right }
                    if rest == which { rows[row].neither = version } else { rows[row].restored = version }
                    rows[row].isRestoredInPart = rest != which && !rest.isEmpty
                    if !rest.isEmpty { lost[correction.name, default: []].append((row, rest)) }
                    open[correction.name]!.remove(at: place)
                }
                let back = correction.facts.filter { values[$0] == .wrong && before[$0] != .wrong }
                guard !back.isEmpty else { continue }
                let isPart = correction.facts.contains { values[$0] != .wrong }
                undone.append("\(correction.name)\(isPart ? " part" : "")")
                open[correction.name, default: []].append((rows.count, Set(back)))
                rows.append(Row(correction: correction.name, undoneIn: version, isPart: isPart))
            }
            expected.append("v\(version): " + undone.joined(separator: ", "))
            if !corrected.isEmpty { made.append(Made(name: "v\(version)", facts: corrected)) }
            guard corrected.isEmpty, !isKilled, !righted.isEmpty, Int.random(in: 0..<3, using: &random) > 0 else {
                continue
            }
            // Only later a correction without a text says what this version righted.
            let isLate = try story.append(
                late(facts, righted, &random), recorded: 1_800_000_000 + Int64(step))
            try #require(isLate)
            made.append(Made(name: "@\(story.events.count - 1)", facts: righted))
        }
        var (versions, fold, found) = (VersionFold(), CorrectionFold(), [String]())
        for event in story.events {
            let read = ReadEvent(event)
            guard let version = versions.apply(read, try read.payload.get()) else {
                if let note = versions.lateNote { fold.add(note) }
                continue
            }
            let effect = fold.add(version)
            #expect(effect.untold == [])
            guard version.number > 1 else { continue }
            let told = made.map(\.name).flatMap { self.told(effect, of: $0) }
            found.append("v\(version.number): " + told.joined(separator: ", "))
        }
        let told = fold.undone.map {
            Row(
                correction: "\($0.correction)", undoneIn: $0.undoneIn, isPart: $0.isPart, neither: $0.neitherIn,
                restored: $0.restoredIn, isRestoredInPart: $0.isRestoredInPart)
        }
        return found == expected && told == rows
    }

    /// What an edit does to the correction of a name: `back v3`, `v3 part`.
    private func told(_ effect: UndoneByEdit, of name: String) -> [String] {
        let back = effect.restored.filter { "\($0.correction)" == name }.map { one -> String in
            one.isPart ? "back \(name) part" : "back \(name)"
        }
        let undone = effect.corrections.filter { "\($0.correction)" == name }.map { one -> String in
            one.isPart ? "\(name) part" : name
        }
        return back + undone
    }

    /// The correction of facts that an earlier version righted: by their claims, or by their values in its note.
    private func late(_ facts: [Fact], _ righted: [Int], _ random: inout some RandomNumberGenerator) -> JSON {
        var data: JSONObject = ["change": "correction"]
        if Bool.random(using: &random) {
            data["corrects"] = .array(righted.map { .string(Text(facts[$0].id)) })
            if Bool.random(using: &random) { data["note"] = "An earlier version was wrong." }
        } else {
            let words = righted.map { fact in
                let forms = facts[fact].values.map { $0.forms.randomElement(using: &random)! }
                return "It is \(forms[1]), not \(forms[0])."
            }
            data["note"] = .string(Text(words.joined(separator: " ")))
        }
        return ["type": "updated", "time": "2026-03-02T12:00:00Z", "data": .object(data)]
    }

    private func facts(_ random: inout some RandomNumberGenerator) -> [Fact] {
        func three(_ all: [WrittenValue]) -> [WrittenValue] { Array(all.shuffled(using: &random).prefix(3)) }
        let all = [
            Fact(id: "price", values: three(WrittenValue.amounts)) { "The ship was sold for \($0), the port said." },
            Fact(id: "fall", values: three(WrittenValue.measures)) { "Shares in the yard moved by \($0) on the day." },
            Fact(id: "hour", values: three(WrittenValue.times)) {
                "A tug left the northern quay at \($0) for the sea."
            },
            Fact(id: "day", values: three(WrittenValue.dates)) {
                "Her captain had signed the papers on \($0) in town."
            },
            Fact(id: "crew", values: three(WrittenValue.counts)) { "On board were \($0) sailors from the islands." },
        ]
        return Array(all.shuffled(using: &random).prefix(3))
    }

    private func body(
        _ facts: [Fact], _ values: [Value], _ order: [Int], _ step: Int, _ random: inout some RandomNumberGenerator
    ) -> String {
        let told = order.compactMap { facts[$0].text(values[$0], &random) }
        let others = [
            "Nobody knows where she went.", "People stood on the pier and waved.", "It rained all that week.",
        ]
        let gap = Bool.random(using: &random) ? "\n\n" : " "
        // No two texts in a row are the same.
        return (told + [others.randomElement(using: &random)!, "This is page \(["a", "b", "c"][step % 3])."])
            .joined(separator: gap)
    }

    private func published(_ facts: [Fact], _ body: String) -> JSON {
        let claims = facts.map { fact -> JSON in
            ["id": .string(Text(fact.id)), "text": .string(Text(fact.sentence(fact.values[0].forms[0])))]
        }
        return [
            "type": "published", "time": "2026-03-02T12:00:00Z",
            "data": [
                "headline": "The ship is sold", "language": "en", "body": .string(Text(body)), "claims": .array(claims),
            ],
        ]
    }
}

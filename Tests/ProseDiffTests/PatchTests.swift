import Testing

@testable import ProseDiff

@Suite("Patching both ways")
struct PatchTests {
    @Test func everyPairOfHostileTextsPatches() throws {
        for old in Hostile.texts {
            for new in Hostile.texts {
                try expectExact(old, new)
                try expectExact(Array("A b c.\n\n".utf8) + old, Array("A b c.\n\n".utf8) + new + Array(" d".utf8))
            }
        }
    }

    @Test(arguments: (1...60).map(UInt64.init))
    func randomEditsPatch(seed: UInt64) throws {
        var story = RandomStory(seed: seed)
        let old = story.text
        story.edit()
        try expectExact(old, story.text, "seed \(seed)")
        try expectExact(story.text, old, "seed \(seed), back")
    }

    @Test func manyIdenticalLinesPatch() throws {
        let lines = Array(String(repeating: "a line\n", count: 100_000).utf8)
        try expectExact(lines, Array(lines.dropLast(70)))
        let paragraphs = Array(String(repeating: "x\n\n", count: 10_000).utf8)
        try expectExact(paragraphs, Array(paragraphs.dropFirst(3_000)) + Array("y".utf8) + paragraphs.suffix(900))
    }

    @Test func refusesTextsOfAnotherLength() throws {
        let old = Array("One two.".utf8)
        let new = Array("One three.".utf8)
        let comparison = compare(old, new)
        #expect(throws: PatchError.lengthDiffers(expected: 8, found: 9)) {
            try comparison.apply(to: old + [0x20], inserting: comparison.insertedBytes(of: new))
        }
        #expect(throws: PatchError.bytesDiffer(expected: 5, found: 4)) {
            try comparison.apply(to: old, inserting: Array("four".utf8))
        }
        #expect(throws: PatchError.bytesDiffer(expected: 3, found: 0)) { try comparison.revert(new, restoring: []) }
        #expect(
            PatchError.lengthDiffers(expected: 8, found: 9).description
                == "patch refused: expected a text of 8 bytes, found 9")
    }

    private func expectExact(_ old: [UInt8], _ new: [UInt8], _ comment: Comment? = nil) throws {
        let comparison = compare(old, new)
        let note = comment ?? "\(old.prefix(80)) \(new.prefix(80))"
        #expect(try comparison.apply(to: old, inserting: comparison.insertedBytes(of: new)) == new, note)
        #expect(try comparison.revert(new, restoring: comparison.removedBytes(of: old)) == old, note)
        #expect(comparison.isEqual == (old == new), note)
        #expect(comparison == compare(old, new), note)
        expectTiling(comparison.operations, old, new, 0..<old.count, 0..<new.count, note)
    }

    private func expectTiling(
        _ operations: [Comparison.Operation], _ old: [UInt8], _ new: [UInt8], _ oldRange: Range<Int>,
        _ newRange: Range<Int>, _ note: Comment
    ) {
        let olds = operations.map(\.old).filter { !$0.isEmpty }.sorted { $0.lowerBound < $1.lowerBound }
        let news = operations.map(\.new).filter { !$0.isEmpty }
        for (ranges, whole) in [(olds, oldRange), (news, newRange)] {
            #expect(ranges.first?.lowerBound ?? whole.lowerBound == whole.lowerBound, note)
            #expect(ranges.last?.upperBound ?? whole.upperBound == whole.upperBound, note)
            #expect(zip(ranges, ranges.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound }, note)
        }
        for operation in operations {
            if operation.kind == .equal || operation.kind == .move && operation.edits.isEmpty {
                #expect(old[operation.old] == new[operation.new], note)
            }
            if !operation.edits.isEmpty {
                expectTiling(operation.edits, old, new, operation.old, operation.new, note)
            }
        }
    }
}

/// A made-up story that can be edited at random.
struct RandomStory {
    private var dice: Dice
    private var paragraphs: [[String]]

    init(seed: UInt64) {
        var dice = Dice(state: seed)
        paragraphs = (0..<3 + dice.roll(12)).map { _ in (0..<1 + dice.roll(5)).map { _ in Self.sentence(&dice) } }
        self.dice = dice
    }

    var text: [UInt8] { Array(paragraphs.map { $0.joined(separator: " ") }.joined(separator: "\n\n").utf8) }

    private static func sentence(_ dice: inout Dice) -> String {
        let words = [
            "the", "mayor", "of", "Ellery", "said", "that", "harbour", "5", "42", "“no”", "é", "e\u{301}", "市",
        ]
        return "S" + (0..<1 + dice.roll(14)).map { _ in words[dice.roll(words.count)] }.joined(separator: " ") + "."
    }

    mutating func edit() {
        for _ in 0..<1 + dice.roll(8) {
            let at = dice.roll(paragraphs.count)
            switch dice.roll(7) {
            case 0: paragraphs.insert([Self.sentence(&dice)], at: at)
            case 1 where paragraphs.count > 1: paragraphs.remove(at: at)
            case 2: paragraphs.insert(paragraphs.remove(at: at), at: dice.roll(paragraphs.count))
            case 3: paragraphs[at].insert(Self.sentence(&dice), at: dice.roll(paragraphs[at].count + 1))
            case 4: paragraphs[at].insert(paragraphs[at].remove(at: 0), at: dice.roll(paragraphs[at].count))
            case 5: paragraphs[at].append(contentsOf: paragraphs[dice.roll(paragraphs.count)])
            default:
                let sentence = dice.roll(paragraphs[at].count)
                paragraphs[at][sentence] = paragraphs[at][sentence].replacing("the", with: "a", maxReplacements: 1)
            }
        }
    }
}

@testable import ProseDiff
@testable import ProseRendering

/// A text of which one paragraph was split, or two joined, with edits to its words: made from a seed.
struct SplitPair {
    let old: [UInt8]
    let new: [UInt8]
    let isSplit: Bool

    /// - Parameter edits: Words and sentences that change beside the split; nil for one to three.
    init(seed: UInt64, edits: Int? = nil) {
        var dice = SeededDice(seed)
        var paragraphs = (0..<dice.next(in: 1...6)).map { _ in Self.sentences(&dice, dice.next(in: 2...6)) }
        let place = dice.next(in: 0...paragraphs.count - 1)
        let before = paragraphs
        let parts = paragraphs[place]
        let cut = dice.next(in: 1...parts.count - 1)
        var halves = [Array(parts[..<cut]), Array(parts[cut...])]
        for _ in 0..<(edits ?? dice.next(in: 1...3)) { Self.edit(&halves[dice.next(in: 0...1)], &dice) }
        paragraphs.replaceSubrange(place...place, with: halves)
        if edits != 0, dice.next(in: 0...2) == 0 { paragraphs.append(Self.sentences(&dice, 2)) }
        func text(_ paragraphs: [[String]]) -> [UInt8] {
            Array(paragraphs.map { $0.joined(separator: " ") }.joined(separator: "\n\n").utf8)
        }
        isSplit = seed.isMultiple(of: 2)
        (old, new) = isSplit ? (text(before), text(paragraphs)) : (text(paragraphs), text(before))
    }

    /// What does not hold of the comparison, in words.
    var faults: [String] {
        let comparison = compare(old, new)
        var faults = EditFaults.ofComparison(comparison, old, new)
        let kinds = comparison.finestOperations.map(\.kind)
        let (wanted, other): (Comparison.Operation.Kind, Comparison.Operation.Kind) =
            isSplit ? (.split, .join) : (.join, .split)
        if kinds.filter({ $0 == wanted }).count != 1 || kinds.contains(other) || kinds.contains(.move) {
            faults.append("\(kinds) in\n" + Rendering.inline(comparison, old: old, new: new))
        }
        return faults
    }

    private static func edit(_ sentences: inout [String], _ dice: inout SeededDice) {
        let place = dice.next(in: 0...sentences.count - 1)
        switch dice.next(in: 0...3) {
        case 0: sentences.insert(Self.sentence(&dice), at: dice.next(in: 0...sentences.count))
        case 1 where sentences.count > 1: sentences.remove(at: place)
        default:
            var words = sentences[place].split(separator: " ").map(String.init)
            words[dice.next(in: 0...words.count - 2)] = Self.word(&dice)
            sentences[place] = words.joined(separator: " ")
        }
    }

    private static func sentences(_ dice: inout SeededDice, _ count: Int) -> [String] {
        (0..<count).map { _ in sentence(&dice) }
    }

    private static func sentence(_ dice: inout SeededDice) -> String {
        let words = (0..<dice.next(in: 6...14)).map { _ in word(&dice) }.joined(separator: " ")
        return words.prefix(1).uppercased() + words.dropFirst() + "."
    }

    private static func word(_ dice: inout SeededDice) -> String { words[dice.next(in: 0...words.count - 1)] }

    private static let words = """
        council ministry harbour bridge ferry mayor budget strike court appeal police train night letter repair engineer \
        contract lanes traffic months school roof storm river union inquiry figure witness report hospital agency talks \
        deal the of at an for office levee pier customs tariff clerk ballot verdict nurse tram depot quarry mill ward
        """.split(separator: " ").map(String.init)
}

/// Numbers that a seed decides.
struct SeededDice {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0x1234_5678 }

    mutating func next(in range: ClosedRange<Int>) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return range.lowerBound + Int((state >> 33) % UInt64(range.count))
    }
}

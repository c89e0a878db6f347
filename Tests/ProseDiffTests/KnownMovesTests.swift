import Testing

@testable import ProseDiff

@Suite("Moves that are known")
struct KnownMovesTests {
    /// Paragraphs unlike each other, some of which are taken out and put in elsewhere.
    @Test(arguments: (1...40).map(UInt64.init))
    func everyMovedParagraphIsFoundOnceAndWhole(seed: UInt64) {
        var dice = Dice(state: seed)
        let paragraphs = (0..<8 + dice.roll(30)).map { Self.paragraph($0, &dice) }
        var order = Array(paragraphs.indices)
        let moved = order.remove(at: dice.roll(order.count))
        var place = dice.roll(order.count + 1)
        // At least two places away from where it was, so that what moved is that one and not its neighbour.
        if abs(place - moved) < 2 { place = moved < order.count / 2 ? order.count : 0 }
        order.insert(moved, at: place)
        let old = Array(paragraphs.joined(separator: "\n\n").utf8)
        let new = Array(order.map { paragraphs[$0] }.joined(separator: "\n\n").utf8)
        let comparison = compare(old, new)
        let moves = comparison.operations.filter { $0.kind == .move }
        #expect(moves.count == 1, "seed \(seed)")
        let text = moves.first.map { String(decoding: new[$0.new], as: UTF8.self) } ?? ""
        #expect(text.contains(paragraphs[moved]), "seed \(seed)")
        #expect(text.utf8.count <= paragraphs[moved].utf8.count + 2, "seed \(seed)")
        #expect(comparison.counts.words.added == 0 && comparison.counts.words.removed == 0, "seed \(seed)")
    }

    @Test(arguments: (1...20).map(UInt64.init))
    func aWordChangedOnTheWayIsAllThatChanged(seed: UInt64) {
        var dice = Dice(state: seed)
        let paragraphs = (0..<10).map { Self.paragraph($0, &dice) }
        let old = Array(paragraphs.joined(separator: "\n\n").utf8)
        var order = paragraphs
        let taken = order.remove(at: 1).replacing("w1x5 ", with: "quietly ", maxReplacements: 1)
        order.insert(taken, at: 7)
        let new = Array(order.joined(separator: "\n\n").utf8)
        let comparison = compare(old, new)
        let moves = comparison.operations.filter { $0.kind == .move }
        #expect(moves.count == 1, "seed \(seed)")
        #expect(comparison.counts.words.changed == 1, "seed \(seed)")
        #expect(comparison.counts.words.added == 0 && comparison.counts.words.removed == 0, "seed \(seed)")
    }

    /// Words of its own, and a few that all have.
    private static func paragraph(_ index: Int, _ dice: inout Dice) -> String {
        let common = ["the", "mayor", "said", "that", "in", "Ellery"]
        let words = (0..<12 + dice.roll(40)).map { word in
            word % 3 == 0 ? common[dice.roll(common.count)] : "w\(index)x\(word)"
        }
        return "W" + words.joined(separator: " ") + "."
    }
}

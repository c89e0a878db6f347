import Testing

@testable import ProseDiff

@Suite("Aligning two texts")
struct AlignmentTests {
    @Test func matchesThatDoNotRiseAreTakenBack() {
        var alignment = Self.alignment("a b c d e")
        alignment.matches = [0, 3, 2, 4, 9]
        alignment.keepInOrder(5)
        #expect(alignment.matches == [0, 3, -1, 4, -1])
    }

    @Test func movesThatOverlapAreTakenBack() {
        var alignment = Self.alignment("a b c d e f")
        alignment.matches = [3, 4, 2, 0, 1, 5]
        alignment.moves = [TokenSpan(old: 3..<5, new: 0..<2), TokenSpan(old: 4..<6, new: 4..<6)]
        alignment.keepInOrder(6)
        #expect(alignment.moves == [TokenSpan(old: 3..<5, new: 0..<2)])
        #expect(alignment.matches == [3, 4, -1, 0, 1, 5])
    }

    /// Whatever the matches and moves are, what is left rises, and moves overlap nothing.
    @Test(arguments: 1...20 as ClosedRange<UInt64>) func whatIsLeftIsInOrder(seed: UInt64) {
        var dice = Dice(state: seed)
        for _ in 0..<100 {
            let count = 2 + dice.roll(10)
            var alignment = Self.alignment((0..<count).map { "w\($0)" }.joined(separator: " "))
            alignment.matches = (0..<count).map { _ in Int32(dice.roll(count + 2) - 1) }
            alignment.moves = (0..<dice.roll(4)).map { _ in
                TokenSpan(old: Self.range(count, &dice), new: Self.range(count, &dice))
            }
            alignment.keepInOrder(count)
            let isMoved = (0..<count).map { token in alignment.moves.contains { $0.old.contains(token) } }
            let staying = (0..<count).filter { !isMoved[$0] && alignment.matches[$0] >= 0 }
                .map { Int(alignment.matches[$0]) }
            #expect(zip(staying, staying.dropFirst()).allSatisfy(<), "seed \(seed)")
            let arrivals = alignment.moves.flatMap { Array($0.new) }
            let departures = alignment.moves.flatMap { Array($0.old) }
            #expect(Set(arrivals + staying).count == arrivals.count + staying.count, "seed \(seed)")
            #expect(Set(departures).count == departures.count, "seed \(seed)")
            for move in alignment.moves {
                let partners = move.old.map { Int(alignment.matches[$0]) }.filter { $0 >= 0 }
                #expect(zip(partners, partners.dropFirst()).allSatisfy(<), "seed \(seed)")
                #expect(partners.allSatisfy(move.new.contains), "seed \(seed)")
            }
        }
    }

    private static func alignment(_ text: String) -> Alignment {
        var lexicon = TokenInterner()
        let text = ProseText(Array(text.utf8), &lexicon)
        return Alignment(text, text, .init())
    }

    private static func range(_ count: Int, _ dice: inout Dice) -> Range<Int> {
        let start = dice.roll(count)
        return start..<min(count, start + 1 + dice.roll(3))
    }
}

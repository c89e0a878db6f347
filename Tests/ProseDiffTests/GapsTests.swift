import Testing

@testable import ProseDiff

@Suite("Gaps between matches")
struct GapsTests {
    @Test func lieBeforeBetweenAndAfterMatches() {
        #expect(Self.gaps([-1, 1, 2, -1, 4], new: 0..<6) == [[0, 1, 0, 1], [3, 4, 3, 4], [5, 5, 5, 6]])
        #expect(Self.gaps([0, 1], new: 0..<2) == [])
        #expect(Self.gaps([], new: 0..<0) == [])
        #expect(Self.gaps([-1], new: 0..<0) == [[0, 1, 0, 0]])
    }

    @Test func stepOverMatchesThatDoNotRiseOrLieOutside() {
        #expect(Self.gaps([2, 1, 3], new: 0..<4) == [[0, 0, 0, 2], [1, 2, 3, 3]])
        #expect(Self.gaps([0, 9], new: 0..<2) == [[1, 2, 1, 2]])
    }

    /// With what is matched they tile both sides, whatever the matches are.
    @Test(arguments: 1...20 as ClosedRange<UInt64>) func tileBothSides(seed: UInt64) {
        var dice = Dice(state: seed)
        for _ in 0..<200 {
            let (oldCount, newCount) = (dice.roll(12), dice.roll(12))
            let matches = (0..<oldCount).map { _ in Int32(dice.roll(newCount + 4) - 2) }
            var (nextOld, nextNew) = (0, 0)
            var isInOrder = true
            Gaps.forEach(matches, old: 0..<oldCount, new: 0..<newCount) { gap in
                isInOrder = isInOrder && gap.old.count + gap.new.count > 0
                // Tokens before a gap are matched one to one.
                isInOrder = isInOrder && gap.old.lowerBound - nextOld == gap.new.lowerBound - nextNew
                while nextOld < gap.old.lowerBound {
                    isInOrder = isInOrder && Int(matches[nextOld]) == nextNew
                    (nextOld, nextNew) = (nextOld + 1, nextNew + 1)
                }
                (nextOld, nextNew) = (gap.old.upperBound, gap.new.upperBound)
            }
            #expect(isInOrder && oldCount - nextOld == newCount - nextNew, "seed \(seed): \(matches) \(newCount)")
        }
    }

    @Test func aCursorGivesWhatStretchesShare() {
        let spans = [TokenSpan(old: 0..<4, new: 0..<3), TokenSpan(old: 4..<9, new: 3..<9)]
        var cursor = SpanCursor(spans)
        #expect(cursor.parts(of: TokenSpan(old: 1..<3, new: 1..<2)) == [TokenSpan(old: 1..<3, new: 1..<2)])
        #expect(
            cursor.parts(of: TokenSpan(old: 3..<6, new: 2..<5)) == [
                TokenSpan(old: 3..<4, new: 2..<3), TokenSpan(old: 4..<6, new: 3..<5),
            ])
        #expect(cursor.parts(of: TokenSpan(old: 7..<9, new: 9..<9)).isEmpty)
        cursor = SpanCursor(spans)
        let answers = [0..<2, 3..<5, 5..<9].map { cursor.holds(TokenSpan(old: $0, new: $0)) }
        #expect(answers == [true, false, true])
    }

    private static func gaps(_ matches: [Int32], new: Range<Int>) -> [[Int]] {
        var gaps: [[Int]] = []
        Gaps.forEach(matches, old: matches.indices, new: new) {
            gaps.append([$0.old.lowerBound, $0.old.upperBound, $0.new.lowerBound, $0.new.upperBound])
        }
        return gaps
    }
}

import Testing

@testable import ProseDiff

@Suite("Aligning tokens")
struct AlignerTests {
    @Test(arguments: [(3, 4), (2, 6)])
    func isLongestCommonForAllShortStrings(alphabet: Int, longest: Int) {
        let strings = Self.strings(over: alphabet, upTo: longest)
        for old in strings {
            for new in strings {
                var aligner = Aligner(budget: 1_000_000)
                let matches = aligner.align(old[...], new[...])
                #expect(aligner.quality == .minimal)
                #expect(Self.length(matches, old, new) == Self.longestCommon(old, new), "\(old) \(new)")
            }
        }
    }

    @Test(arguments: [(3, 4), (2, 6)])
    func aSmallBoxIsLongestCommonForAllShortStrings(alphabet: Int, longest: Int) {
        let strings = Self.strings(over: alphabet, upTo: longest)
        for old in strings {
            for new in strings {
                #expect(
                    Self.length(Self.matchesInABox(old, new), old, new) == Self.longestCommon(old, new), "\(old) \(new)"
                )
            }
        }
    }

    @Test(arguments: [1 as UInt64, 2, 3, 4], [2, 20, 400])
    func aSmallBoxIsLongestCommonWhenItIsFull(seed: UInt64, alphabet: Int) {
        var dice = Dice(state: seed)
        for size in [(SmallBox.mostOld, SmallBox.mostNew), (SmallBox.mostOld, 63), (64, SmallBox.mostNew), (1, 1)] {
            let old = (0..<size.0).map { _ in Int32(dice.roll(alphabet)) }
            let new = (0..<size.1).map { _ in Int32(dice.roll(alphabet)) }
            #expect(Self.length(Self.matchesInABox(old, new), old, new) == Self.longestCommon(old, new), "seed \(seed)")
        }
    }

    @Test(arguments: [1 as UInt64, 2, 3, 4], [2, 20, 400])
    func isLongestCommonForUnlikeStrings(seed: UInt64, alphabet: Int) {
        var dice = Dice(state: seed)
        let old = (0..<500).map { _ in Int32(dice.roll(alphabet)) }
        let new = (0..<430).map { _ in Int32(dice.roll(alphabet)) }
        var aligner = Aligner(budget: 100_000_000)
        let matches = aligner.align(old[...], new[...])
        #expect(aligner.quality == .minimal)
        #expect(Self.length(matches, old, new) == Self.longestCommon(old, new), "seed \(seed)")
    }

    @Test(arguments: [0, 100, 10_000, 60_000])
    func saysWhenItsBudgetWasTooSmall(budget: Int) {
        var dice = Dice(state: 9)
        let old = (0..<3_000).map { _ in Int32(dice.roll(40)) }
        let new = (0..<3_000).map { _ in Int32(dice.roll(40)) }
        var aligner = Aligner(budget: budget)
        #expect(Self.length(aligner.align(old[...], new[...]), old, new) != nil)
        #expect(aligner.quality != .minimal)
    }

    @Test func goesOnFromRareRunsWhenItCannotSearch() {
        var dice = Dice(state: 5)
        let old = (0..<2_000).map { Int32($0 % 50 == 0 ? 1_000 + $0 : dice.roll(30)) }
        var new = old.map { $0 >= 1_000 ? $0 : Int32(dice.roll(30)) }
        new[0] = 7
        new[1_999] = 8
        var aligner = Aligner(budget: 30_000)
        let length = Self.length(aligner.align(old[...], new[...]), old, new)
        #expect(aligner.quality != .minimal)
        #expect((length ?? 0) >= 38)
    }

    /// Nothing is rare, and a search is too dear: the sides are cut up by position, and each piece is searched.
    @Test func goesOnByPositionWhenNothingIsRare() {
        var dice = Dice(state: 3)
        let old = (0..<2_000).map { _ in Int32(dice.roll(2)) }
        let new = (0..<2_000).map { _ in Int32(dice.roll(2)) }
        var aligner = Aligner(budget: 100_000)
        let length = Self.length(aligner.align(old[...], new[...]), old, new)
        #expect(aligner.quality == .degraded)
        #expect((length ?? 0) > 200)
    }

    private static func matchesInABox(_ old: [Int32], _ new: [Int32]) -> [Int32] {
        var matches = [Int32](repeating: -1, count: old.count)
        old.withUnsafeBufferPointer { old in
            new.withUnsafeBufferPointer { new in
                SmallBox.align(old, new) { matches[$0] = Int32($1) }
            }
        }
        return matches
    }

    private static func strings(over alphabet: Int, upTo longest: Int) -> [[Int32]] {
        var all: [[Int32]] = [[]]
        var last = all
        for _ in 0..<longest {
            last = last.flatMap { string in (0..<Int32(alphabet)).map { string + [$0] } }
            all += last
        }
        return all
    }

    /// How many tokens are matched, or nil when the matches are not equal tokens in order.
    private static func length(_ matches: [Int32], _ old: [Int32], _ new: [Int32]) -> Int? {
        var last: Int32 = -1
        for (index, match) in matches.enumerated() where match >= 0 {
            guard match > last, old[index] == new[Int(match)] else { return nil }
            last = match
        }
        return matches.count { $0 >= 0 }
    }

    private static func longestCommon(_ old: [Int32], _ new: [Int32]) -> Int {
        var row = [Int](repeating: 0, count: new.count + 1)
        for token in old {
            var diagonal = 0
            for (column, other) in new.enumerated() {
                let above = row[column + 1]
                row[column + 1] = token == other ? diagonal + 1 : max(above, row[column])
                diagonal = above
            }
        }
        return row[new.count]
    }
}

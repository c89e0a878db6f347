import Testing

@testable import ProseDiff

@Suite("A search for the middle snake ends")
struct MiddleSnakeTests {
    /// Long runs of matches on every diagonal, each ended by a token that only one side has.
    private static func periodic(_ count: Int, every: Int, from first: Int32) -> [Int32] {
        (0..<count).map { $0 % every == every / 2 ? first + Int32($0) : Int32($0 % 2) }
    }

    @Test(arguments: [10_000, 20_000, 40_000])
    func afterTheWorkThatIsAllowed(count: Int) {
        let old = Self.periodic(count, every: 501, from: 100)
        let new = Self.periodic(count, every: 503, from: 1_000_000)
        for limit in [1_000, 100_000] {
            let work = old.withUnsafeBufferPointer { old in
                new.withUnsafeBufferPointer { MiddleSnake.find(old, $0, limit: limit).work }
            }
            #expect(work <= 6 * limit + 4 * count + 10_000, "\(work) for \(limit)")
        }
        #expect(MiddleSnake.isReachable(old, new, within: 60, limit: 1_000) == nil)
    }

    @Test(arguments: 1...200 as ClosedRange<UInt64>)
    func andKnowsWhatIsReachable(seed: UInt64) {
        var dice = Dice(state: seed)
        let old = (0..<dice.roll(40)).map { _ in Int32(dice.roll(4)) }
        let new = (0..<dice.roll(40)).map { _ in Int32(dice.roll(4)) }
        var aligner = Aligner(budget: 1_000_000)
        let common = aligner.align(old[...], new[...]).count { $0 >= 0 }
        let distance = old.count + new.count - 2 * common
        for reach in 0...45 {
            let found = MiddleSnake.isReachable(old, new, within: reach, limit: 1_000_000)
            #expect(found == (distance <= 2 * reach), "seed \(seed), \(reach)")
        }
    }
}

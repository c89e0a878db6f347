import Testing

@testable import ProseDiff

@Suite("The heaviest chain of pairs")
struct HeaviestChainTests {
    /// No chain among all subsets of the pairs weighs more, and the pairs rise on both sides.
    @Test(arguments: 1...20 as ClosedRange<UInt64>) func isTheHeaviestOfAll(seed: UInt64) {
        var dice = Dice(state: seed)
        for _ in 0..<20 {
            let pairs = (0..<dice.roll(9)).map { _ in
                HeaviestChain.Pair(old: dice.roll(5), new: dice.roll(5), weight: 1 + dice.roll(20))
            }
            let chain = HeaviestChain.choose(pairs, newCount: 5)
            #expect(Self.rises(chain), "seed \(seed): \(pairs)")
            let most = Self.heaviest(pairs[...], [])
            #expect(Self.weight(chain) == most, "seed \(seed): \(pairs)")
        }
    }

    /// The most that any chain of some of the pairs weighs, after those that it has already.
    private static func heaviest(_ pairs: ArraySlice<HeaviestChain.Pair>, _ chain: [HeaviestChain.Pair]) -> Int {
        guard let pair = pairs.first else {
            return rises(chain.sorted { $0.old < $1.old }) ? weight(chain) : 0
        }
        let rest = pairs.dropFirst()
        return max(heaviest(rest, chain), heaviest(rest, chain + [pair]))
    }

    private static func rises(_ chain: [HeaviestChain.Pair]) -> Bool {
        zip(chain, chain.dropFirst()).allSatisfy { $0.old < $1.old && $0.new < $1.new }
    }

    private static func weight(_ chain: [HeaviestChain.Pair]) -> Int { chain.reduce(0) { $0 + $1.weight } }
}

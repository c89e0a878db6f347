import Testing

@testable import ProseDiff

@Suite("Runs that occur once on each side")
struct UniqueRunsTests {
    @Test(arguments: 1...20 as ClosedRange<UInt64>, [1, 2, 4]) func areUniqueAndRise(seed: UInt64, length: Int) {
        var dice = Dice(state: seed)
        let old = (0..<dice.roll(60)).map { _ in Int32(dice.roll(40)) }
        let new = (0..<dice.roll(60)).map { _ in Int32(dice.roll(40)) }
        let anchors = old.withUnsafeBufferPointer { old in
            new.withUnsafeBufferPointer { UniqueRuns.anchors(old, $0, length: length) }
        }
        func runs(_ tokens: [Int32]) -> [[Int32]] {
            tokens.count < length ? [] : (0...tokens.count - length).map { Array(tokens[$0..<$0 + length]) }
        }
        let (olds, news) = (runs(old), runs(new))
        for anchor in anchors {
            let run = olds[Int(anchor.old)]
            #expect(run == news[Int(anchor.new)], "seed \(seed)")
            #expect(olds.count { $0 == run } == 1 && news.count { $0 == run } == 1, "seed \(seed)")
        }
        #expect(zip(anchors, anchors.dropFirst()).allSatisfy { $0.old < $1.old && $0.new < $1.new }, "seed \(seed)")
        let unique = olds.indices.compactMap { index -> Int? in
            let run = olds[index]
            return olds.count { $0 == run } == 1 && news.count { $0 == run } == 1 ? news.firstIndex(of: run) : nil
        }
        #expect(anchors.count == Self.longestRise(unique), "seed \(seed)")
    }

    private static func longestRise(_ numbers: [Int]) -> Int {
        var lengths: [Int] = []
        for (index, number) in numbers.enumerated() {
            let before = numbers[..<index].indices.filter { numbers[$0] < number }.map { lengths[$0] }.max() ?? 0
            lengths.append(before + 1)
        }
        return lengths.max() ?? 0
    }
}

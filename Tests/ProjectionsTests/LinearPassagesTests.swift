import LedgerTestKit
import ProseDiff
import Testing

@Suite("Passages are found in linear time, where every place of them is")
struct LinearPassagesTests {
    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    private static func some<Element>(
        _ count: ClosedRange<Int>, of elements: [Element], _ random: inout SeededRandom
    ) -> [Element] {
        (0..<Int.random(in: count, using: &random)).compactMap { _ in elements.randomElement(using: &random) }
    }

    @Test(arguments: [UInt64(1), 2, 3]) func bytesAreFoundWhereALoopFindsThem(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for _ in 0..<2_000 {
            let text = Self.some(0...24, of: [UInt8(97), 98], &random)
            let sought = Self.some(1...6, of: [UInt8(97), 98], &random)
            var found: [Int] = []
            BytePattern(sought).forEachPlace(in: text) { found.append($0) }
            let expected = text.indices.filter { text[$0...].starts(with: sought) }
            #expect(found == expected, "seed \(seed): \(sought) in \(text)")
        }
    }

    @Test(arguments: [UInt64(1), 2, 3]) func wordsAreFoundWhereALoopFindsThem(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for _ in 0..<1_000 {
            let text = Self.some(0...30, of: ["ab", "cd", "e"], &random)
            let sought = Self.some(1...6, of: ["ab", "cd"], &random)
            let finder = PassageFinder(bytes(text.joined(separator: " ")))
            let found = finder.places(of: bytes(sought.joined(separator: ", ")))
            var (expected, next) = ([Int](), 0)
            for start in text.indices where start >= next && text[start...].starts(with: sought) {
                expected.append(text[..<start].reduce(0) { $0 + $1.utf8.count + 1 })
                next = start + sought.count
            }
            #expect(found.map(\.lowerBound) == expected, "seed \(seed): \(sought) in \(text)")
        }
    }

    @Test func aPassageThatNearlyMatchesEverywhereIsComparedOnce() {
        let block = "ab ab ab cd "
        let times = ThreadTime.excess(500) { count in
            let finder = PassageFinder(bytes(String(repeating: block, count: count)))
            #expect(finder.places(of: bytes(String(repeating: block, count: count / 2) + "cd")).isEmpty)
        }
        #expect(times == nil)
    }

    @Test func bytesThatNearlyMatchEverywhereAreComparedOnce() {
        let times = ThreadTime.excess(4_000) { count in
            let pattern = BytePattern([UInt8](repeating: 0x61, count: count / 2) + [0x62])
            pattern.forEachPlace(in: [UInt8](repeating: 0x61, count: count)) { Issue.record("found at \($0)") }
        }
        #expect(times == nil)
    }
}

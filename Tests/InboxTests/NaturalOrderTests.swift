import LedgerTestKit
import Testing

@testable import Inbox

@Suite struct NaturalOrderTests {
    private func isBefore(_ left: String, _ right: String) -> Bool {
        NaturalOrder.precedes(Place(path: Array(left.utf8)), Place(path: Array(right.utf8)))
    }

    @Test func ordersAsPeopleNumber() {
        let sorted = [
            "0.json", "00.json", "1.json", "2.json", "10.json", "99999999999999999999999.json",
            "100000000000000000000000.json", "a.json", "mill-1.json", "mill-2.json", "mill-10.json", "mill-12b.json",
            "mill-a.json", "a/1.json", "a/b/1.json", "a2/1.json", "a10/1.json",
        ]
        for (index, name) in sorted.enumerated() {
            for later in sorted[(index + 1)...] {
                #expect(isBefore(name, later), "\(name) before \(later)")
                #expect(!isBefore(later, name), "\(later) not before \(name)")
            }
            #expect(!isBefore(name, name))
        }
    }

    /// Any three names are in one order, and any two that differ are apart: else sorting would not end alike.
    @Test(arguments: 0..<20 as Range<UInt64>) func isAnOrder(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let names = (0..<60).map { _ in
            FileName(
                (0..<Int.random(in: 0...6, using: &random)).map { _ in "0019a-".utf8.randomElement(using: &random)! })
        }
        for a in names {
            for b in names {
                let order = NaturalOrder.compare(a.bytes, b.bytes)
                #expect((order == 0) == (a == b), "seed \(seed)")
                #expect((order < 0) == (NaturalOrder.compare(b.bytes, a.bytes) > 0), "seed \(seed)")
                for c in names where order < 0 && NaturalOrder.compare(b.bytes, c.bytes) < 0 {
                    #expect(NaturalOrder.compare(a.bytes, c.bytes) < 0, "seed \(seed)")
                }
            }
        }
    }
}

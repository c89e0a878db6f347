import CanonicalJSON
import LedgerTestKit
import StoryEvents
import Testing

@testable import Projections

@Suite("Times are stored as few bytes, and come back as they were")
struct StoredTimeTests {
    @Test(arguments: [1, 2, 3] as [UInt64])
    func anyTime(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        for _ in 0..<2_000 {
            let time = RecordedTime(microseconds: .random(in: RecordedTime.range, using: &random))
            let packed = try #require(StoredTime.pack(Text(time.description)), "seed \(seed), \(time)")
            #expect(packed.count == 8)
            #expect(StoredTime.unpack(packed)?.string == time.description, "seed \(seed)")
            let next = RecordedTime(microseconds: time.microseconds + 1)
            if RecordedTime.range.contains(next.microseconds), let after = StoredTime.pack(Text(next.description)) {
                #expect(packed.lexicographicallyPrecedes(after), "seed \(seed), \(time)")
            }
            let minutes = Int.random(in: 0..<60, using: &random)
            let offset =
                ["+", "-"].randomElement(using: &random)! + "\(Int.random(in: 10..<24, using: &random)):"
                + (minutes < 10 ? "0" : "") + "\(minutes)"
            for text in [String(time.description.prefix(19)) + offset, String(time.description.prefix(19)) + "Z"] {
                let packed = StoredTime.pack(Text(text))
                #expect(packed?.count == 7, "seed \(seed), \(text)")
                #expect(packed.flatMap(StoredTime.unpack)?.string == text, "seed \(seed)")
            }
        }
    }

    @Test(arguments: [
        "", "2026-03-02", "2026-03-02T11:20:00-00:00", "2026-03-02T11:20:00+24:00", "2026-03-02T11:20:00+1:000",
        "2026-02-30T11:20:00Z", "2026-03-02t11:20:00Z", "2026-03-02T11:20:00.5+01:00", "2026-03-02T11:20:00.000000z",
        "2026-03-02T24:00:00.000000Z", "ABCDEFGHIJTABCDEFGHIJKLMNOP", "2026-03-02T11:20:60+01:00",
    ])
    func nothingElse(_ text: String) {
        #expect(StoredTime.pack(Text(text)) == nil)
    }

    @Test func whateverIsStoredIsReadOrPassedOver() {
        var random = SeededRandom(seed: 4)
        for _ in 0..<5_000 {
            let bytes = (0..<Int.random(in: 0...9, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random)
            }
            if let text = StoredTime.unpack(bytes) { #expect(text.string.utf8.count >= 20) }
        }
        #expect(StoredTime.unpack([UInt8](repeating: 255, count: 8)) == nil)
        #expect(StoredTime.unpack([UInt8](repeating: 0, count: 7)) == nil)
    }
}

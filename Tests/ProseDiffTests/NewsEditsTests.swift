import Foundation
import Testing

@testable import ProseDiff

@Suite("Plain news edits")
struct NewsEditsTests {
    /// How many pairs all tests of this suite make together, about; STORYLEDGER_PAIRS asks for more.
    private static let pairs = ProcessInfo.processInfo.environment["STORYLEDGER_PAIRS"].flatMap(Int.init) ?? 1_000
    private static let parts: [UInt64] = Array(0..<10)

    private static func seeds(_ part: UInt64, of pairs: Int) -> Range<UInt64> {
        let count = UInt64(max(1, pairs / parts.count))
        return part * 10_000_000 + 1..<part * 10_000_000 + 1 + count
    }

    @Test(arguments: parts) func keepEveryByteInOrder(part: UInt64) {
        for seed in Self.seeds(part, of: Self.pairs * 6 / 10) {
            var story = NewsEdits(seed: seed)
            story.edit()
            let faults = EditFaults.all(story.old, story.text)
            #expect(faults.isEmpty, "seed \(seed)")
        }
    }

    /// Where searches are cut short, a comparison is worse, and right.
    @Test(arguments: parts) func keepEveryByteWithNextToNoWork(part: UInt64) {
        for seed in Self.seeds(part, of: Self.pairs / 10) {
            var story = NewsEdits(seed: seed)
            story.edit()
            var options = Comparison.Options()
            options.workLimit = [0, 30, 300, 3_000][Int(seed % 4)]
            let comparison = compare(story.old, story.text, options: options)
            #expect(EditFaults.ofComparison(comparison, story.old, story.text).isEmpty, "seed \(seed)")
        }
    }

    /// However paragraphs are cut and letters encoded, wherever it stands.
    @Test(arguments: parts) func ofTypographyAreNoise(part: UInt64) {
        for seed in Self.seeds(part, of: Self.pairs * 2 / 10) {
            var story = NewsEdits(seed: seed)
            story.editTypography()
            let comparison = compare(story.old, story.text)
            #expect(comparison.isEqual || comparison.isNoise, "seed \(seed)")
            #expect(EditFaults.ofComparison(comparison, story.old, story.text).isEmpty, "seed \(seed)")
        }
    }

    /// A word changed among them is the only change.
    @Test(arguments: parts) func ofTypographyAreNoiseBesideAChange(part: UInt64) {
        for seed in Self.seeds(part, of: Self.pairs * 2 / 10) {
            var story = NewsEdits(seed: seed)
            story.editTypography()
            story.replaceAWord()
            let comparison = compare(story.old, story.text)
            let changes = comparison.finestOperations.filter { $0.kind != .equal && !$0.marks.contains(.noise) }
            let letters = changes.flatMap { String(decoding: story.text[$0.new], as: UTF8.self).unicodeScalars }
                .count { $0.properties.isAlphabetic || $0.properties.numericType != nil }
            #expect(!comparison.isNoise && !changes.isEmpty, "seed \(seed)")
            #expect(letters <= 40, "seed \(seed): \(letters) letters")
            #expect(EditFaults.ofComparison(comparison, story.old, story.text).isEmpty, "seed \(seed)")
        }
    }

    /// All texts of up to three or four of a few pieces, with each other.
    @Test(arguments: [
        ["a", " ", ".", "\n\n"], ["a ", "b. ", "\""], ["– ", "A.", "\n"], ["a", "\u{200B}", " ", "é", "e\u{301}"],
    ])
    func ofTinyTextsKeepEveryByte(pieces: [String]) {
        let isLong = Self.pairs > 10_000
        var texts = [""]
        var last = texts
        for _ in 0..<(pieces.count == 3 ? 4 : 3) - (isLong ? -1 : pieces.count > 4 ? 1 : 0) {
            last = last.flatMap { text in pieces.map { text + $0 } }
            texts += last
        }
        for old in texts {
            for new in texts {
                let (before, after) = (Array(old.utf8), Array(new.utf8))
                let faults = EditFaults.ofComparison(compare(before, after), before, after)
                #expect(faults.isEmpty, "\(old.debugDescription) \(new.debugDescription)")
            }
        }
    }
}

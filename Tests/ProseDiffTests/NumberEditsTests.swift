import Foundation
import Testing

@testable import ProseDiff

/// One number in a text whose sentences move, in six languages: it changes what it says, or only its form.
@Suite("Numbers in edited texts")
struct NumberEditsTests {
    /// `STORYLEDGER_NUMBERS=100000` makes so many edits.
    private static let edits = ProcessInfo.processInfo.environment["STORYLEDGER_NUMBERS"].flatMap(Int.init) ?? 600
    private static let parts = Array(0..<6)

    @Test(arguments: parts) func areMarkedIfTheySaySomethingElseAndNeverCut(part: Int) {
        for seed in 0..<Self.edits / Self.parts.count {
            let seed = part * 10_000_000 + seed
            let faults = Self.faults(NumberEdits(seed: seed))
            #expect(faults.isEmpty, "seed \(seed)")
        }
    }

    /// Heaps of what numbers are made of, ill-formed bytes too: nothing is lost, and nothing stops the reading.
    @Test(arguments: parts) func heapsOfDigitsAndSignsKeepEveryByte(part: Int) {
        let pieces: [[UInt8]] =
            [
                "0", "1", "12", "345", "2026", "\u{FF13}", "\u{0665}", ".", ",", "'", "\u{2019}", " ", "\u{A0}",
                "\u{202F}", ":",
                "/", "-", "\u{2212}", "+", "$", "€", "US", "%", "m", "bn", "million", "Mio", "de", "d’euros", "km",
                "pm", "EUR",
                "二", "十", "亿", "万", "点", "元", "は", "two", "\n\n", ". ", "(", "e", "\u{301}", "\u{200D}",
                "99999999999999999999",
            ].map { Array($0.utf8) } + [[0xFF], [0xE4, 0xBA], [0xE2, 0x88]]
        for seed in 0..<Self.edits / Self.parts.count {
            var dice = SplitMix(part * 10_000_000 + seed)
            func heap(_ dice: inout SplitMix) -> [[UInt8]] {
                (0..<dice.roll(0, 14)).map { _ in pieces[dice.roll(0, pieces.count - 1)] }
            }
            var heap = heap(&dice)
            let old = Array(heap.joined())
            for _ in 0...dice.roll(0, 3) where !heap.isEmpty {
                heap[dice.roll(0, heap.count - 1)] = pieces[dice.roll(0, pieces.count - 1)]
                if dice.roll(0, 2) == 0 { heap.swapAt(0, heap.count - 1) }
            }
            let new = Array(heap.joined())
            #expect(EditFaults.all(old, new).isEmpty, "\(old) \(new)")
            for language in [nil, "en", "de", "zh"] {
                let places = NumberReading.all(in: new, language: language)
                #expect(places.allSatisfy { $0.reading.isSame(as: $0.reading) && $0.range.upperBound <= new.count })
                let tokens = ReadToken.all(in: new, language: language)
                #expect(tokens.allSatisfy { !$0.range.isEmpty && $0.range.upperBound <= new.count }, "\(new)")
                var options = Comparison.Options()
                options.language = language
                _ = compare(old, new, options: options)
            }
        }
    }

    /// What is wrong with the comparison of an edit, in words.
    static func faults(_ edit: NumberEdits) -> [String] {
        var options = Comparison.Options()
        options.language = edit.language.tag
        let comparison = compare(edit.old, edit.new, options: options)
        var faults = EditFaults.ofComparison(comparison, edit.old, edit.new)
        let changes = comparison.finestOperations.filter { $0.kind != .equal && $0.kind != .move }
        let isMarked = changes.contains { !$0.marks.isDisjoint(with: [.number, .numberWord]) }
        if isMarked != edit.isChanged { faults.append(isMarked ? "marked" : "not marked") }
        for change in changes {
            if cuts(change.old, edit.oldNumber) || cuts(change.new, edit.newNumber) {
                faults.append("cut by \(change)")
            }
        }
        let origins = blame([edit.old, edit.new]).spans.filter { $0.range.overlaps(edit.newNumber) }.map(\.origin)
        if Set(origins).count != 1 { faults.append("origins \(origins)") }
        return faults.map {
            "\($0): \(String(decoding: edit.old, as: UTF8.self)) -> \(String(decoding: edit.new, as: UTF8.self))"
        }
    }

    private static func cuts(_ range: Range<Int>, _ number: Range<Int>) -> Bool {
        range.overlaps(number) && !(range.lowerBound <= number.lowerBound && range.upperBound >= number.upperBound)
    }
}

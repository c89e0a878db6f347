import Testing

@testable import ProseDiff

@Suite("Labels of withheld passages")
struct LabelsTests {
    private static func label(_ text: Int, of count: Int, by: Int = 72) -> String {
        "[1 paragraph withheld by @\(by): It said \"no\" to Ada Quist. 3 times (Court of Halden), text \(text) of \(count)]"
    }

    private func compared(_ old: String, _ new: String, _ labels: [String]) -> Comparison {
        var options = Comparison.Options()
        options.language = "en"
        options.labels = Labels(labels.map { Array($0.utf8) })
        return compare(Array(old.utf8), Array(new.utf8), options: options)
    }

    @Test func twoLabelsDifferWithoutAMark() {
        let (one, two) = (Self.label(1, of: 2), Self.label(2, of: 2))
        let comparison = compared(
            "It rained.\n\n\(one)\n\nIt stopped.", "It rained.\n\n\(two)\n\nIt stopped.", [one, two])
        #expect(comparison.finestOperations.filter { $0.kind != .equal }.map(\.marks) == [[], []])
        #expect((comparison.counts.words.removed, comparison.counts.words.added) == (0, 0))
        #expect(compared(one, one, [one]).isEqual)
    }

    @Test func noQuotationReachesIntoALabelOrOutOfIt() {
        let (one, two) = (Self.label(1, of: 2), Self.label(2, of: 2))
        #expect(QuotedPassages.inside(Array("\(one) and".utf8), labels: Labels([Array(one.utf8)])).isEmpty)
        #expect(TellingWords.inside(Array(one.utf8), labels: Labels([Array(one.utf8)])).isEmpty)
        let old = "\(one)\n\nHe \u{201C}left\u{201D} at noon."
        let new = "\(two)\n\nHe \u{201C}left\u{201D} at dusk."
        let marks = compared(old, new, [one, two]).finestOperations.filter { $0.kind != .equal }.map(\.marks)
        #expect(marks.allSatisfy { $0.isEmpty })
    }

    @Test func aMovedLabelIsAMove() {
        let label = Self.label(1, of: 1)
        let rest = "It rained over the old town.\n\nThe mill stood still all day."
        let comparison = compared("\(label)\n\n\(rest)", "\(rest)\n\n\(label)", [label])
        #expect(comparison.operations.contains { $0.kind == .move && $0.edits.isEmpty })
    }

    @Test func onlyTheLabelsThatAreNamedAreOne() {
        let forged = Self.label(1, of: 2)
        let comparison = compared("\(forged) 240", "\(Self.label(2, of: 2)) 240", [Self.label(1, of: 9)])
        #expect(comparison.finestOperations.contains { $0.marks.contains(.number) })
    }

    @Test func blameGivesALabelOneOrigin() {
        let label = Self.label(1, of: 1)
        var options = Comparison.Options()
        options.labels = Labels([Array(label.utf8)])
        let texts = ["It rained 3 times.", "It rained 3 times.\n\n\(label)"].map { Array($0.utf8) }
        let blamed = blame(texts, options: options)
        #expect(blamed.sentences.count == 2)
        #expect(blamed.spans.map(\.origin.version) == [0, 1])
    }

    /// A paragraph in the place of a label may be what was withheld; one more is new.
    @Test func whatMayBeTheWithheldPassageHasNoMark() {
        let label = Self.label(1, of: 1)
        let said = "The police said that 240 cars burned."
        let one = compared("\(label)\n\nIt stopped.", "\(said)\n\nIt stopped.", [label])
        #expect(one.finestOperations.allSatisfy { $0.marks.isEmpty })
        #expect(one.counts.sentences.added == 0 && one.counts.words.added == 0)
        let two = compared("\(label)\n\nIt stopped.", "\(said)\n\nIt rained on 3 days.\n\nIt stopped.", [label])
        #expect(two.finestOperations.contains { $0.marks.contains(.number) })
        #expect(two.counts.sentences.added > 0)
    }

    /// The oracle has a word of its own, as long, in place of each label. Marks are the same where no label was put in or taken
    /// out, else no more, and no operation cuts a label.
    @Test(arguments: 0..<300)
    func marksAreThoseOfATextWithWordsInPlaceOfLabels(seed: Int) {
        var dice = SplitMix(seed)
        let labels = (1...3).map { Self.label($0, of: 3) }
        let words = zip(labels, ["x", "y", "z"]).map { String(repeating: $1, count: $0.utf8.count) }
        let pieces = [
            "The repair costs 240 million.", "The repair costs 260 million.", "Ada Quist said \u{201C}no\u{201D}.",
            "Bo Tarn said \u{201C}no\u{201D}.", "It is not safe.", "It is safe.",
        ]
        func version() -> [Int] { (0..<dice.roll(2, 7)).map { _ in dice.roll(0, pieces.count + labels.count - 1) } }
        func text(_ version: [Int], _ holes: [String]) -> String {
            version.map { $0 < pieces.count ? pieces[$0] : holes[$0 - pieces.count] }.joined(separator: "\n\n")
        }
        let (old, new) = (version(), version())
        let comparison = compared(text(old, labels), text(new, labels), labels)
        let oracle = compared(text(old, words), text(new, words), [])
        func all(_ comparison: Comparison) -> Comparison.Marks {
            comparison.finestOperations.reduce(into: []) { $0.formUnion($1.marks.subtracting(.noise)) }
        }
        let holes = Labels(labels.map { Array($0.utf8) })
        let oldHoles = holes.places(in: Array(text(old, labels).utf8))
        let newHoles = holes.places(in: Array(text(new, labels).utf8))
        let isBesideLabel = comparison.finestOperations.contains { operation in
            [.insert, .delete, .replace].contains(operation.kind)
                && (oldHoles.contains { operation.old.overlaps($0) }
                    || newHoles.contains { operation.new.overlaps($0) })
        }
        #expect(
            isBesideLabel ? all(oracle).isSuperset(of: all(comparison)) : all(comparison) == all(oracle), "seed \(seed)"
        )
        for operation in comparison.finestOperations {
            let isCut = newHoles.contains { operation.new.overlaps($0) && operation.new.clamped(to: $0) != $0 }
            #expect(!isCut, "seed \(seed)")
        }
    }
}

/// A seeded generator of small numbers.
struct SplitMix {
    private var state: UInt64

    init(_ seed: Int) { state = UInt64(bitPattern: Int64(seed)) &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    /// A number of a closed range.
    mutating func roll(_ low: Int, _ high: Int) -> Int {
        state = state &+ 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return low + Int((mixed ^ (mixed >> 31)) % UInt64(high - low + 1))
    }
}

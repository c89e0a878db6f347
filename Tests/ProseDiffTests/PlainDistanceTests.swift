import Testing

@testable import ProseDiff

@Suite("The least distance in words")
struct PlainDistanceTests {
    /// `minimal` is said where, and only where, no script of words and marks is shorter, by a table of all prefixes.
    @Test(arguments: 1...20 as ClosedRange<UInt64>) func isWhatATableSays(seed: UInt64) {
        var dice = Dice(state: seed)
        var answers = [false: 0, true: 0]
        for _ in 0..<150 {
            let (old, new) = (Self.text(&dice), Self.text(&dice))
            var lexicon = TokenInterner()
            let before = ProseText(Array(old.joined(separator: " ").utf8), &lexicon)
            let after = ProseText(Array(new.joined(separator: " ").utf8), &lexicon)
            var alignment = Alignment(before, after, .init())
            if dice.roll(2) == 0, let token = alignment.matches.indices.first(where: { alignment.matches[$0] >= 0 }) {
                alignment.matches[token] = -1
            }
            let stayed = alignment.moves.flatMap { Array($0.old) }.reduce(into: alignment.matches) { $0[$1] = -1 }
                .count { $0 >= 0 }
            let isLeast = stayed == Self.longestCommon(old, new)
            #expect(PlainDistance(before, after, alignment).isLeast() == isLeast, "seed \(seed): \(old) \(new)")
            answers[isLeast]! += 1
        }
        #expect(answers.values.allSatisfy { $0 > 0 }, "seed \(seed)")
    }

    /// Words of every length, at the end of a text or not, in ASCII or not, are the same where their bytes are.
    @Test(arguments: 0..<20) func tellsWordsOfEveryLengthApart(length: Int) {
        for tail in ["", ".", " ", "é", "e\u{301}", "市", " and more of it"] {
            let word = String("abcdefghijklmnopqrst".prefix(length)) + tail
            for other in [word, "z" + word, word + "z", word + word] {
                let (old, new) = ("\(other) \(word)", "\(word)")
                var lexicon = TokenInterner()
                let (before, after) = (
                    ProseText(Array(old.utf8), &lexicon), ProseText(Array(new.utf8), &lexicon)
                )
                // Nothing matched is more than need be wherever any word could be.
                var apart = Alignment(before, after, .init())
                apart.matches = apart.matches.map { _ in -1 }
                apart.moves = []
                let isEmpty = after.count == 0
                #expect(PlainDistance(before, after, apart).isLeast() == isEmpty, "\(old.debugDescription)")
            }
        }
    }

    /// The same where whole paragraphs stay between those that change, which are cut into words for this alone.
    @Test(arguments: 1...10 as ClosedRange<UInt64>) func isWhatATableSaysAcrossWholeParagraphs(seed: UInt64) {
        var dice = Dice(state: seed)
        var answers = [false: 0, true: 0]
        for _ in 0..<40 {
            let tail = ["of", "the", "old-harbour's", "ministry", "naïve", "7th"]
            let kept: [[String]] = (0..<3).map { _ in Self.text(&dice) + tail }
            let old: [[String]] = (0..<2).map { _ in Self.text(&dice) + ["the"] }
            let new: [[String]] = (0..<2).map { _ in Self.text(&dice) + ["the"] }
            let before: [[String]] = [old[0], kept[0], kept[1], old[1], kept[2]]
            let after: [[String]] = [new[0], kept[0], kept[1], new[1], kept[2]]
            func bytes(_ text: [[String]]) -> [UInt8] {
                Array(text.map { $0.joined(separator: " ") }.joined(separator: "\n\n").utf8)
            }
            let comparison = compare(bytes(before), bytes(after))
            guard !comparison.operations.contains(where: { $0.kind == .move }) else { continue }
            let (olds, news) = (Self.words(bytes(before)), Self.words(bytes(after)))
            let least = olds.count + news.count - 2 * Self.longestCommon(olds, news)
            var changed = 0
            for change in comparison.finestOperations where change.kind != .equal {
                changed += Self.words(Array(bytes(before)[change.old])).count
                changed += Self.words(Array(bytes(after)[change.new])).count
            }
            #expect((comparison.quality == .minimal) == (changed == least), "seed \(seed)")
            answers[changed == least]! += 1
        }
        #expect(answers.values.allSatisfy { $0 > 0 }, "seed \(seed)")
    }

    /// Runs of letters and digits, and marks.
    private static func words(_ bytes: [UInt8]) -> [String] {
        String(decoding: bytes, as: UTF8.self).matches(of: #/[\p{L}\p{N}]+|[^\p{L}\p{N}\s]/#).map { String($0.output) }
    }

    private static func text(_ dice: inout Dice) -> [String] {
        let words = ["a", "to", "the", "ministry", "1234567", "12345678", "été", "."]
        return (0..<dice.roll(14)).map { _ in words[dice.roll(words.count)] }
    }

    private static func longestCommon(_ old: [String], _ new: [String]) -> Int {
        var row = [Int](repeating: 0, count: new.count + 1)
        for word in old {
            var diagonal = 0
            for (column, other) in new.enumerated() {
                let above = row[column + 1]
                row[column + 1] = word == other ? diagonal + 1 : max(above, row[column])
                diagonal = above
            }
        }
        return row[new.count]
    }
}

import LedgerTestKit
import ProseDiff
import ProseRendering
import Testing

@testable import storyledger

@Suite struct WrappingTests {
    @Test(arguments: [
        ("short", 20, "short"),
        ("one two three four five six", 20, "one two three four\n  five six"),
        ("    one two three four five six", 20, "    one two three\n      four five six"),
        ("a\nsix seven eight nine ten\n", 20, "a\nsix seven eight nine\n  ten\n"),
        ("x 0123456789abcdef0123456789abcdef y", 20, "x\n  0123456789abcdef0123456789abcdef\n  y"),
        ("0123456789abcdef0123456789abcdef", 20, "0123456789abcdef0123456789abcdef"),
        ("大桥将于五月关闭维修市长说", 20, "大桥将于五月关闭维修\n  市长说"),
        ("one two", 1, "one two"),
        // A vowel with a column of its own makes no wide character: the word stays in one piece.
        ("नया पुल आज बंद रहेगा सरकार", 20, "नया पुल आज बंद रहेगा\n  सरकार"),
        ("\u{1B}[31mone two three four\u{1B}[0m five", 20, "\u{1B}[31mone two three four\u{1B}[0m\n  five"),
        (
            "\u{1B}[31mone two three four five\u{1B}[0m", 20,
            "\u{1B}[31mone two three four\u{1B}[0m\n  \u{1B}[31mfive\u{1B}[0m"
        ),
        // A style between two spaces is no word: nothing is broken before it.
        (
            "0123456789abcdefghij \u{1B}[31m klm\u{1B}[0m", 20,
            "0123456789abcdefghij\u{1B}[31m\u{1B}[0m\n  \u{1B}[31mklm\u{1B}[0m"
        ),
    ])
    func breaksLinesThatDoNotFit(text: String, columns: Int, expected: String) {
        #expect(text.fitted(to: columns) == expected)
    }

    /// What a chunk of a file may show of its last character: all of it, or nothing.
    @Test func aCharacterIsNotCutAtTheEndOfAChunk() {
        for text in ["", "a", "aé", "a桥", "a👩", "é桥👩é"] {
            let bytes = Array(text.utf8)
            #expect(bytes.endOfWholeScalars == bytes.count)
            let last = text.unicodeScalars.last.map { String($0).utf8.count } ?? 1
            for cut in 1..<last { #expect(Array(bytes.dropLast(cut)).endOfWholeScalars == bytes.count - last) }
        }
        // What is no UTF-8 is shown as it comes.
        #expect([0x80, 0x80, 0x80, 0x80, 0x80].endOfWholeScalars == 5)
    }

    /// Words in their order, none lost, each line as wide as there is room.
    @Test(arguments: [UInt64](1...200))
    func losesNothing(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let pieces = [
            "a", "bridge", "大桥", "é", "e\u{301}", "👩‍🚒", " ", "  ", "\n", "\u{1B}[1m", "\u{1B}[0m", "جسر", "x-ray",
        ]
        let text = (0..<80).map { _ in pieces.randomElement(using: &random)! + (Bool.random(using: &random) ? " " : "")
        }
        .joined()
        let columns = Int.random(in: 20...60, using: &random)
        let fitted = text.fitted(to: columns)
        func plain(_ text: String) -> String {
            text.replacing(/\u{1B}\[[0-9]*m/, with: "").filter { !$0.isWhitespace }
        }
        #expect(plain(fitted) == plain(text), "seed \(seed)")
        for line in fitted.split(separator: "\n") {
            let shown = line.replacing(/\u{1B}\[[0-9]*m/, with: "")
            let words = shown.split(separator: " ")
            #expect(shown.terminalColumns <= columns || words.count < 2, "seed \(seed): \(shown)")
        }
    }

    @Test func cutsByColumns() {
        #expect("大桥将于".cut(to: 5) == "大桥…" && "大桥".cut(to: 4) == "大桥" && "abc".cut(to: 2) == "a…")
        #expect("大桥".padded(to: 6) == "大桥  ")
    }
}

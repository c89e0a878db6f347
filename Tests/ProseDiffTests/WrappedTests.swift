import ProseDiff
@testable import ProseRendering
import Testing

@Suite("A rendering is broken into lines that fit a terminal")
struct WrappedTests {
    @Test(arguments: [
        ("one two three", 8, "one two\nthree"), ("one  two", 20, "one  two"), ("aaaaaaaaaa bb", 8, "aaaaaaaa\naa bb"),
        ("漢字31000辆", 8, "漢字\n31000辆"), ("漢字3,100辆", 8, "漢字\n3,100辆"), ("漢123456789", 8, "漢\n12345678\n9"),
        ("漢字漢31.", 8, "漢字漢31\n."), ("漢字漢[-314-]", 8, "漢字漢[-\n314-]"),
        ("a\n\nb c", 8, "a\n\nb c"), ("", 8, ""), ("  a", 8, "  a"), ("漢字漢字漢字", 8, "漢字漢字\n漢字"),
    ])
    func breaksBetweenWords(text: String, width: Int, expected: String) {
        #expect(Rendering.wrapped(text, to: width) == expected)
    }

    @Test func numbersOfAColumnAreNotBroken() {
        let lines = Columns.wrap([Columns.Run(text: "漢字漢31000辆 1234567890", ink: "")], width: 8)
        #expect(lines == ["漢字漢  ", "31000辆 ", "12345678", "90      "])
    }

    @Test func colourDoesNotCrossTheEndOfALine() {
        let (red, plain) = ("\u{1B}[31;9m", "\u{1B}[0m")
        #expect(
            Rendering.wrapped("a \(red)bb cc dd ee\(plain) f", to: 8)
                == "a \(red)bb cc\(plain)\n\(red)dd ee\(plain) f")
    }

    @Test func noLineIsWiderAndNothingIsLost() {
        var dice = Dice(state: 16)
        for _ in 0..<300 {
            let words = (0..<1 + dice.roll(30)).map { _ in
                String(repeating: "x", count: 1 + dice.roll(14))
            }
            let width = 8 + dice.roll(33)
            let wrapped = Rendering.wrapped(words.joined(separator: " "), to: width)
            #expect(wrapped.split(separator: "\n").allSatisfy { $0.count <= width })
            #expect(wrapped.filter { $0 == "x" }.count == words.joined().count)
        }
    }

    /// A mark moves to the next line whole.
    @Test(arguments: 13..<40)
    func marksAreNeverCut(width: Int) {
        let marks = ["[-", "-]", "{+", "+}", "<negation>", "<attribution>"]
        for count in 0..<40 {
            let text = String(repeating: "漢", count: count) + "[-非-]{+是+}<negation>漢字[-說-]<attribution>漢字"
            let lines = Rendering.wrapped(text, to: width).split(separator: "\n")
            #expect(lines.joined() == text)
            #expect(lines.allSatisfy { line in line.count + line.count { $0 > "\u{2E80}" } <= width })
            let whole = lines.map { line in marks.reduce(0) { $0 + line.components(of: $1) } }.reduce(0, +)
            #expect(whole == 8, "\(lines)")
        }
    }
}

extension Substring {
    /// How often a mark stands in it.
    fileprivate func components(of mark: String) -> Int { ranges(of: mark).count }
}

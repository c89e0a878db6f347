import Glibc
import Testing

@testable import ProseDiff
@testable import ProseRendering

/// Columns of a terminal against wcwidth of the C library, by which terminals and their programs count.
@Suite("Terminal columns")
struct TerminalColumnsTests {
    /// wcwidth in a locale of UTF-8, for this thread only; -1 for what is not printed or not assigned there.
    private static func withWidths<Result>(_ body: ((Unicode.Scalar) -> Int) -> Result) throws -> Result {
        let locale = try #require(newlocale(1 << Int32(LC_CTYPE), "C.UTF-8", nil))
        let before = uselocale(locale)
        defer {
            uselocale(before)
            freelocale(locale)
        }
        // Glibc's module does not show it.
        let symbol = try #require(dlsym(nil, "wcwidth"))
        let wcwidth = unsafeBitCast(symbol, to: (@convention(c) (Int32) -> Int32).self)
        return body { Int(wcwidth(Int32($0.value))) }
    }

    private static let scalars = (UInt32(0)...0x10FFFF).compactMap(Unicode.Scalar.init)

    @Test func ofEachCharacterAreThoseOfTheCLibrary() throws {
        let wrong = try Self.withWidths { width in
            Self.scalars.filter { scalar in
                let expected = width(scalar)
                // A control is shown as a picture, and a tab as one space. What is not assigned has no width there.
                guard expected >= 0, scalar.value > 0 else { return false }
                return String(Character(scalar)).terminalColumns != expected
            }
        }
        #expect(wrong.isEmpty, "\(wrong.count): \(wrong.prefix(12).map { String($0.value, radix: 16) })")
    }

    /// A character that joins the one before it in a grapheme takes its own columns as well: a vowel of Thai, a sound mark.
    @Test(arguments: ["a", "ก", "ກ", "क", "ｶ", "桥"])
    func ofAGraphemeAreTheSum(base: String) throws {
        let wrong = try Self.withWidths { width in
            Self.scalars.filter { scalar in
                let expected = width(scalar)
                // Terminals show a character before this selector as a picture of two columns.
                guard expected >= 0, scalar.value > 0, scalar.value != 0xFE0F, let first = base.unicodeScalars.first
                else { return false }
                return (base + String(Character(scalar))).terminalColumns != width(first) + expected
            }
        }
        #expect(wrong.isEmpty, "\(wrong.count): \(wrong.prefix(12).map { String($0.value, radix: 16) })")
    }

    @Test(arguments: [
        ("กำ", 2), ("ກຳ", 2), ("ｶﾞ", 2), ("ﾊﾟ", 2), ("น้ำ", 2), ("का", 2), ("한", 2), ("\u{1112}\u{1161}\u{11AB}", 2),
        // Pictures are one, other than wcwidth has it, which knows no sequences.
        ("👩‍🚒", 2), ("👍🏽", 2), ("❤\u{FE0F}", 2), ("🇫🇷", 2), ("1\u{FE0F}\u{20E3}", 2), ("👩‍❤\u{FE0F}‍👨", 2),
    ])
    func ofWords(text: String, columns: Int) {
        #expect(text.terminalColumns == columns)
        #expect(
            Columns.wrap([Columns.Run(text: text)], width: 8) == [text + String(repeating: " ", count: 8 - columns)])
    }
}

import CanonicalJSON
import Testing

@Suite("Strings hold well-formed UTF-8 without noncharacters")
struct UTF8SequenceTests {
    /// The bytes on both sides of every border in table 3-7 of the Unicode Standard, and of JSON's own.
    private static let borders: [UInt8] = [
        0x1F, 0x20, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xB7, 0xBE, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1,
        0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF,
    ]

    @Test func takesEveryScalarButTheReserved() throws {
        for block in stride(from: UInt32(0), through: 0x10FF00, by: 0x100) {
            let scalars = (block..<block + 0x100).compactMap(Unicode.Scalar.init)
            let (reserved, allowed) = (scalars.filter(isReserved), scalars.filter { !isReserved($0) })
            let text = String(String.UnicodeScalarView(allowed.filter { $0 >= " " && $0 != "\"" && $0 != "\\" }))
            #expect(try parse("\"\(text)\"") == .string(Text(text)))
            for scalar in reserved {
                let error = refusal(of: Array("\"é\(scalar)\"".utf8))
                #expect(error == JSONSyntaxError(.noncharacter(scalar), offset: 3))
            }
        }
    }

    @Test func agreesWithTheStandardLibraryAboutPairs() {
        for first in UInt8(0x80)...0xFF {
            for second in UInt8(0x20)...0xFF where second != UInt8(ascii: "\"") && second != UInt8(ascii: "\\") {
                check([first, second])
            }
        }
    }

    @Test func agreesWithTheStandardLibraryAboutLongerSequences() {
        let ends: [UInt8] = [0x41, 0x7F, 0x80, 0x90, 0xBE, 0xBF, 0xC0]
        for first in Self.borders where first >= 0xE0 {
            for second in Self.borders {
                for third in ends {
                    check([first, second, third])
                    ends.forEach { check([first, second, third, $0]) }
                }
            }
        }
    }

    private func check(_ inside: [UInt8]) {
        let scalars = String(validating: inside, as: UTF8.self)?.unicodeScalars
        let isAllowed = scalars?.allSatisfy { !isReserved($0) && $0 >= " " } ?? false
        // Cut off by the end of the string, and in the midst of it.
        for after in ["", "and on"] where (refusal(of: [0x22] + inside + after.utf8 + [0x22]) == nil) != isAllowed {
            Issue.record("\(inside.map { String($0, radix: 16) })")
        }
    }

    private func isReserved(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isNoncharacterCodePoint
    }
}

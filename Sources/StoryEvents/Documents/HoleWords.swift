import CanonicalJSON

/// The words that stand in place of withheld text, as ``Withheld`` writes them, and what reads like them. No text of a
/// producer has them: a reader of them can rely on the takedown.
///
/// Texts are compared folded: without white space, marks and invisible characters, in small letters, full-width forms as the
/// plain ones, and each square bracket as `[` or `]`. Letters of other alphabets that look the same stay what they are.
package enum HoleWords {
    /// The most folded characters between the bracket and `withheld by`.
    private static let longest = 40
    private static let ends = ["withheldby", "withheldbyevent"].map { Array($0.utf8) }
    private static let notCarried = Array("[notcarried]".utf8)
    private static let (opening, closing) = (UInt8(ascii: "["), UInt8(ascii: "]"))
    private static let (at, digit, other) = (UInt8(ascii: "@"), UInt8(ascii: "0"), UInt8(ascii: "?"))

    /// Whether a text reads so: a bracket, a few words or none, `withheld by`, perhaps `event`, and `@` with a digit.
    package static func stand(in text: Text) -> Bool {
        mayStand(in: text.bytes) && stand(inFolded: folded(text))
    }

    /// Whether a text reads like the words in place of any missing piece, withheld or not carried.
    package static func resemble(_ text: Text) -> Bool {
        let text = folded(text)
        return stand(inFolded: text)
            || text.indices.contains { text[$0] == opening && text[$0...].starts(with: notCarried) }
    }

    /// Whether bytes have an at sign that no letter follows, which few texts have; also where JSON escapes what follows it.
    static func mayStand(in bytes: some Collection<UInt8>) -> Bool {
        var (last, second, first): (UInt8, UInt8, UInt8) = (0, 0, 0)
        for byte in bytes {
            if last == at, !(0x61...0x7A).contains(byte | 0x20) { return true }
            (first, second, last) = (second, last, byte)
            // The full-width form, and the small one.
            if first == 0xEF, second == 0xBC, last == 0xA0 { return true }
            if first == 0xEF, second == 0xB9, last == 0xAB { return true }
        }
        return false
    }

    private static func stand(inFolded text: [UInt8]) -> Bool {
        text.indices.dropLast().contains { place in
            guard text[place] == at, text[place + 1] == digit else { return false }
            let before = text[..<place]
            return ends.contains { end in
                guard before.count >= end.count, before.suffix(end.count).elementsEqual(end) else { return false }
                return before.dropLast(end.count).suffix(longest + 1).last { $0 == opening || $0 == closing } == opening
            }
        }
    }

    /// A byte for each character that counts: a small letter, `0` for all digits, `?` for what has no other.
    private static func folded(_ text: Text) -> [UInt8] {
        text.string.unicodeScalars.compactMap { scalar in
            if scalar.value < 0x80 { return folded(ascii: UInt8(scalar.value)) }
            // The full-width forms of ASCII, and the small form of the at sign.
            if (0xFF01...0xFF5E).contains(scalar.value) { return folded(ascii: UInt8(scalar.value - 0xFEE0)) }
            if scalar.value == 0xFE6B { return at }
            if openings.contains(scalar) { return opening }
            if closings.contains(scalar) { return closing }
            if blanks.contains(scalar) { return nil }
            return switch scalar.properties.generalCategory {
            case .control, .format, .spaceSeparator, .lineSeparator, .paragraphSeparator, .nonspacingMark,
                .enclosingMark:
                nil
            case .decimalNumber: digit
            default: other
            }
        }
    }

    private static func folded(ascii byte: UInt8) -> UInt8? {
        switch byte {
        case ...0x20, 0x7F: nil
        case 0x30...0x39: digit
        case 0x41...0x5A: byte | 0x20
        case 0x61...0x7A, at, opening, closing: byte
        default: other
        }
    }

    private static let openings = Set("⁅❲⟦【〔〖〘〚⦋⦍⦏⦗﹇﹝".unicodeScalars)
    private static let closings = Set("⁆❳⟧】〕〗〙〛⦌⦎⦐⦘﹈﹞".unicodeScalars)
    /// Letters and signs that show nothing.
    private static let blanks = Set("\u{115F}\u{1160}\u{2800}\u{3164}\u{FFA0}".unicodeScalars)

    /// The path of the first string below a value that has them.
    static func path(in json: JSON, at path: JSONPath) -> JSONPath? {
        switch json {
        case .string(let text): stand(in: text) ? path : nil
        case .array(let elements):
            elements.enumerated().lazy.compactMap { Self.path(in: $1, at: path.element($0)) }.first
        case .object(let object):
            object.members.lazy.compactMap { Self.path(in: $0.value, at: path.member($0.key)) }.first
        default: nil
        }
    }
}

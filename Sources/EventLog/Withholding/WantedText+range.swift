import CanonicalJSON
import Foundation

extension WantedText {
    /// Where a reader first sees some words in a text: however wide the white space is, and whatever is invisible.
    ///
    /// - Returns: nil where they are not.
    public static func range(of words: String, in text: String) -> Range<String.Index>? {
        range(of: letters(of: words, nil), in: letters(of: text, nil))
    }

    /// How a text spells some words, in any letters that are the same by ``LetterFold``, with one space for white space of any
    /// width.
    ///
    /// - Returns: nil where they are not.
    public static func spelling(of words: String, in text: String) -> Text? {
        for marks in LetterFold.Marks.allCases {
            let seen = letters(of: text, marks)
            for other in LetterFold.Marks.allCases {
                guard let range = range(of: letters(of: words, other), in: seen) else { continue }
                return Text(String(decoding: SeenText.text(of: Array(text[range].utf8)), as: UTF8.self))
            }
        }
        return nil
    }

    private typealias Letter = (scalar: Unicode.Scalar, range: Range<String.Index>)

    private static func range(of wanted: [Letter], in seen: [Letter]) -> Range<String.Index>? {
        guard !wanted.isEmpty, wanted.count <= seen.count else { return nil }
        let start = (0...seen.count - wanted.count).first { start in
            wanted.indices.allSatisfy { seen[start + $0].scalar == wanted[$0].scalar }
        }
        return start.map { seen[$0].range.lowerBound..<seen[$0 + wanted.count - 1].range.upperBound }
    }

    /// What a reader sees, letters and accents apart, each with its place.
    ///
    /// - Parameter marks: How to fold the letters; nil to leave them as they are.
    private static func letters(of text: String, _ marks: LetterFold.Marks?) -> [Letter] {
        var letters: [Letter] = []
        let scalars = text.unicodeScalars
        for place in scalars.indices {
            let (scalar, range) = (scalars[place], place..<scalars.index(after: place))
            let parts = marks.map { LetterFold.parts(of: scalar.value, $0) } ?? decomposed(scalar)
            for part in parts {
                if marks != nil, LetterFold.isAccent(part) {
                    // The accent belongs to the letter.
                    guard let last = letters.last else { continue }
                    letters[letters.count - 1].range = last.range.lowerBound..<range.upperBound
                    guard marks == .doubled, let letter = UInt8(exactly: last.scalar.value) else { continue }
                    if let more = LetterFold.more(part, after: letter) {
                        letters.append((Unicode.Scalar(more), range))
                    }
                } else if SeenText.isWhiteSpace(part) {
                    if letters.last?.scalar != " " { letters.append((" ", range)) }
                } else if !SeenText.isInvisible(part), let letter = Unicode.Scalar(part) {
                    if marks != nil, letters.count > 1, letters[letters.count - 1].scalar == " ",
                        LetterFold.isJoined(letters[letters.count - 2].scalar.value), LetterFold.isJoined(part)
                    {
                        letters.removeLast()
                    }
                    letters.append((letter, range))
                }
            }
        }
        return letters
    }

    private static func decomposed(_ scalar: Unicode.Scalar) -> [UInt32] {
        if scalar.isASCII { return [scalar.value] }
        return String(scalar).decomposedStringWithCanonicalMapping.unicodeScalars.map(\.value)
    }
}

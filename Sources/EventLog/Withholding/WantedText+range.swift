import CanonicalJSON
import Foundation

extension WantedText {
    /// Where a reader first sees some words in a text: however wide the white space is, and whatever is invisible.
    ///
    /// - Returns: nil where they are not.
    public static func range(of words: String, in text: String) -> Range<String.Index>? {
        range(of: words, in: text, isAnyCase: false)
    }

    /// How a text spells some words, in letters of any case, with one space for white space of any width.
    ///
    /// - Returns: nil where they are not.
    public static func spelling(of words: String, in text: String) -> Text? {
        range(of: words, in: text, isAnyCase: true).map { range in
            Text(String(decoding: SeenText.text(of: Array(text[range].utf8)), as: UTF8.self))
        }
    }

    private static func range(of words: String, in text: String, isAnyCase: Bool) -> Range<String.Index>? {
        let (wanted, seen) = (letters(of: words, isAnyCase), letters(of: text, isAnyCase))
        guard !wanted.isEmpty, wanted.count <= seen.count else { return nil }
        let start = (0...seen.count - wanted.count).first { start in
            wanted.indices.allSatisfy { seen[start + $0].scalar == wanted[$0].scalar }
        }
        return start.map { seen[$0].range.lowerBound..<seen[$0 + wanted.count - 1].range.upperBound }
    }

    /// What a reader sees, letters and accents apart, each with its place; for any case, in small letters.
    private static func letters(
        of text: String, _ isAnyCase: Bool
    ) -> [(scalar: Unicode.Scalar, range: Range<String.Index>)] {
        var letters: [(scalar: Unicode.Scalar, range: Range<String.Index>)] = []
        let scalars = text.unicodeScalars
        for place in scalars.indices {
            let (scalar, range) = (scalars[place], place..<scalars.index(after: place))
            if SeenText.isWhiteSpace(scalar.value) {
                if letters.last?.scalar != " " { letters.append((" ", range)) }
            } else if !SeenText.isInvisible(scalar.value) {
                let letter = isAnyCase ? scalar.properties.lowercaseMapping : String(scalar)
                let parts = scalar.isASCII ? letter : letter.decomposedStringWithCanonicalMapping
                for part in parts.unicodeScalars { letters.append((part, range)) }
            }
        }
        return letters
    }
}

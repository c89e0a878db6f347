import Foundation

extension WantedText {
    /// Where a reader first sees some words in a text: however wide the white space is, and whatever is invisible.
    ///
    /// - Returns: nil where they are not.
    public static func range(of words: String, in text: String) -> Range<String.Index>? {
        let (wanted, seen) = (letters(of: words), letters(of: text))
        guard !wanted.isEmpty, wanted.count <= seen.count else { return nil }
        let start = (0...seen.count - wanted.count).first { start in
            wanted.indices.allSatisfy { seen[start + $0].scalar == wanted[$0].scalar }
        }
        return start.map { seen[$0].range.lowerBound..<seen[$0 + wanted.count - 1].range.upperBound }
    }

    /// What a reader sees, letters and accents apart, each with its place.
    private static func letters(of text: String) -> [(scalar: Unicode.Scalar, range: Range<String.Index>)] {
        var letters: [(scalar: Unicode.Scalar, range: Range<String.Index>)] = []
        let scalars = text.unicodeScalars
        for place in scalars.indices {
            let (scalar, range) = (scalars[place], place..<scalars.index(after: place))
            if SeenText.isWhiteSpace(scalar.value) {
                if letters.last?.scalar != " " { letters.append((" ", range)) }
            } else if scalar.isASCII, !SeenText.isInvisible(scalar.value) {
                letters.append((scalar, range))
            } else if !SeenText.isInvisible(scalar.value) {
                for part in String(scalar).decomposedStringWithCanonicalMapping.unicodeScalars {
                    letters.append((part, range))
                }
            }
        }
        return letters
    }
}

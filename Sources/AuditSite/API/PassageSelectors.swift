import CanonicalJSON

/// Selects passages of a plain text, as annotations do: by their words, and by their place.
///
/// Source: W3C Web Annotation Data Model, 4.2.4 and 4.2.5.
struct PassageSelectors {
    private let text: [UInt8]
    /// How many scalars begin before each block of bytes.
    private let counts: [Int]
    /// Bytes that may still be searched for passages that read the same.
    private var budget: Int

    private static let block = 256
    /// Bytes of words before and after a passage, the fewest that tell it from others first.
    private static let contexts = [32, 128, 512, 2048]

    /// - Parameters:
    ///   - text: UTF-8.
    ///   - budget: The most bytes to search.
    init(_ text: [UInt8], budget: Int = 64 << 20) {
        self.text = text
        self.budget = budget
        var (counts, count): ([Int], Int) = ([], 0)
        for (index, byte) in text.enumerated() {
            if index.isMultiple(of: Self.block) { counts.append(count) }
            if byte & 0xC0 != 0x80 { count += 1 }
        }
        self.counts = counts
    }

    /// A selector of the words, unless they cannot be told from others by the words around them; and one of the place.
    ///
    /// - Parameter range: In UTF-8 bytes, within the text.
    mutating func selectors(of range: Range<Int>) -> JSON {
        let place: JSON = [
            "type": "TextPositionSelector", "start": JSON(scalars(before: range.lowerBound)),
            "end": JSON(scalars(before: range.upperBound)),
        ]
        guard let around = context(of: range) else { return [place] }
        let quote: JSON = [
            "type": "TextQuoteSelector", "exact": words(range), "prefix": words(around.lowerBound..<range.lowerBound),
            "suffix": words(range.upperBound..<around.upperBound),
        ]
        return [quote, place]
    }

    func words(_ range: Range<Int>) -> JSON { .string(Text(String(decoding: text[range], as: UTF8.self))) }

    /// How many scalars begin before an offset.
    private func scalars(before offset: Int) -> Int {
        let block = min(offset / Self.block, counts.count - 1)
        guard block >= 0 else { return 0 }
        return counts[block] + text[block * Self.block..<offset].count { $0 & 0xC0 != 0x80 }
    }

    /// The passage with so many words around it that the text has them once; nil where there is none.
    private mutating func context(of range: Range<Int>) -> Range<Int>? {
        for length in Self.contexts {
            let begin = scalar(atOrAfter: max(0, range.lowerBound - length))
            let end = scalar(atOrAfter: min(text.count, range.upperBound + length))
            let around = begin..<max(end, range.upperBound)
            guard budget > 0 else { return nil }
            budget -= text.count
            if isOnce(around) { return around }
        }
        return nil
    }

    private func scalar(atOrAfter offset: Int) -> Int {
        var offset = offset
        while offset < text.count, text[offset] & 0xC0 == 0x80 { offset += 1 }
        return offset
    }

    /// Whether the bytes of a range are found at one place of the text only.
    ///
    /// Source: D. E. Knuth, J. H. Morris, V. R. Pratt, Fast pattern matching in strings, 1977. It is linear in hostile texts,
    /// too.
    private func isOnce(_ range: Range<Int>) -> Bool {
        guard !range.isEmpty else { return false }
        return text.withUnsafeBufferPointer { bytes in
            let wanted = UnsafeBufferPointer(rebasing: bytes[range])
            var borders = [Int](repeating: 0, count: wanted.count)
            func next(_ matched: Int, _ byte: UInt8) -> Int {
                var matched = matched
                while matched > 0, matched == wanted.count || wanted[matched] != byte { matched = borders[matched - 1] }
                return wanted[matched] == byte ? matched + 1 : matched
            }
            for index in wanted.indices.dropFirst() { borders[index] = next(borders[index - 1], wanted[index]) }
            var (matched, found) = (0, 0)
            for byte in bytes {
                matched = next(matched, byte)
                if matched == wanted.count { found += 1 }
                if found > 1 { return false }
            }
            return found == 1
        }
    }
}

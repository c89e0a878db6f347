/// Finds passages in a text by their words, whatever marks and white space are between them.
///
/// A search takes time linear in the text and the passage, and mostly far less: it begins at the passage's rarest word.
public struct PassageFinder: Sendable {
    /// For each word of the text, its number and its place.
    private let words: [Int32]
    private let ranges: [Range<Int>]
    /// The number of each word in plain typography.
    private let numbers: [String: Int32]
    /// For each number, where the word stands, in order.
    private let starts: [[Int32]]

    private let labels: Labels

    /// - Parameters:
    ///   - text: UTF-8.
    ///   - labels: The labels of withheld passages: each is one word.
    public init(_ text: [UInt8], labels: Labels = Labels()) {
        self.labels = labels
        let found = Self.words(of: text, labels)
        var (words, numbers, starts) = ([Int32](), [String: Int32](), [[Int32]]())
        words.reserveCapacity(found.count)
        for word in found {
            let number = numbers[word.plain] ?? Int32(starts.count)
            if number == starts.count {
                numbers[word.plain] = number
                starts.append([])
            }
            starts[Int(number)].append(Int32(words.count))
            words.append(number)
        }
        (self.words, self.numbers, self.starts, ranges) = (words, numbers, starts, found.map(\.range))
    }

    /// Whether the text has the same words in the same order.
    public func holds(_ passage: [UInt8]) -> Bool { !places(of: passage).isEmpty }

    /// Returns the places where the text has the same words in the same order.
    ///
    /// - Parameter passage: UTF-8. A passage without words has no places.
    /// - Returns: UTF-8 byte ranges, from the first word to the last, in order and without overlap.
    public func places(of passage: [UInt8]) -> [Range<Int>] {
        var sought: [Int32] = []
        for word in Self.words(of: passage, labels) {
            guard let number = numbers[word.plain] else { return [] }
            sought.append(number)
        }
        guard sought.count <= words.count,
            let rarest = sought.indices.min(by: { count(sought[$0]) < count(sought[$1]) })
        else { return [] }
        let found =
            count(sought[rarest]) * sought.count < words.count
            ? places(of: sought, around: rarest) : allPlaces(of: sought)
        return found.map { ranges[$0].lowerBound..<ranges[$0 + sought.count - 1].upperBound }
    }

    private func count(_ number: Int32) -> Int { starts[Int(number)].count }

    /// Compares the passage where one of its words stands.
    private func places(of sought: [Int32], around word: Int) -> [Int] {
        var (places, next) = ([Int](), 0)
        for place in starts[Int(sought[word])] {
            let start = Int(place) - word
            guard start >= next, start + sought.count <= words.count,
                words[start..<start + sought.count].elementsEqual(sought)
            else { continue }
            places.append(start)
            next = start + sought.count
        }
        return places
    }

    /// Compares the passage with the whole text, once.
    private func allPlaces(of sought: [Int32]) -> [Int] {
        let pattern = LinearPattern(sought)
        var (places, matched) = ([Int](), 0)
        words.withUnsafeBufferPointer { words in
            for place in words.indices where pattern.advance(&matched, with: words[place]) {
                places.append(place + 1 - sought.count)
                // The next place begins after this one.
                matched = 0
            }
        }
        return places
    }

    private static func words(of bytes: [UInt8], _ labels: Labels) -> [(plain: String, range: Range<Int>)] {
        var lexicon = TokenInterner(isBlank: true)
        let text = ProseText(bytes, &lexicon, labels: labels, joinsNumbers: false)
        return (0..<text.count).filter { text.traits[$0].contains(.word) }.map { token in
            let range = text.byteRange(token..<token + 1)
            return (Typography.plain(bytes[range]), range)
        }
    }
}

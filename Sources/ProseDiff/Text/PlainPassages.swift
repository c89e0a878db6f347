/// The words of a text in plain typography: what a comparison calls noise is no difference between two passages.
package struct PlainPassages {
    private let words: [String]
    /// Where each word stands.
    private let places: [String: [Int]]
    private let labels: Labels

    /// The most places of a passage's rarest word that are looked at.
    private static let most = 64

    /// - Parameters:
    ///   - bytes: UTF-8.
    ///   - labels: The labels of withheld passages.
    package init(_ bytes: [UInt8], labels: Labels) {
        words = Self.words(bytes[...])
        places = Dictionary(grouping: words.indices) { [words] in words[$0] }
        self.labels = labels
    }

    /// Whether it has the sentences in which a place of another text stands, one after another.
    package func have(_ place: Range<Int>, of other: [UInt8]) -> Bool {
        let sentences = Segmentation.sentences(in: other, labels: labels).filter { $0.overlaps(place) }
        guard let first = sentences.first, let last = sentences.last else { return false }
        let passage = Self.words(other[first.lowerBound..<last.upperBound])
        let rarest = passage.indices.min { count(passage[$0]) < count(passage[$1]) }
        guard let rarest, let found = places[passage[rarest]] else { return false }
        return found.prefix(Self.most).contains { place in
            let start = place - rarest
            return start >= 0 && start + passage.count <= words.count
                && words[start..<start + passage.count].elementsEqual(passage)
        }
    }

    private func count(_ word: String) -> Int { places[word]?.count ?? 0 }

    private static func words(_ bytes: ArraySlice<UInt8>) -> [String] {
        bytes.withUnsafeBufferPointer { buffer in
            var (reader, words) = (PlainWords(buffer), [String]())
            while reader.advance() { words.append(String(decoding: reader.word, as: UTF8.self)) }
            return words
        }
    }
}

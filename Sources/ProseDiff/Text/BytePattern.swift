import Glibc

/// Finds every place of some bytes in a text, in time linear in both.
public struct BytePattern: Sendable {
    private let pattern: LinearPattern<UInt8>

    /// - Parameter bytes: What to look for; nothing is found of no bytes.
    public init(_ bytes: [UInt8]) { pattern = LinearPattern(bytes) }

    /// Calls `body` with the offset of each place, in order. Places may overlap.
    public func forEachPlace(in text: [UInt8], _ body: (Int) -> Void) {
        guard let first = pattern.elements.first, pattern.elements.count <= text.count else { return }
        text.withUnsafeBufferPointer { text in
            var (place, matched) = (0, 0)
            while place < text.count {
                if matched == 0 {
                    // The C library's search is many times as fast as a loop.
                    guard let base = text.baseAddress,
                        let found = memchr(base + place, Int32(first), text.count - place)
                    else { return }
                    place = UnsafeRawPointer(base).distance(to: UnsafeRawPointer(found))
                }
                if pattern.advance(&matched, with: text[place]) { body(place + 1 - pattern.elements.count) }
                place += 1
            }
        }
    }
}

/// A sequence to look for, that is compared with each element of another about once, however often it nearly matches.
///
/// Source: Knuth, Morris and Pratt, "Fast pattern matching in strings", 1977.
struct LinearPattern<Element: Equatable & Sendable>: Sendable {
    let elements: [Element]
    /// For each number of matched elements, from 1: how many of the last ones are the first ones, too.
    private let borders: [Int]

    init(_ elements: [Element]) {
        self.elements = elements
        var (borders, matched) = (elements.isEmpty ? [] : [0], 0)
        for index in elements.indices.dropFirst() {
            while matched > 0, elements[index] != elements[matched] { matched = borders[matched - 1] }
            if elements[index] == elements[matched] { matched += 1 }
            borders.append(matched)
        }
        self.borders = borders
    }

    /// Takes the next element of the other sequence.
    ///
    /// - Parameter matched: How many elements match up to it; 0 at the start.
    /// - Returns: Whether a place of the whole pattern ends with it.
    @inline(__always)
    func advance(_ matched: inout Int, with element: Element) -> Bool {
        while matched > 0, matched == elements.count || elements[matched] != element { matched = borders[matched - 1] }
        if elements[matched] == element { matched += 1 }
        return matched == elements.count
    }
}

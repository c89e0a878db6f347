/// Paragraphs that two texts share byte for byte. Each becomes one token: it contains no change, and in most edits such
/// paragraphs are most of the text.
enum WholeParagraphs {
    /// A shared paragraph.
    struct Paragraph {
        let range: Range<Int>
        /// Equal only for equal bytes; below ``Common/kinds``.
        let kind: Int
    }

    /// The shared paragraphs of two texts, in order.
    struct Common {
        let old: [Paragraph]
        let new: [Paragraph]
        /// A number above every kind.
        let kinds: Int
    }

    /// The length in bytes below which cutting a paragraph into words costs less than a lookup.
    private static let least = 32

    /// Returns the paragraphs of each text that the other has, too, in order.
    static func common(_ old: [UInt8], _ new: [UInt8]) -> Common {
        old.withUnsafeBytes { old in
            new.withUnsafeBytes { new in
                let olds = paragraphs(old)
                let news = paragraphs(new)
                var table = HashTable(capacity: olds.count)
                // For each old paragraph the first with its hash, and whether the new text has that one.
                let firsts = olds.indices.map { index in
                    table.first(ByteStrings.hash(.init(rebasing: old[olds[index]])), orPut: index)
                }
                // The count of each first one, old minus new. If it differs, some of its words may have gone into
                // another paragraph.
                var surplus = [Int](repeating: 0, count: olds.count)
                let oldKinds = olds.indices.map { index in
                    let first = firsts[index]
                    guard first == index || isSame(old, olds[first], old, olds[index]) else { return -1 }
                    surplus[first] += 1
                    return first
                }
                let newKinds = news.map { range in
                    guard let first = table.first(ByteStrings.hash(.init(rebasing: new[range]))),
                        isSame(old, olds[first], new, range)
                    else { return -1 }
                    surplus[first] -= 1
                    return first
                }
                func common(_ ranges: [Range<Int>], _ kinds: [Int]) -> [Paragraph] {
                    var common: [Paragraph] = []
                    common.reserveCapacity(ranges.count)
                    for (range, kind) in zip(ranges, kinds) where kind >= 0 && surplus[kind] == 0 {
                        common.append(Paragraph(range: range, kind: kind))
                    }
                    return common
                }
                let oldCommon = common(olds, oldKinds)
                let newCommon = common(news, newKinds)
                return Common(old: oldCommon, new: newCommon, kinds: olds.count)
            }
        }
    }

    private static func isSame(
        _ first: UnsafeRawBufferPointer, _ range: Range<Int>, _ second: UnsafeRawBufferPointer, _ other: Range<Int>
    ) -> Bool {
        ByteStrings.areEqual(.init(rebasing: first[range]), .init(rebasing: second[other]))
    }

    /// The text between blank lines, if it begins and ends with a byte that is surely part of a word or a mark.
    private static func paragraphs(_ bytes: UnsafeRawBufferPointer) -> [Range<Int>] {
        var paragraphs: [Range<Int>] = []
        var start = -1
        var end = 0
        var line = 0
        func close() {
            if start >= 0, end - start >= least, begins(bytes, at: start), ends(bytes, at: end) {
                paragraphs.append(start..<end)
            }
            start = -1
        }
        while line < bytes.count {
            let lineEnd = ByteStrings.lineEnd(bytes, from: line)
            var last = lineEnd
            while last > line, isBlank(bytes[last - 1]) { last -= 1 }
            if last == line {
                close()
            } else {
                if start < 0 { start = line }
                // A carriage return belongs to the gap. Any other white space there is ambiguous, and excludes the
                // paragraph.
                end = lineEnd > line && bytes[lineEnd - 1] == 0x0D ? lineEnd - 1 : lineEnd
            }
            line = lineEnd + 1
        }
        close()
        return paragraphs
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }

    /// Whether the byte at an offset begins a word or a mark, not a gap.
    private static func begins(_ bytes: UnsafeRawBufferPointer, at start: Int) -> Bool {
        if bytes[start] < 0x80 { return bytes[start] > 0x20 }
        let properties = ScalarReader(bytes.assumingMemoryBound(to: UInt8.self)).scalar(at: start).properties
        return !properties.isWhiteSpace && !properties.isIgnorable
    }

    /// Whether the byte before an offset ends a word or a mark, not a gap.
    private static func ends(_ bytes: UnsafeRawBufferPointer, at end: Int) -> Bool {
        var last = end - 1
        while last > 0, end - last < 4, bytes[last] & 0xC0 == 0x80 { last -= 1 }
        return begins(bytes, at: last)
    }
}

/// Finds the first index with a hash: open addressing.
private struct HashTable {
    private var hashes: [UInt64]
    private var indices: [Int32]

    init(capacity: Int) {
        var size = 16
        while size < capacity * 2 { size *= 2 }
        hashes = [UInt64](repeating: 0, count: size)
        indices = [Int32](repeating: -1, count: size)
    }

    mutating func first(_ hash: UInt64, orPut index: Int) -> Int {
        let slot = slot(hash)
        if indices[slot] < 0 {
            hashes[slot] = hash
            indices[slot] = Int32(index)
        }
        return Int(indices[slot])
    }

    func first(_ hash: UInt64) -> Int? {
        let index = indices[slot(hash)]
        return index < 0 ? nil : Int(index)
    }

    private func slot(_ hash: UInt64) -> Int {
        let mask = hashes.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while indices[slot] >= 0, hashes[slot] != hash { slot = (slot + 1) & mask }
        return slot
    }
}

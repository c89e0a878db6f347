/// Paragraphs that two texts have in common byte for byte. Each is taken as one token: there is nothing to find in them,
/// and in most edits they are most of the text.
enum WholeParagraphs {
    /// A paragraph shorter than this costs less to cut into words than to look up, in bytes.
    private static let least = 32

    /// Returns the paragraphs of each text that the other has too, in order.
    static func common(_ old: [UInt8], _ new: [UInt8]) -> (old: [Range<Int>], new: [Range<Int>]) {
        old.withUnsafeBytes { old in
            new.withUnsafeBytes { new in
                let olds = paragraphs(old)
                let news = paragraphs(new)
                var places: [UInt64: Range<Int>] = [:]
                places.reserveCapacity(olds.count)
                var found: Set<UInt64> = []
                let oldHashes = olds.map { ByteStrings.hash(.init(rebasing: old[$0])) }
                for (hash, range) in zip(oldHashes, olds) where places[hash] == nil { places[hash] = range }
                let newCommon = news.filter { range in
                    let hash = ByteStrings.hash(.init(rebasing: new[range]))
                    guard let place = places[hash], isSame(old, place, new, range) else { return false }
                    found.insert(hash)
                    return true
                }
                let oldCommon = zip(oldHashes, olds).filter { hash, range in
                    guard found.contains(hash), let place = places[hash] else { return false }
                    return isSame(old, place, old, range)
                }
                return (oldCommon.map(\.1), newCommon)
            }
        }
    }

    private static func isSame(
        _ first: UnsafeRawBufferPointer, _ range: Range<Int>, _ second: UnsafeRawBufferPointer, _ other: Range<Int>
    ) -> Bool {
        ByteStrings.areEqual(.init(rebasing: first[range]), .init(rebasing: second[other]))
    }

    /// What blank lines part, if it begins and ends with a byte that is surely part of a word or a mark.
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
            var lineEnd = line
            while lineEnd < bytes.count, bytes[lineEnd] != 0x0A { lineEnd += 1 }
            var last = lineEnd
            while last > line, isBlank(bytes[last - 1]) { last -= 1 }
            if last == line {
                close()
            } else {
                if start < 0 { start = line }
                // A carriage return belongs to the gap, any other white space to nobody: then it is not plain.
                end = lineEnd > line && bytes[lineEnd - 1] == 0x0D ? lineEnd - 1 : lineEnd
            }
            line = lineEnd + 1
        }
        close()
        return paragraphs
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }

    /// Whether what begins at a byte is part of a word or a mark, not of a gap.
    private static func begins(_ bytes: UnsafeRawBufferPointer, at start: Int) -> Bool {
        if bytes[start] < 0x80 { return bytes[start] > 0x20 }
        let properties = ScalarReader(bytes.assumingMemoryBound(to: UInt8.self)).scalar(at: start).properties
        return !properties.isWhiteSpace && !properties.isIgnorable
    }

    /// Whether what ends at a byte is.
    private static func ends(_ bytes: UnsafeRawBufferPointer, at end: Int) -> Bool {
        var last = end - 1
        while last > 0, end - last < 4, bytes[last] & 0xC0 == 0x80 { last -= 1 }
        return begins(bytes, at: last)
    }
}

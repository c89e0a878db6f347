import StoryEvents

/// A file split into its documents, so that some can be removed while every other byte stays.
struct DocumentPieces {
    private let bytes: [UInt8]
    /// The range of each document, in order; for lines, with the line end. Pieces in a row that are too short to be
    /// documents share a range: there may be millions.
    let ranges: [Range<Int>]
    private let format: DocumentFormat

    /// Shorter than any document: even `{"type":"denied","subject":"a","data":{"by":"b"}}` has more bytes.
    static let shortestDocument = 40

    /// - Parameters:
    ///   - bytes: The whole file. A file that does not fit its format is one document.
    ///   - shortest: Pieces with fewer bytes are too short to be documents.
    init(_ bytes: [UInt8], _ format: DocumentFormat, shortest: Int = shortestDocument) {
        self.bytes = bytes
        self.format = format
        switch format {
        case .lines:
            var ranges = PieceRanges(shortest: shortest)
            for line in DocumentLines(bytes) { ranges.add(line.whole) }
            self.ranges = ranges.all
        case .json: ranges = Self.elements(bytes, shortest) ?? [bytes.indices]
        case .frontMatter: ranges = [bytes.indices]
        }
    }

    /// The bytes of one document.
    subscript(place: Int) -> ArraySlice<UInt8> { bytes[ranges[place]] }

    /// The file without some of its documents; nil if none is left.
    func without(_ places: Set<Int>) -> [UInt8]? {
        let kept = ranges.indices.filter { !places.contains($0) }
        guard let first = kept.first else { return nil }
        if format == .lines {
            var (rest, end) = ([UInt8](), 0)
            for place in places.sorted() {
                rest += bytes[end..<ranges[place].lowerBound]
                end = ranges[place].upperBound
            }
            return rest + bytes[end...]
        }
        var rest = Array(bytes[..<ranges[0].lowerBound]) + bytes[ranges[first]]
        for place in kept.dropFirst() {
            // The separator before a document is removed with it.
            rest += bytes[ranges[place - 1].upperBound..<ranges[place].upperBound]
        }
        return rest + bytes[ranges[ranges.count - 1].upperBound...]
    }

    /// The elements of an array; nil for anything else, and for an array that cannot be parsed to its end.
    private static func elements(_ bytes: [UInt8], _ shortest: Int) -> [Range<Int>]? {
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        guard let open = bytes[start...].firstIndex(where: { !isBlank($0) }), bytes[open] == UInt8(ascii: "[") else {
            return nil
        }
        var ranges = PieceRanges(shortest: shortest)
        var (depth, isInString, element) = (1, false, Int?.none)
        var place = open + 1
        func close() {
            guard let start = element else { return }
            var end = place
            while isBlank(bytes[end - 1]) { end -= 1 }
            ranges.add(start..<end)
            element = nil
        }
        while place < bytes.count {
            let byte = bytes[place]
            if isInString {
                if byte == UInt8(ascii: "\\") { place += 1 }
                isInString = byte != UInt8(ascii: "\"")
            } else if depth == 1, byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") {
                close()
                if byte == UInt8(ascii: "]") { return ranges.all }
            } else if !isBlank(byte) {
                if element == nil { element = place }
                switch byte {
                case UInt8(ascii: "\""): isInString = true
                case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
                case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
                default: break
                }
            }
            place += 1
        }
        return nil
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }
}

/// Ranges of pieces, where short ones in a row are one.
private struct PieceRanges {
    let shortest: Int
    private(set) var all: [Range<Int>] = []
    private var isLastShort = false

    init(shortest: Int) { self.shortest = shortest }

    mutating func add(_ range: Range<Int>) {
        let isShort = range.count < shortest
        if isShort, isLastShort {
            all[all.count - 1] = all[all.count - 1].lowerBound..<range.upperBound
        } else {
            all.append(range)
        }
        isLastShort = isShort
    }
}

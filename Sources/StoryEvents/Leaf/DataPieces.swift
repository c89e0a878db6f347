import CanonicalJSON

/// An event's data split into pieces, which can be withheld or shown one by one, and the skeleton around them.
///
/// A piece is a string value; the string at `$.body` has one piece for each paragraph. An instance is reused for many
/// events, so that its arrays keep their memory. It takes time linear in the data.
///
/// Source: LeafAndData.md, "Pieces".
public struct DataPieces: Sendable {
    /// The place of one piece in the data.
    public struct Piece: Hashable, Sendable {
        /// The escaped text without quotation marks, in bytes of the data.
        public let range: Range<Int>
        /// Whether the text contains no escape.
        let isPlain: Bool
    }

    /// The pieces, in the order of the data.
    public private(set) var pieces: [Piece] = []
    /// The data with `""` in place of each string value, and the number of pieces in place of `$.body`.
    public private(set) var skeleton: [UInt8] = []
    /// The pieces that are paragraphs of `$.body`; nil when it is not a string.
    public private(set) var body: Range<Int>?
    /// The range of that number in the skeleton.
    private(set) var bodyCount: Range<Int>?
    /// The file named in `$.context.file`; nil when there is none.
    public private(set) var file: FileSpan?

    /// The place of `$.context.file`.
    public struct FileSpan: Hashable, Sendable {
        /// The bytes to remove for data without the file: the member with its comma, or the whole context when it has
        /// no other member.
        public fileprivate(set) var bytes: Range<Int>
        /// The pieces inside it.
        public fileprivate(set) var pieces: Range<Int>
    }

    /// Beyond so many pieces the rest is not split.
    private var most = Int.max

    /// Starts with empty buffers.
    public init() {}

    /// Splits data.
    ///
    /// - Parameter data: In RFC 8785 form.
    /// - Returns: nil when the data is not in RFC 8785 form, as far as its pieces depend on it.
    public init?(_ data: [UInt8]) {
        guard data.withUnsafeBytes({ read($0) }) else { return nil }
    }

    /// Whether data has more than a number of pieces; it keeps no more than these.
    ///
    /// - Parameter data: In RFC 8785 form.
    public mutating func exceed(_ number: Int, in data: UnsafeRawBufferPointer) -> Bool {
        most = number
        defer { most = .max }
        return !read(data) && pieces.count > number
    }

    /// Splits data, and replaces the previous result.
    ///
    /// - Returns: Whether all strings are written as RFC 8785 writes them. Two accepted texts have the same skeleton
    ///   and pieces only if they are equal byte for byte, even when one of them is not JSON.
    public mutating func read(_ data: UnsafeRawBufferPointer) -> Bool {
        pieces.removeAll(keepingCapacity: true)
        skeleton.removeAll(keepingCapacity: true)
        (body, bodyCount, file) = (nil, nil, nil)
        var custody = FileTracker()
        var (place, copied, depth) = (0, 0, 0)
        var isBody = false
        while place < data.count {
            let byte = data[place]
            switch byte {
            case UInt8(ascii: "\""):
                let first = pieces.count
                guard let end = string(in: data, from: place + 1, asBody: isBody), pieces.count <= most else {
                    return false
                }
                if end + 1 < data.count, data[end + 1] == UInt8(ascii: ":") {
                    // A key stays in the skeleton.
                    pieces.removeLast(pieces.count - first)
                    isBody = depth == 1 && data[place..<end + 2].elementsEqual(Self.bodyKey)
                    custody.note(data, key: place..<end + 2, depth: depth, piece: first)
                    place = end + 2
                    continue
                }
                skeleton.append(contentsOf: data[copied..<place])
                if isBody {
                    body = first..<pieces.count
                    let start = skeleton.count
                    skeleton.append(Int64(pieces.count - first))
                    bodyCount = start..<skeleton.count
                } else {
                    skeleton.append("\"\"")
                }
                place = end + 1
                copied = place
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                place += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if file == nil { file = custody.close(data, at: place, depth: depth, piece: pieces.count) }
                depth -= 1
                place += 1
            default: place += 1
            }
            isBody = false
        }
        skeleton.append(contentsOf: data[copied...])
        return true
    }

    /// Reads a string from after its opening quotation mark.
    ///
    /// - Returns: The offset of its closing quotation mark; nil when it is not written as RFC 8785 writes it.
    private mutating func string(in data: UnsafeRawBufferPointer, from start: Int, asBody: Bool) -> Int? {
        var (place, first, isPlain) = (start, start, true)
        var run = BreakRun()
        while true {
            let end = data.endOfPlainText(from: place)
            guard end < data.count, pieces.count <= most else { return nil }
            if asBody, run.isOpen, !data[place..<end].allSatisfy({ $0 == UInt8(ascii: " ") }) {
                if let cut = run.close() {
                    pieces.append(Piece(range: first..<cut, isPlain: isPlain))
                    (first, isPlain) = (cut, data.endOfPlainText(from: cut) >= end)
                }
            }
            guard data[end] != UInt8(ascii: "\"") else {
                if let cut = run.close(), cut < end {
                    pieces.append(Piece(range: first..<cut, isPlain: isPlain))
                    (first, isPlain) = (cut, data.endOfPlainText(from: cut) >= end)
                }
                pieces.append(Piece(range: first..<end, isPlain: isPlain))
                return end
            }
            guard let escape = Escape(in: data, at: end) else { return nil }
            place = end + escape.length
            if asBody {
                if escape.byte == 0x0A || escape.byte == 0x0D {
                    run.add(escape.byte, from: end, to: place)
                } else if escape.byte != 0x09, let cut = run.close() {
                    pieces.append(Piece(range: first..<cut, isPlain: isPlain))
                    first = cut
                }
            }
            isPlain = false
        }
    }

    private static let bodyKey = Array("\"body\":".utf8)
}

/// Consecutive line breaks, with blank lines between them.
private struct BreakRun {
    private var count = 0
    /// The end of the newest line break.
    private var end = 0
    private var endsWithReturn = false

    var isOpen: Bool { count > 0 }

    /// Adds a line break; CR LF counts as one.
    mutating func add(_ byte: UInt8, from start: Int, to end: Int) {
        let isSecondHalf = byte == 0x0A && endsWithReturn && self.end == start
        if !isSecondHalf { count += 1 }
        endsWithReturn = byte == 0x0D
        self.end = end
    }

    /// Ends the run.
    ///
    /// - Returns: The end of the paragraph; nil when the run has fewer than two breaks.
    mutating func close() -> Int? {
        defer { count = 0 }
        return count >= 2 ? end : nil
    }
}

/// One escape as RFC 8785 writes it. Source: RFC 8785, 3.2.2.2.
struct Escape {
    /// The character that it encodes, always ASCII.
    let byte: UInt8
    /// Its length in bytes.
    let length: Int

    /// - Returns: nil when no such escape begins there.
    init?(in data: UnsafeRawBufferPointer, at place: Int) {
        guard place + 1 < data.count, data[place] == UInt8(ascii: "\\") else { return nil }
        length = data[place + 1] == UInt8(ascii: "u") ? 6 : 2
        switch data[place + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): byte = data[place + 1]
        case UInt8(ascii: "b"): byte = 0x08
        case UInt8(ascii: "t"): byte = 0x09
        case UInt8(ascii: "n"): byte = 0x0A
        case UInt8(ascii: "f"): byte = 0x0C
        case UInt8(ascii: "r"): byte = 0x0D
        case UInt8(ascii: "u"):
            guard place + 6 <= data.count, data[place + 2] == 0x30, data[place + 3] == 0x30,
                let value = [UInt8](hexadecimal: data[place + 4..<place + 6])?.first, value < 0x20,
                ![0x08, 0x09, 0x0A, 0x0C, 0x0D].contains(value)
            else { return nil }
            byte = value
        default: return nil
        }
    }
}

/// Finds `$.context.file` while the data is read.
private struct FileTracker {
    private var context: Int?
    private var member: (start: Int, piece: Int)?

    private static let contextKey = Array("\"context\":".utf8)
    private static let fileKey = Array("\"file\":".utf8)

    mutating func note(_ data: UnsafeRawBufferPointer, key: Range<Int>, depth: Int, piece: Int) {
        guard key.upperBound < data.count, data[key.upperBound] == UInt8(ascii: "{") else {
            if depth == 1 { context = nil }
            return
        }
        if depth == 1 {
            context = data[key].elementsEqual(Self.contextKey) ? key.lowerBound : nil
        } else if depth == 2, context != nil, member == nil, data[key].elementsEqual(Self.fileKey) {
            member = (key.lowerBound, piece)
        }
    }

    /// Notes the end of an object or array.
    mutating func close(
        _ data: UnsafeRawBufferPointer, at place: Int, depth: Int, piece: Int
    ) -> DataPieces.FileSpan? {
        guard depth == 3, let (start, first) = member, let context else { return nil }
        let isAlone =
            start == context + Self.contextKey.count + 1 && place + 1 < data.count
            && data[place + 1] == UInt8(ascii: "}")
        var span = isAlone ? context..<place + 2 : start..<place + 1
        if span.lowerBound > 0, data[span.lowerBound - 1] == UInt8(ascii: ",") {
            span = span.lowerBound - 1..<span.upperBound
        } else if span.upperBound < data.count, data[span.upperBound] == UInt8(ascii: ",") {
            span = span.lowerBound..<span.upperBound + 1
        }
        return DataPieces.FileSpan(bytes: span, pieces: first..<piece)
    }
}

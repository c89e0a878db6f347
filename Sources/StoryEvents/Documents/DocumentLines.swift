import Glibc

/// The lines of a file that holds one document a line. Whoever reads such a file and whoever takes documents out of it go
/// by this, so that both mean the same document by the same number.
public struct DocumentLines: Sequence, IteratorProtocol, Sendable {
    /// A line that is not blank.
    public struct Line: Hashable, Sendable {
        /// Its bytes, without the line feed; a carriage return before that is among them.
        public let content: Range<Int>
        /// 1-based, blank lines counted.
        public let number: Int
        /// Its bytes with the line feed, where one ends it.
        public let whole: Range<Int>
    }

    private let bytes: [UInt8]
    private var start: Int
    /// The number of the line before `start`.
    private(set) var number = 0

    /// - Parameter bytes: The whole file. A byte order mark at its start is no part of a line.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
        start = bytes.starts(with: byteOrderMark) ? byteOrderMark.count : 0
    }

    /// Goes on in another part of the same file.
    ///
    /// - Parameters:
    ///   - start: Where a line begins.
    ///   - number: How many lines are before it in the file.
    init(_ bytes: [UInt8], from start: Int, after number: Int) {
        self.bytes = bytes
        self.start = start
        self.number = number
    }

    /// The next line with more than white space in it; nil after the last one.
    public mutating func next() -> Line? {
        while start < bytes.count {
            let content = start..<bytes.endOfLine(from: start)
            let whole = start..<Swift.min(content.upperBound + 1, bytes.count)
            number += 1
            start = whole.upperBound
            if !bytes[content].allSatisfy(\.isBlank) { return Line(content: content, number: number, whole: whole) }
        }
        return nil
    }
}

extension UInt8 {
    /// Whether JSON takes the byte for white space.
    var isBlank: Bool { self == 0x20 || self == 0x0A || self == 0x0D || self == 0x09 }
}

extension [UInt8] {
    /// The place of the first line feed at or after `start`; the end when there is none.
    fileprivate func endOfLine(from start: Int) -> Int {
        withUnsafeBytes { bytes in
            guard start < bytes.count, let base = bytes.baseAddress,
                let found = memchr(base + start, 0x0A, bytes.count - start)
            else { return bytes.count }
            return UnsafeRawPointer(found) - base
        }
    }
}

import Glibc

/// The lines of a file with one document on each line. Reading documents and taking them out of a file both use it, so
/// that a number always means the same document.
public struct DocumentLines: Sequence, IteratorProtocol, Sendable {
    /// A line that is not blank.
    public struct Line: Hashable, Sendable {
        /// The line without its line feed; a carriage return before that is included.
        public let content: Range<Int>
        /// The line number, from 1; blank lines count.
        public let number: Int
        /// The line with its line feed, if it has one.
        public let whole: Range<Int>
    }

    private let bytes: [UInt8]
    private var start: Int
    /// The number of the line before `start`.
    private(set) var number = 0

    /// - Parameter bytes: The whole file. A byte order mark at its start is not part of a line.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
        start = bytes.starts(with: byteOrderMark) ? byteOrderMark.count : 0
    }

    /// Continues in another part of the same file.
    ///
    /// - Parameters:
    ///   - start: The offset at which a line begins.
    ///   - number: The number of lines before it in the file.
    init(_ bytes: [UInt8], from start: Int, after number: Int) {
        self.bytes = bytes
        self.start = start
        self.number = number
    }

    /// The next line that is not blank; nil after the last one.
    public mutating func next() -> Line? {
        while true {
            // A file may hold nothing but line feeds, and tens of millions of them.
            let empty = bytes.emptyLines(from: start)
            number += empty
            start += empty
            guard start < bytes.count else { return nil }
            let content = start..<bytes.endOfLine(from: start)
            let whole = start..<Swift.min(content.upperBound + 1, bytes.count)
            number += 1
            start = whole.upperBound
            if !bytes[content].allSatisfy(\.isBlank) { return Line(content: content, number: number, whole: whole) }
        }
    }
}

extension UInt8 {
    /// Whether the byte is white space in JSON.
    var isBlank: Bool { self == 0x20 || self == 0x0A || self == 0x0D || self == 0x09 }
}

extension [UInt8] {
    /// The offset of the first line feed at or after `start`; the end when there is none.
    func endOfLine(from start: Int) -> Int {
        withUnsafeBytes { bytes in
            guard start < bytes.count, let base = bytes.baseAddress,
                let found = memchr(base + start, 0x0A, bytes.count - start)
            else { return bytes.count }
            return UnsafeRawPointer(found) - base
        }
    }

    /// The number of line feeds in a row from `start` on.
    fileprivate func emptyLines(from start: Int) -> Int {
        withUnsafeBytes { bytes in
            var end = start
            while end < bytes.count, bytes[end] == 0x0A { end += 1 }
            return end - start
        }
    }
}

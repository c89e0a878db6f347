/// Line and column of a byte in a text, as an editor counts them.
public struct SourcePosition: Hashable, Sendable {
    /// The line, from 1. LF, CR LF and a lone CR end lines.
    public var line: Int

    /// The column, from 1, in Unicode scalars. A byte that is not UTF-8 counts as one scalar; a byte order mark at the
    /// start of the text counts as none.
    public var column: Int

    /// Makes a position from its parts, both from 1.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// Finds the position of a byte.
    ///
    /// - Parameters:
    ///   - offset: In bytes from the start of the text. Any offset past the end means the place after the last byte. An
    ///     offset inside a scalar means the scalar's first byte.
    ///   - bytes: The text.
    public init(offset: Int, in bytes: UnsafeRawBufferPointer) {
        let raw = bytes
        let bytes = bytes.assumingMemoryBound(to: UInt8.self)
        self.init(line: 1, column: 1)
        var next = bytes.starts(with: JSONParser.byteOrderMark) ? JSONParser.byteOrderMark.count : 0
        while next < min(offset, bytes.count) {
            let printed = raw.printedASCII(from: next, to: min(offset, bytes.count))
            if printed > 0 {
                next += printed
                column += printed
                continue
            }
            let byte = bytes[next]
            let length = UTF8Sequence(in: bytes, at: next)?.length ?? 1
            guard next + length <= offset else { return }
            next += length
            let isBeforeLineFeed = next < bytes.count && bytes[next] == .lineFeed
            if byte == .lineFeed || byte == .carriageReturn && !isBeforeLineFeed {
                line += 1
                column = 1
            } else {
                column += 1
            }
        }
    }

    /// Finds the position of a byte in an array.
    public init(offset: Int, in bytes: [UInt8]) {
        self = bytes.withUnsafeBytes { SourcePosition(offset: offset, in: $0) }
    }
}

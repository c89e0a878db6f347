import CanonicalJSON

/// The bytes of a file for a reader: as a whole, or in pieces.
public struct DocumentSource: Sendable {
    /// The bytes that are already read.
    let start: [UInt8]
    /// Reads at least this many more bytes, or to the end of the file; empty at the end. nil when ``start`` is the
    /// whole file.
    let next: (@Sendable (_ atLeast: Int) -> [UInt8])?

    /// A file in memory.
    public init(_ bytes: [UInt8]) {
        start = bytes
        next = nil
    }

    /// A file that is read in pieces.
    ///
    /// - Parameters:
    ///   - start: The bytes already read.
    ///   - next: Reads at least this many more bytes, or to the end of the file; empty at the end.
    public init(_ start: [UInt8] = [], next: @escaping @Sendable (_ atLeast: Int) -> [UInt8]) {
        self.start = start
        self.next = next
    }
}

/// The part of a file that is in memory.
struct DocumentWindow: Sendable {
    /// Bytes of the file; those before ``place`` are consumed.
    private(set) var bytes: [UInt8]
    /// The offset of the first unread byte.
    var place = 0
    /// Whether ``bytes`` reach the end of the file.
    private(set) var isLast: Bool
    private let next: (@Sendable (_ atLeast: Int) -> [UInt8])?
    /// Bytes to read at once.
    private static let pieceLength = 1 << 18

    init(_ source: DocumentSource) {
        bytes = source.start
        next = source.next
        isLast = source.next == nil
    }

    /// Drops the consumed bytes and reads more, at least as many as are left, so that the total work is at most twice
    /// the length of a long document.
    mutating func grow() {
        guard let next, !isLast else { return }
        let rest = bytes[place...]
        let piece = next(max(Self.pieceLength, rest.count))
        isLast = piece.isEmpty
        bytes = rest + piece
        place = 0
    }

    /// Reads the rest of the file.
    mutating func growToEnd() {
        while !isLast { grow() }
    }

    /// Skips a byte order mark at the start of the file.
    mutating func skipByteOrderMark() {
        while bytes.count < byteOrderMark.count, !isLast { grow() }
        if bytes.starts(with: byteOrderMark) { place = byteOrderMark.count }
    }

    /// Finds the first byte that is not white space, without consuming anything.
    ///
    /// - Returns: The byte's offset; nil when there is none.
    mutating func firstNonBlank() -> Int? {
        var blanks = 0
        while true {
            blanks += bytes[(place + blanks)...].prefix { $0.isBlank }.count
            if place + blanks < bytes.count { return place + blanks }
            if isLast { return nil }
            grow()
        }
    }

    /// What is known of the next line.
    enum NextLine {
        /// It is whole.
        case line(DocumentLines.Line)
        /// Its end is not read yet: ``grow()`` reads more. nil where not even its beginning is.
        case unfinished(DocumentLines.Line?)
        /// There is none.
        case end
    }

    /// Finds the next line that is not blank. Blank lines before one that is not read yet are consumed, and nothing else.
    ///
    /// - Parameter number: The number of the last line that was consumed.
    mutating func nextLine(after number: inout Int) -> NextLine {
        var lines = DocumentLines(bytes, from: place, after: number)
        let line = lines.next()
        let isWhole = line.map { $0.whole.upperBound > $0.content.upperBound } ?? false
        if isWhole || isLast { return line.map(NextLine.line) ?? .end }
        if line == nil, bytes.last == UInt8(ascii: "\n") { (place, number) = (bytes.count, lines.number) }
        return .unfinished(line)
    }
}

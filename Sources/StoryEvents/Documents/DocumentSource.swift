import CanonicalJSON

/// The bytes of a file as its reader takes them: all at once, or in pieces.
public struct DocumentSource: Sendable {
    /// The bytes that are there without reading.
    let start: [UInt8]
    /// Reads the next bytes: at least so many, unless the file ends; none at its end. Nil where ``start`` is the whole file.
    let next: (@Sendable (_ atLeast: Int) -> [UInt8])?

    /// A file that was read.
    public init(_ bytes: [UInt8]) {
        start = bytes
        next = nil
    }

    /// A file that is read in pieces.
    ///
    /// - Parameters:
    ///   - start: What was read already.
    ///   - next: Reads the next bytes: at least so many, unless the file ends; none at its end.
    public init(_ start: [UInt8] = [], next: @escaping @Sendable (_ atLeast: Int) -> [UInt8]) {
        self.start = start
        self.next = next
    }
}

/// The part of a file that is being read.
struct DocumentWindow: Sendable {
    /// Bytes of the file. Those before ``place`` were read.
    private(set) var bytes: [UInt8]
    /// The first byte that was not read yet.
    var place = 0
    /// Whether the file ends with ``bytes``.
    private(set) var isLast: Bool
    private let next: (@Sendable (_ atLeast: Int) -> [UInt8])?
    /// Bytes of a file that are read at once.
    private static let pieceLength = 1 << 18

    init(_ source: DocumentSource) {
        bytes = source.start
        next = source.next
        isLast = source.next == nil
    }

    /// Lets go of what was read, and reads more: as much again as is left, so that a long document costs no more than twice
    /// its length.
    mutating func grow() {
        guard let next, !isLast else { return }
        let rest = bytes[place...]
        let piece = next(max(Self.pieceLength, rest.count))
        isLast = piece.isEmpty
        bytes = rest + piece
        place = 0
    }

    /// Reads all that is left.
    mutating func growToEnd() {
        while !isLast { grow() }
    }

    /// Steps over a byte order mark at the start of the file.
    mutating func skipByteOrderMark() {
        while bytes.count < byteOrderMark.count, !isLast { grow() }
        if bytes.starts(with: byteOrderMark) { place = byteOrderMark.count }
    }

    /// Looks for the first byte that is more than white space, and stays where it is.
    ///
    /// - Returns: The place of the byte; nil where there is none.
    mutating func firstNonBlank() -> Int? {
        var blanks = 0
        while true {
            blanks += bytes[(place + blanks)...].prefix { $0.isBlank }.count
            if place + blanks < bytes.count { return place + blanks }
            if isLast { return nil }
            grow()
        }
    }
}

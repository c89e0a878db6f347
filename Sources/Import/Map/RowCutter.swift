import CanonicalJSON
import StoryEvents

/// Cuts a file into rows and these into cells, as RFC 4180 says. The file may be of any length; one row is in memory.
struct RowCutter {
    static let quote = UInt8(ascii: "\"")
    private static let (lineFeed, carriageReturn) = (UInt8(ascii: "\n"), UInt8(ascii: "\r"))
    private static let pieceLength = 1 << 18
    /// The most cells of a row whose places are kept; further ones are only counted.
    private static let mostCells = 1 << 14

    private let more: @Sendable (_ atLeast: Int) -> [UInt8]
    private let delimiter: UInt8
    private let hasQuotes: Bool
    private let longest: Int

    /// What is read of the file from the row on.
    private var buffer: [UInt8]
    /// The first byte of ``buffer`` that is not consumed.
    private var start = 0
    /// The byte that is looked at.
    private var next = 0
    private var isLast = false
    private var line = 1
    private var number = 0
    /// How many bytes of the row are dropped because it is too long.
    private var dropped = 0

    /// - Parameters:
    ///   - start: What was read of the file before.
    ///   - longest: The most bytes of a row.
    ///   - more: Reads at least so many bytes more, or to the end; none at the end.
    init(
        _ start: [UInt8], delimiter: UInt8, hasQuotes: Bool, longest: Int,
        more: @escaping @Sendable (_ atLeast: Int) -> [UInt8]
    ) {
        (buffer, self.delimiter, self.hasQuotes, self.longest, self.more) = (start, delimiter, hasQuotes, longest, more)
        while buffer.count < 3, grow() {}
        if buffer.starts(with: [0xEF, 0xBB, 0xBF]) { (self.start, next) = (3, 3) }
    }

    /// Whether the file begins as UTF-16 does.
    var isUTF16: Bool { buffer.starts(with: [0xFF, 0xFE]) || buffer.starts(with: [0xFE, 0xFF]) }

    /// The next row that has a cell; nil after the last one.
    ///
    /// - Throws: For bytes that are no row. It goes on with the next line, and after a row that is too long with the next row.
    mutating func row() throws(RowFault) -> TableRow? {
        while true {
            (start, dropped) = (next, 0)
            guard hasByte() else { return nil }
            number += 1
            let first = line
            var (cells, count): ([Range<Int>], Int) = ([], 0)
            while true {
                let from = next - start
                try cell(first)
                count += 1
                if dropped == 0, count <= Self.mostCells { cells.append(from..<next - start) }
                guard hasByte(), buffer[next] == delimiter else { break }
                next += 1
            }
            let bytes = length <= longest ? Array(buffer[start..<next]) : nil
            takeLineEnd()
            guard let bytes else { throw tooLong(first) }
            if bytes.isEmpty { continue }
            return TableRow(bytes: bytes, number: number, line: first, cells: cells, count: count)
        }
    }

    /// Passes over one cell.
    private mutating func cell(_ first: Int) throws(RowFault) {
        guard hasQuotes, hasByte(), buffer[next] == Self.quote else {
            while hasByte() {
                let byte = buffer[next]
                if byte == delimiter || byte == Self.lineFeed || byte == Self.carriageReturn { return }
                if hasQuotes, byte == Self.quote {
                    throw stray("a quotation mark stands in a cell that does not begin with one", first)
                }
                next += 1
            }
            return
        }
        let opened = length > longest ? nil : place(of: next, from: first)
        next += 1
        while true {
            guard hasByte() else { throw unclosed(opened, first) }
            let byte = buffer[next]
            next += 1
            if byte == Self.lineFeed || byte == Self.carriageReturn { endLine(byte) }
            guard byte == Self.quote else { continue }
            guard hasByte() else { return }
            switch buffer[next] {
            case Self.quote: next += 1
            case delimiter, Self.lineFeed, Self.carriageReturn: return
            default: throw stray("text stands after the quotation mark that closes a cell", first)
            }
        }
    }

    /// Whether there is a byte at ``next``; reads more where there is not. What is too long for a row is dropped.
    private mutating func hasByte() -> Bool {
        next < buffer.count || grow()
    }

    /// Reads more, at least as much as the row has, so that the work is linear in the file.
    private mutating func grow() -> Bool {
        guard !isLast else { return false }
        if next - start > longest {
            dropped += next - start
            start = next
        }
        let rest = buffer.count - start
        let piece = more(max(Self.pieceLength, min(rest, longest)))
        isLast = piece.isEmpty
        guard !isLast else { return false }
        if start > 0 {
            buffer.removeFirst(start)
            (next, start) = (next - start, 0)
        }
        buffer += piece
        return true
    }

    /// How many bytes the row has up to ``next``.
    private var length: Int { dropped + next - start }

    private mutating func takeLineEnd() {
        guard hasByte() else { return }
        let byte = buffer[next]
        next += 1
        endLine(byte)
    }

    /// Counts a line; a line feed after a carriage return belongs to it.
    private mutating func endLine(_ byte: UInt8) {
        line += 1
        if byte == Self.carriageReturn, hasByte(), buffer[next] == Self.lineFeed { next += 1 }
    }

    private mutating func stray(_ message: String, _ first: Int) -> RowFault {
        let position = length > longest ? nil : place(of: next, from: first)
        while hasByte(), buffer[next] != Self.lineFeed, buffer[next] != Self.carriageReturn { next += 1 }
        let bytes = length > longest ? nil : Array(buffer[start..<next])
        takeLineEnd()
        guard let position else { return tooLong(first) }
        return RowFault(
            refusal: Refusal(
                .badRow, message,
                remedy: "write the cell in quotation marks, and each mark in it twice; or 'quote: none' in the map",
                position: position), row: number, bytes: bytes)
    }

    private mutating func unclosed(_ opened: SourcePosition?, _ first: Int) -> RowFault {
        RowFault(
            refusal: Refusal(
                .badRow, "the quotation mark of a cell is not closed; nothing after it can be read",
                remedy: "close the cell; a quotation mark in it is written twice",
                position: opened ?? SourcePosition(line: first, column: 1)), row: number, bytes: nil)
    }

    private func tooLong(_ first: Int) -> RowFault {
        RowFault(
            refusal: Refusal(
                .tooLarge, "the row has more than \(longest) bytes",
                remedy: "look for a quotation mark that is not closed, or shorten it",
                position: SourcePosition(line: first, column: 1)), row: number, bytes: nil)
    }

    private func place(of index: Int, from first: Int) -> SourcePosition {
        var position = SourcePosition(offset: index - start, in: Array(buffer[start..<min(buffer.count, index + 1)]))
        position.line += first - 1
        return position
    }
}

import StoryEvents

/// A row of a file, cut into its cells.
struct TableRow {
    /// The bytes of the row, without its line end.
    let bytes: [UInt8]
    /// The number of the row, from 1; rows without a cell count.
    let number: Int
    /// The line that the row begins in, from 1.
    let line: Int
    /// The places of the cells in ``bytes``, with their quotation marks.
    let cells: [Range<Int>]
    /// How many cells the row has; ``cells`` may be fewer.
    let count: Int

    /// The text of a cell.
    ///
    /// - Precondition: The bytes are UTF-8.
    func text(_ place: Int, hasQuotes: Bool) -> String {
        let cell = bytes[cells[place]]
        guard hasQuotes, cell.first == RowCutter.quote else { return String(decoding: cell, as: UTF8.self) }
        let inside = cell.dropFirst().dropLast()
        guard inside.contains(RowCutter.quote) else { return String(decoding: inside, as: UTF8.self) }
        var (text, isSecond): ([UInt8], Bool) = ([], false)
        text.reserveCapacity(inside.count)
        for byte in inside {
            isSecond = byte == RowCutter.quote && !isSecond
            // Two marks are one.
            if !isSecond { text.append(byte) }
        }
        return String(decoding: text, as: UTF8.self)
    }
}

/// Why bytes of a file are no row.
struct RowFault: Error {
    let refusal: Refusal
    /// The row, from 1.
    let row: Int
    /// The bytes of the row; nil where they are too many.
    let bytes: [UInt8]?
}

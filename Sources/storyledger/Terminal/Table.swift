import ProseRendering

/// Rows under heads, in columns as wide as what they hold, or row by row where a column would be cut short; on anything but
/// a terminal, parted by tabs.
struct Table {
    private let heads: [String]
    private var rows: [[String]] = []
    /// The column that may be cut when the terminal is too narrow.
    private let flexible: Int
    /// The columns that are left of it at least.
    private static let leastFlexible = 24

    init(_ heads: [String], flexible: Int) {
        self.heads = heads
        self.flexible = flexible
    }

    /// The widths of columns that fit a terminal: the flexible one gives way first, then whichever is the widest.
    static func fitted(_ wanted: [Int], flexible: Int, to width: Int) -> [Int] {
        var widths = wanted
        func excess() -> Int { widths.reduce(0, +) + 2 * (widths.count - 1) - width }
        widths[flexible] = max(min(8, widths[flexible]), widths[flexible] - max(0, excess()))
        while excess() > 0, let widest = widths.indices.max(by: { widths[$0] < widths[$1] }), widths[widest] > 8 {
            widths[widest] = max(8, widths[widest] - excess())
        }
        return widths
    }

    mutating func add(_ row: [String]) { rows.append(row.map(\.onOneLine)) }

    func print() throws(Failure) {
        guard Terminal.isTerminal else {
            for row in rows { try Terminal.print(row.joined(separator: "\t")) }
            return
        }
        let wanted = heads.indices.map { column in
            max(heads[column].count, rows.map { $0[column].terminalColumns }.max() ?? 0)
        }
        let widths = Self.fitted(wanted, flexible: flexible, to: Terminal.width)
        let least = wanted.indices.map { $0 == flexible ? min(Self.leastFlexible, wanted[$0]) : wanted[$0] }
        guard zip(widths, least).allSatisfy(>=) else { return try printAsBlocks() }
        try Terminal.print(line(heads, widths).styled(.dim))
        for row in rows { try Terminal.print(line(row, widths)) }
    }

    /// Each row as lines of its own, the first column above the others, for terminals that are too narrow for a table.
    private func printAsBlocks() throws(Failure) {
        for (number, row) in rows.enumerated() {
            if number > 0 { try Terminal.print() }
            try print(row[0], indent: 0, .bold)
            var (line, used) = ("", 0)
            for (head, cell) in zip(heads, row).dropFirst() where !cell.isEmpty {
                let width = 2 + head.count + 1 + cell.terminalColumns
                if used > 0, used + width > Terminal.width {
                    try Terminal.print(line)
                    (line, used) = ("", 0)
                }
                if width > Terminal.width {
                    try print("\(head) \(cell)", indent: 2, nil)
                } else {
                    line += "  " + head.styled(.dim) + " " + cell
                    used += width
                }
            }
            if used > 0 { try Terminal.print(line) }
        }
    }

    /// Prints a cell that may be longer than a line; a word that is longer is cut.
    private func print(_ cell: String, indent: Int, _ style: Style?) throws(Failure) {
        for line in cell.wrapped(to: Terminal.width, indent: indent).split(separator: "\n") {
            let line = String(line).cut(to: Terminal.width)
            try Terminal.print(style.map { line.styled($0) } ?? line)
        }
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        var line = ""
        for (column, cell) in cells.enumerated() {
            let text = cell.cut(to: widths[column])
            line += column == cells.count - 1 ? text : text.padded(to: widths[column] + 2)
        }
        return line
    }
}

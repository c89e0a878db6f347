import ProseDiff

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

    /// Each row as lines of its own, one or more a column, for terminals that are too narrow for a table.
    private func printAsBlocks() throws(Failure) {
        let width = heads.map(\.count).max() ?? 0
        for (number, row) in rows.enumerated() {
            if number > 0 { try Terminal.print() }
            for (head, cell) in zip(heads, row) {
                let lines = cell.wrapped(to: Terminal.width, indent: width + 2)
                try Terminal.print(head.padded(to: width + 2).styled(.dim) + lines.dropFirst(width + 2))
            }
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

/// Rows under heads, in columns as wide as what they hold; on anything but a terminal, parted by tabs.
struct Table {
    private let heads: [String]
    private var rows: [[String]] = []
    /// The column that gives way when the terminal is too narrow.
    private let flexible: Int

    init(_ heads: [String], flexible: Int) {
        self.heads = heads
        self.flexible = flexible
    }

    mutating func add(_ row: [String]) { rows.append(row.map(\.onOneLine)) }

    func print() throws(Failure) {
        guard Terminal.isTerminal else {
            for row in rows { try Terminal.print(row.joined(separator: "\t")) }
            return
        }
        var widths = heads.indices.map { column in
            max(heads[column].count, rows.map { $0[column].count }.max() ?? 0)
        }
        let others = widths.indices.filter { $0 != flexible }.reduce(0) { $0 + widths[$1] } + 2 * (widths.count - 1)
        widths[flexible] = max(8, min(widths[flexible], Terminal.width - others))
        try Terminal.print(line(heads, widths).styled(.dim))
        for row in rows { try Terminal.print(line(row, widths)) }
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

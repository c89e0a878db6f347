/// Tables as a directory of CSV files (RFC 4180): UTF-8 with a byte order mark, CR LF after each row.
final class CSVTables: TableWriter {
    private let files: [ExportTable: FileOutput]
    private var manifest = ExportManifest()
    private let directory: String

    init(directory: String) throws(ExportError) {
        self.directory = directory
        var files: [ExportTable: FileOutput] = [:]
        for table in ExportTable.allCases {
            let file = try FileOutput("\(directory)/\(table.rawValue).csv")
            try file.write([0xEF, 0xBB, 0xBF])
            try file.write(Self.row(table.columns.map { .text($0.name) }))
            files[table] = file
        }
        self.files = files
    }

    func add(_ cells: [Cell], to table: ExportTable) throws(ExportError) { try files[table]?.write(Self.row(cells)) }

    func endStory() {}

    func finish() throws(ExportError) {
        for table in ExportTable.allCases {
            guard let file = files[table] else { continue }
            manifest.add("\(table.rawValue).csv", sha256: try file.finish())
        }
        try manifest.write(to: directory, .csv)
    }

    static func row(_ cells: [Cell]) -> [UInt8] {
        var row: [UInt8] = []
        for (place, cell) in cells.enumerated() {
            if place > 0 { row.append(UInt8(ascii: ",")) }
            switch cell {
            case .null: break
            case .integer(let number): row += String(number).utf8
            case .text(let text): append(text, &row)
            }
        }
        return row + [0x0D, 0x0A]
    }

    private static let quote = UInt8(ascii: "\"")

    private static func append(_ text: String, _ row: inout [UInt8]) {
        guard !text.isEmpty else { return }
        let isFormula = text.unicodeScalars.first.map(beginsFormula) ?? false
        let needsQuotes =
            text.utf8.contains { $0 == quote || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }
            || text.utf8.first == 0x20 || text.utf8.last == 0x20
        if needsQuotes { row.append(quote) }
        if isFormula { row.append(UInt8(ascii: "'")) }
        for byte in text.utf8 {
            switch byte {
            case quote: row += [quote, quote]
            // Programs that read CSV take U+0000 for an end.
            case 0: row += [0xEF, 0xBF, 0xBD]
            default: row.append(byte)
            }
        }
        if needsQuotes { row.append(quote) }
    }

    /// Whether a spreadsheet may take a cell for a formula that begins so. An apostrophe in front of it prevents that; a cell
    /// that begins with an apostrophe gets one too, so that all of them can be taken away again.
    private static func beginsFormula(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "=", "+", "-", "@", "\t", "\r", "\n", "'", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}": true
        default: false
        }
    }
}

import CanonicalJSON
import StoryEvents

/// The value that a field has in a row.
enum MappedValue: Hashable {
    case absent
    case text(String)
    case list([String])
}

/// A row of a file, whatever its format.
enum SourceRow {
    case cells(TableRow)
    case object(JSON, bytes: [UInt8], line: Int)

    /// The number of the row, from 1.
    var number: Int {
        switch self {
        case .cells(let row): row.number
        case .object(_, _, let line): line
        }
    }

    /// The line that the row begins in.
    var line: Int {
        switch self {
        case .cells(let row): row.line
        case .object(_, _, let line): line
        }
    }

    var bytes: [UInt8] {
        switch self {
        case .cells(let row): row.bytes
        case .object(_, let bytes, _): bytes
        }
    }
}

/// Reads the rows of a file that a map describes.
struct RowReader {
    private enum Cutter {
        case table(RowCutter)
        case lines(DocumentCutter)
    }

    let map: ImportMap
    private var cutter: Cutter
    /// The place of each field's column; empty for objects.
    private(set) var columns: [ImportMap.Field: Int] = [:]
    /// How many cells a row has.
    private var width = 0

    /// - Parameters:
    ///   - path: The map's path, for its faults.
    ///   - longest: The most bytes of a row.
    /// - Throws: ``ImportError`` and ``ImportMapFaults`` where the file and the map do not fit together.
    init(_ file: ImportedFile, _ map: ImportMap, path: String, longest: Int) throws {
        self.map = map
        guard let format = map.format ?? ImportMap.Format(fileName: file.plainName) else {
            throw ImportError.unknownRows(path: file.path)
        }
        if format == .ndjson {
            cutter = .lines(DocumentCutter(file.source, format: .lines, longest: longest))
            return
        }
        var table = RowCutter(
            file.takeStart(), delimiter: map.delimiter ?? format.delimiter, hasQuotes: map.hasQuotes, longest: longest,
            more: file.next)
        if table.isUTF16 { throw ImportError.notUTF8(path: file.path) }
        cutter = .table(table)
        if let columns = map.columns {
            try place(columns, file, path)
            return
        }
        var names: [String] = []
        do throws(RowFault) {
            guard let row = try table.row() else { throw Self.empty }
            guard String(validating: row.bytes, as: UTF8.self) != nil else { throw Self.notUTF8(row) }
            names = row.cells.indices.map { row.text($0, hasQuotes: map.hasQuotes) }
        } catch {
            throw ImportError.noColumns(path: file.path, error.refusal)
        }
        cutter = .table(table)
        try place(names, file, path)
    }

    private static let empty = RowFault(
        refusal: Refusal(
            .emptyFile, "the file has no row", remedy: "name a file with rows",
            position: SourcePosition(line: 1, column: 1)),
        row: 1, bytes: nil)

    /// Finds the columns that the map names.
    private mutating func place(_ names: [String], _ file: ImportedFile, _ path: String) throws(ImportMapFaults) {
        width = names.count
        var faults: [ImportMapFault] = []
        for field in ImportMap.Field.allCases {
            guard let rule = map.rules[field], let from = rule.from else { continue }
            guard case .name(let name) = from else {
                faults.append(
                    ImportMapFault(
                        rule.position, "\(field.rawValue): found a path; \(file.path) is a table",
                        remedy: "write the name of a column"))
                continue
            }
            let places = names.indices.filter { names[$0].utf8.elementsEqual(name.utf8) }
            if places.count == 1 {
                columns[field] = places[0]
            } else {
                faults.append(
                    ImportMapFault(
                        rule.position,
                        "\(field.rawValue): \(file.path) has \(places.isEmpty ? "no column" : "several columns") \(Text(name).quoted)",
                        remedy: places.isEmpty
                            ? suggestion(for: name, among: names) : "give each column a name of its own"))
            }
        }
        guard faults.isEmpty else { throw ImportMapFaults(path: path, all: faults) }
    }

    /// The next row; nil after the last one.
    mutating func row() throws(RowFault) -> SourceRow? {
        switch cutter {
        case .table(var table):
            // Only one place holds the buffer, so that it is not copied.
            cutter = .lines(DocumentCutter(DocumentSource([]), format: .lines, longest: 0))
            defer { cutter = .table(table) }
            guard let row = try table.row() else { return nil }
            guard String(validating: row.bytes, as: UTF8.self) != nil else { throw Self.notUTF8(row) }
            guard row.count == width, row.cells.count == width else { throw Self.wrongWidth(row, width) }
            return .cells(row)
        case .lines(var lines):
            cutter = .lines(DocumentCutter(DocumentSource([]), format: .lines, longest: 0))
            defer { cutter = .lines(lines) }
            let found: DocumentCutter.Document?
            do throws(Refusals) { found = try lines.next() } catch {
                let refusal = error.all[0]
                throw RowFault(refusal: refusal, row: refusal.position?.line ?? 0, bytes: nil)
            }
            guard let found else { return nil }
            let json: JSON
            do throws(JSONSyntaxError) {
                json = try JSON.parse(found.bytes, maximumValues: JSON.maximumValues)
            } catch {
                var refusal = Refusal(error, in: found.bytes)
                refusal.position?.line = found.start.line
                throw RowFault(refusal: refusal, row: found.start.line, bytes: found.bytes)
            }
            guard case .object = json else { throw Self.noObject(found) }
            return .object(json, bytes: found.bytes, line: found.start.line)
        }
    }

    private static func noObject(_ found: DocumentCutter.Document) -> RowFault {
        RowFault(
            refusal: Refusal(
                .wrongType, "expected an object", remedy: "write one object a line", position: found.start),
            row: found.start.line, bytes: found.bytes)
    }

    private static func notUTF8(_ row: TableRow) -> RowFault {
        var parser = Unicode.UTF8.ForwardParser()
        var (iterator, offset) = (row.bytes.makeIterator(), 0)
        while case .valid(let scalar) = parser.parseScalar(from: &iterator) { offset += scalar.count }
        var position = SourcePosition(offset: offset, in: row.bytes)
        position.line += row.line - 1
        return RowFault(
            refusal: Refusal(
                .notUTF8, "a byte that is not UTF-8", remedy: "convert the file: iconv -f WINDOWS-1252 -t UTF-8 FILE",
                position: position), row: row.number, bytes: row.bytes)
    }

    private static func wrongWidth(_ row: TableRow, _ width: Int) -> RowFault {
        RowFault(
            refusal: Refusal(
                .badRow, "expected \(width) cells, found \(row.count)",
                remedy: "write a cell for each column; a cell with a delimiter in it wants quotation marks",
                position: SourcePosition(line: row.line, column: 1)), row: row.number, bytes: row.bytes)
    }
}

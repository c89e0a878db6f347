import CanonicalJSON
import EventLog
import StoryEvents

extension Importer {
    /// Imports the rows of one file.
    ///
    /// - Parameters:
    ///   - path: `-` is standard input.
    ///   - name: The file as receipts name it.
    ///   - mapPath: What faults call the map.
    /// - Throws: ``ImportError``, ``ImportMapFaults``, and what ``refuse`` throws.
    public func take(rowsOf path: String, named name: Text, _ map: ImportMap, mapPath: String) throws {
        let file = try ImportedFile(path, format: .lines, mayBeOfAnyName: true)
        var reader = try RowReader(file, map, path: mapPath, longest: Self.longestRow)
        let values = RowValues(map: map, columns: reader.columns)
        // What a dry run takes is in no log that can be read, so that it remembers the stories of all files.
        var first = isDryRun ? firstRows : FirstRows(store, defaultSource: source)
        defer { if isDryRun { firstRows = first } }
        var (piece, length, hasAny): ([ImportedDocument], Int, Bool) = ([], 0, false)
        while true {
            var isAtEnd = false
            do {
                if let row = try reader.row() {
                    hasAny = true
                    if let document = try document(of: row, values, &first, name) {
                        piece.append(document)
                        length += document.bytes.count + row.bytes.count
                    }
                } else {
                    isAtEnd = true
                }
            } catch let fault as RowFault {
                hasAny = true
                try refuse(fault, name)
            }
            guard isAtEnd || length >= Self.pieceLength || piece.count >= Self.mostDocuments else { continue }
            try record(piece[...], .lines, name)
            (piece, length) = ([], 0)
            if !isDryRun { first.settle() }
            if isAtEnd { break }
            if progress(file.bytesRead) {
                summary.isStopped = true
                return
            }
        }
        try file.check()
        if !hasAny { try refuse(Self.nothing(name), name) }
    }

    /// The document of a row; nil where the row is refused.
    private func document(
        of row: SourceRow, _ values: RowValues, _ first: inout FirstRows, _ name: Text
    ) throws -> ImportedDocument? {
        let mapped: MappedRow
        do throws(MappedRow.Fault) { mapped = try MappedRow(row, values) } catch {
            // The next row of the story must not publish it.
            if let story = error.story, try isNew(story, first) { try leaveOut(story, after: "line \(row.line)") }
            try refuse(RowFault(refusal: error.refusal, row: row.number, bytes: row.bytes), name)
            return nil
        }
        let isLeftOut = refusedStories[mapped.story] != nil
        do throws(EventLogError) {
            let (bytes, isFirst) = try first.document(of: mapped)
            return ImportedDocument(
                bytes, row: ImportedDocument.Row(source: row, values: values), story: mapped.story,
                isFirst: isFirst && !isLeftOut)
        } catch {
            throw ImportError.log(error)
        }
    }

    private func isNew(_ story: String, _ first: FirstRows) throws(ImportError) -> Bool {
        do throws(EventLogError) { return try first.isNew(story) } catch { throw .log(error) }
    }

    private func refuse(_ fault: RowFault, _ name: Text) throws {
        summary.documents += 1
        summary.refused += 1
        try refuse(RefusedDocument(file: name, row: fault.row, bytes: fault.bytes, fault.refusal))
    }

    /// Does what ``take(rowsOf:named:_:mapPath:)`` does for each file, and writes nothing.
    ///
    /// Each story that a row publishes takes some bytes of memory.
    public func dryRun(rowsOf files: [(path: String, name: Text)], _ map: ImportMap, mapPath: String) throws {
        try dryRun {
            for (path, name) in files where !summary.isStopped {
                try take(rowsOf: path, named: name, map, mapPath: mapPath)
            }
        }
    }

    private static func nothing(_ name: Text) -> Refusals {
        Refusals([
            Refusal(
                .emptyFile, "the file holds no row", remedy: "name a file with rows",
                position: SourcePosition(line: 1, column: 1))
        ])
    }

    /// The most bytes of a row.
    static let longestRow = 16 << 20
}

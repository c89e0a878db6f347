import CanonicalJSON
import StoryEvents

/// A document that an import left out, and why.
public struct RefusedDocument: Sendable {
    /// The file, as receipts name it.
    public let file: Text
    /// The document as it stands in the file; nil where it was not read.
    public let document: [UInt8]?
    /// At least one: `{code, path, line, column, message, remedy}`, with the place in the file.
    public let errors: [JSONObject]
    /// The row of a file that a map describes, from 1; nil for other files.
    public private(set) var row: Int?

    init(file: Text, _ document: ImportedDocument, _ refusals: [JSON]) {
        self.file = file
        if let row = document.row {
            self.document = row.source.bytes
            self.row = row.source.number
            errors = refusals.compactMap { Self.located($0, in: row) }
            return
        }
        self.document = document.bytes
        errors = refusals.compactMap { (refusal) -> JSONObject? in
            guard case .object(var object) = refusal else { return nil }
            guard document.origin == nil else {
                (object["line"], object["column"]) = (.null, .null)
                return object
            }
            if case .integer(let line)? = object["line"], case .integer(let column)? = object["column"] {
                object["line"] = .integer(Int64(document.start.line) + line - 1)
                // The bracket of the array that it was put into is not in the file.
                let bracket: Int64 = document.index == nil ? 0 : 1
                if line == 1 {
                    object["column"] = .integer(Int64(document.start.column) + max(0, column - 1 - bracket))
                }
            }
            // It was read as the only element of an array.
            if let index = document.index, let path = object["path"]?.text?.string, path.hasPrefix("$[0]") {
                object["path"] = .string(Text("$[\(index)]" + path.dropFirst(4)))
            }
            return object
        }
    }

    /// A row that is no document.
    init(file: Text, row: Int, bytes: [UInt8]?, _ refusal: Refusal) {
        self.file = file
        self.row = row
        document = bytes
        errors = if case .object(let object) = refusal.json { [object] } else { [] }
    }

    /// A reason with its place in the file, instead of that in the document that was made of the row.
    private static func located(_ refusal: JSON, in row: ImportedDocument.Row) -> JSONObject? {
        guard case .object(var object) = refusal else { return nil }
        let field = object["path"]?.text.flatMap { ImportMap.Field(path: $0.string) }
        let position = row.values.position(of: field, in: row.source)
        (object["line"], object["column"]) = (JSON(position.line), JSON(position.column))
        if field == .time, let remedy = object["remedy"]?.text?.string, let other = TimeFault.tableRemedy(for: remedy) {
            object["remedy"] = .string(Text(other))
        }
        return object
    }

    init(file: Text, _ refusals: [Refusal]) {
        self.file = file
        document = nil
        errors = refusals.compactMap { if case .object(let object) = $0.json { object } else { nil } }
    }

    /// `{file, row, errors, document}`: the document as text, with U+FFFD for bytes that are not UTF-8.
    public var json: JSON {
        [
            "file": .string(file), "row": row.map { JSON($0) } ?? .null, "errors": .array(errors.map(JSON.object)),
            "document": document.map { .string(Text(String(decoding: $0, as: UTF8.self))) } ?? .null,
        ]
    }
}

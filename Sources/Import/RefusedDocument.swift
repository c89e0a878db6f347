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

    init(file: Text, _ document: ImportedDocument, _ refusals: [JSON]) {
        self.file = file
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

    init(file: Text, _ refusal: JSONObject) {
        (self.file, document, errors) = (file, nil, [refusal])
    }

    init(file: Text, _ refusals: [Refusal]) {
        self.file = file
        document = nil
        errors = refusals.compactMap { if case .object(let object) = $0.json { object } else { nil } }
    }

    /// `{file, errors, document}`: the document as text, with U+FFFD for bytes that are not UTF-8.
    public var json: JSON {
        [
            "file": .string(file), "errors": .array(errors.map(JSON.object)),
            "document": document.map { .string(Text(String(decoding: $0, as: UTF8.self))) } ?? .null,
        ]
    }
}

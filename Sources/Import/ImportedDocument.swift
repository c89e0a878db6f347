import CanonicalJSON
import StoryEvents

/// The bytes of a document on its way into the log, and its place.
struct ImportedDocument {
    let bytes: [UInt8]
    /// The line and column of the first byte.
    let start: SourcePosition
    /// The index in the array of the file; nil where the file is no array.
    let index: Int?
    /// The commit and the path that it was made of: `COMMIT:PATH`; nil for a document of a file.
    let origin: String?
    /// The story whose history it begins or goes on with; nil for a document of a file.
    private(set) var story: String?
    /// Whether it begins that history.
    private(set) var isFirst = false
    /// The row that it was made of; nil where it was made of none.
    private(set) var row: Row?

    /// A row of a file that a map describes.
    struct Row {
        let source: SourceRow
        /// Finds the places of cells.
        let values: RowValues
    }

    init(_ document: DocumentCutter.Document) {
        (bytes, start, index, origin) = (document.bytes, document.start, document.index, nil)
    }

    init(_ bytes: [UInt8], origin: String, story: String, isFirst: Bool) {
        (self.bytes, start, index, self.origin) = (bytes, SourcePosition(line: 1, column: 1), nil, origin)
        (self.story, self.isFirst) = (story, isFirst)
    }

    init(_ bytes: [UInt8], row: Row, story: String, isFirst: Bool) {
        (self.bytes, start, index, origin) = (bytes, SourcePosition(line: row.source.line, column: 1), nil, nil)
        (self.story, self.isFirst, self.row) = (story, isFirst, row)
    }

    /// The place as receipts name it behind the file.
    var place: String { origin.map { ":\($0)" } ?? index.map { "[\($0)]" } ?? ":\(start.line)" }
}

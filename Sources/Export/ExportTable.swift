/// A table of an export to CSV or SQLite.
public enum ExportTable: String, CaseIterable, Sendable {
    /// One row a story.
    case stories
    /// One row a version of a story's text.
    case versions
    /// One row a sentence that a version added, removed, changed or moved.
    case changes
    /// One row a claim.
    case claims
    /// One row for each claim that a denial, a reiteration or a response is about.
    case moves
    /// One row a party of a story.
    case parties

    /// The columns, in order.
    public var columns: [Column] {
        switch self {
        case .stories:
            [
                .text("story"), .text("status"), .text("headline"), .text("dek"), .text("publisher"), .text("section"),
                .text("language"), .text("url"), .text("source"), .integer("versions"), .integer("silentEdits"),
                .integer("claims"), .integer("events"), .text("published"), .text("updated"), .integer("position"),
                .integer("withheld"), .text("permalink"),
            ]
        case .versions:
            [
                .text("story"), .integer("version"), .integer("position"), .text("time"), .text("recorded"),
                .integer("backdated"), .text("source"), .text("change"), .text("note"), .integer("announced"),
                .integer("silent"),
                .integer("noise"), .integer("revertsTo"), .integer("sentencesAdded"), .integer("sentencesRemoved"),
                .integer("sentencesChanged"), .integer("sentencesMoved"), .integer("wordsAdded"),
                .integer("wordsRemoved"), .integer("wordsChanged"), .integer("withheld"), .text("headline"),
                .text("dek"), .text("body"), .text("permalink"), .text("changesPermalink"),
            ]
        case .changes:
            [
                .text("story"), .integer("version"), .integer("number"), .text("field"), .text("op"), .text("oldText"),
                .text("newText"), .text("marks"), .integer("noise"), .text("permalink"),
            ]
        case .claims:
            [
                .text("story"), .text("claim"), .text("text"), .text("standing"), .text("attribution"),
                .text("speaker"), .integer("introduced"), .text("time"), .integer("denials"),
                .integer("reiterations"), .integer("responses"), .text("permalink"),
            ]
        case .moves:
            [
                .text("story"), .text("claim"), .integer("position"), .text("type"), .text("by"), .text("source"),
                .text("hop"), .text("extent"), .text("strength"), .text("outcome"), .text("statement"), .text("time"),
                .text("recorded"), .text("permalink"),
            ]
        case .parties:
            [
                .text("story"), .text("party"), .text("kind"), .text("role"), .integer("claims"), .integer("about"),
                .integer("denials"), .integer("reiterations"), .integer("responses"), .integer("asked"),
                .text("permalink"),
            ]
        }
    }

    /// A column.
    public struct Column: Sendable {
        /// The name, the same as the member of JSON output where there is one.
        public let name: String
        /// Whether its values are integers; else they are text.
        public let isInteger: Bool

        static func text(_ name: String) -> Column { Column(name: name, isInteger: false) }
        static func integer(_ name: String) -> Column { Column(name: name, isInteger: true) }
    }
}

/// A value of a table.
enum Cell: Equatable {
    case null
    case text(String)
    case integer(Int64)

    init(_ text: String?) { self = text.map(Cell.text) ?? .null }
    init(_ number: Int?) { self = number.map { .integer(Int64($0)) } ?? .null }
    /// 1 or 0.
    init(_ flag: Bool) { self = .integer(flag ? 1 : 0) }
}

/// Takes the rows of an export.
protocol TableWriter {
    /// - Parameter cells: As many as the table has columns.
    func add(_ cells: [Cell], to table: ExportTable) throws(ExportError)
    /// The rows of one story are complete.
    func endStory() throws(ExportError)
    /// The export is complete.
    func finish() throws(ExportError)
}

import CanonicalJSON
import Projections
import StoryEvents

/// How many words of statements each story quotes: a projection of one's own, all of it in this file.
struct QuotedWords: LedgerProjection {
    static let name = "quoted-words"
    static let version = 1
    static let table = RowTable(columns: ["words"], indexes: [["words"]], searched: ["statements"])

    private var words: Int64 = 0
    private var statements: [Text] = []

    init() {}

    mutating func apply(_ step: StoryStep, to rows: inout StoryRows) {
        let statement: Statement? =
            switch step.payload {
            case .denied(let denial): denial.statement
            case .reiterated(let reiteration): reiteration.statement
            case .responded(let response): response.statement
            default: nil
            }
        guard let statement else { return }
        words += Int64(statement.text.string.split(whereSeparator: \.isWhitespace).count)
        statements.append(statement.text)
        rows.set("", ["words": .integer(words)], texts: [Text(statements.map(\.string).joined(separator: "\n"))])
    }
}

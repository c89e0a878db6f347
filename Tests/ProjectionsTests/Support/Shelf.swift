import CanonicalJSON
import Projections
import StoryEvents

/// One row a story that does what its body says: `keep ...` is found by the rest, `count` is found by what it was found
/// by before, and `clear` is no more.
struct Shelf: LedgerProjection {
    static let name = "shelf"
    static let version = 1
    static let table = RowTable(columns: ["count"], searched: ["said"])

    private var count: Int64 = 0

    init() {}

    mutating func apply(_ step: StoryStep, to rows: inout StoryRows) {
        guard let words = step.story?.text("body")?.string.split(separator: " ", maxSplits: 1) else { return }
        count += 1
        switch words[0] {
        case "keep": rows.set("", ["count": .integer(count)], texts: [Text(String(words[1]))])
        case "clear": rows.remove("")
        default: rows.set("", ["count": .integer(count)])
        }
    }
}

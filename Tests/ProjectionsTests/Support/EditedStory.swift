import CanonicalJSON
import EventLog
import LedgerTestKit
import Projections
import StoryEvents

/// A story in a ledger of its own, told as its texts and notes.
struct EditedStory {
    let reader: StoryReader
    let view: StoryView
    var edits: [Edit] { Edit.history(of: view) }

    /// - Parameters:
    ///   - body: What it says first.
    ///   - updates: The `data` of each update, in order.
    init(_ body: Text, updates: [JSON]) throws {
        let ledger = try TemporaryLedger()
        let store = try ledger.open(.readWrite)
        let documents =
            [Documents.published("dam", id: "0", headline: "Dam is safe", body: body)]
            + updates.enumerated().map { index, data in
                [
                    "type": "updated", "subject": "dam", "time": "2026-03-02T12:00:00Z",
                    "id": .string(Text("\(index + 1)")), "data": data,
                ] as JSON
            }
        let results = try Recorder(store).record([.lines(documents)])
        guard results.allSatisfy({ $0.receipt?.outcome == .appended }) else { throw Refused(results: "\(results)") }
        reader = StoryReader(store)
        view = try reader.view(of: reader.story(named: "dam"))
    }

    struct Refused: Error {
        let results: String
    }
}

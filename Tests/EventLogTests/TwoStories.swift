import CanonicalJSON
import EventLog
import LedgerTestKit
import StoryEvents

/// A ledger with two stories, the first of two versions: what a takedown is tried on.
enum TwoStories {
    /// Longer than some pages.
    static let body = String(repeating: "Nobody was to read of the \u{E9}tude \"again\". ", count: 3000)

    static func recorded() throws -> (ledger: TemporaryLedger, store: SQLiteEventStore) {
        let ledger = try TemporaryLedger()
        let store = try ledger.open(.readWrite)
        _ = try Recorder(store).record([
            .lines([
                Documents.published("one", body: "Plain."), Documents.updated("one", body: Text(body)),
                Documents.published("two"),
            ])
        ])
        return (ledger, store)
    }
}

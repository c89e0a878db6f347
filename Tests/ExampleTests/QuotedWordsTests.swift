import CanonicalJSON
import EventLog
import LedgerTestKit
import Projections
import StoryEvents
import Testing

/// What another package can do with nothing but what is public: keep, search, rebuild and replay a projection of its own.
@Suite("A projection of another package")
struct QuotedWordsTests {
    @Test func isKeptSearchedRebuiltAndReplayed() throws {
        let ledger = try TemporaryLedger()
        let store = try ledger.open()
        let claim: JSON = ["id": "shut", "text": "The bridge is shut."]
        let documents: [JSON] = [
            Documents.published("bridge", claims: [claim]),
            [
                "type": "denied", "subject": "bridge", "time": "2026-03-02T12:00:00Z",
                "data": ["by": "The port", "statement": "It was never shut."],
            ],
        ]
        _ = try Recorder(store).record([.lines(documents)])

        let registry = ProjectionRegistry.standard.adding(QuotedWords.self)
        let views = try Views(store, path: ledger.file("views.db"), registry: registry)
        #expect(try views.catchUp())
        let query = RowQuery(search: try SearchQuery("never"), order: [.down("words")])
        let found = try views.read(QuotedWords.self) { rows throws(ViewsError) in try rows.rows(query) }
        #expect(found?.value.map(\.value) == [["words": 4]])
        #expect(found?.standing.staleness == nil)
        #expect(try views.rebuild([QuotedWords.self])?.map(\.differenceCount) == [0])

        let story = try #require(StoryID("bridge"))
        var replay = try StoryReplay("quoted-words", in: registry, of: StoryReader(store).view(of: story))
        try replay.finish()
        #expect(replay.json == ["": ["words": 4]])
        #expect(try FoldedRows(QuotedWords.self, of: store, LedgerCut(asOf: .position(.first))).rows.rows().isEmpty)
    }
}

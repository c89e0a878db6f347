import CanonicalJSON
import EventLog
import LedgerTestKit
import StoryEvents
import Testing

@Suite("A cached state says what a fold of the log says")
struct StateCacheTests {
    /// The takedown is an event of the first story, so the second keeps its revision.
    @Test func afterATakedownInAnotherStory() throws {
        let ledger = try TemporaryLedger()
        let store = try ledger.open(.readWrite)
        let recorder = Recorder(store)
        let words: Text = "Ilse lives at 7 Quay."
        _ = try recorder.record([
            .lines([Documents.published("one", body: words), Documents.published("two", body: words)])
        ])
        _ = try Withholder(store).withhold(
            .words(words, story: try #require(StoryID("one")), everywhere: true), reason: "Order 12", authority: "Court"
        )
        let sameAgain = Submission.lines([Documents.updated("two", body: words)])
        let cached = try recorder.record([sameAgain], rehearsal: true)
        let folded = try Recorder(store).record([sameAgain], rehearsal: true)
        #expect(cached == folded)
    }
}

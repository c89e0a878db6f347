import CanonicalJSON
import EventLog
import LedgerTestKit
import Projections
import StoryEvents
import Testing

/// What a note covers in a text with holes.
@Suite("A takedown accuses no note")
struct WithheldCoverageTests {
    @Test func aNoteWhoseChangeIsGoneIsNotSaidToMissIt() throws {
        let ledger = try TemporaryLedger()
        let store = try ledger.open(.readWrite)
        _ = try Recorder(store).record([
            .lines([
                Documents.published("ward", body: "Nurse Ann Roe said it treats 12,000 a year.\n\nIt has 40 beds."),
                [
                    "type": "updated", "subject": "ward", "time": "2026-03-02T11:30:00+01:00",
                    "data": [
                        "change": "correction",
                        "body": "Nurse Ann Roe said it treats 14,500 a year.\n\nIt has 41 beds.",
                        "note": ["text": "The number was wrong.", "covers": [["exact": "14,500"]]],
                    ],
                ],
            ])
        ])
        let story = try #require(StoryID("ward"))
        #expect(try edit(of: story, in: store).summary == "body; two numbers; note covers one of two")
        _ = try Withholder(store).withhold(
            .words("Ann Roe", story: story, everywhere: false), reason: "safety", authority: "Desk")
        let edit = try edit(of: story, in: store)
        #expect(edit.summary == "body; one number; one withheld passage changed; note; what it covers cannot be told")
        #expect(edit.coverage == nil && edit.isCoverageHidden)
        #expect(edit.counts.sentences.added == 0 && edit.counts.sentences.removed == 0)
    }

    @Test func anInnocentEditIsNotSilentAfterATakedown() throws {
        let ledger = try KeptLedger()
        try ledger.append([
            Documents.published("flood", body: "“It rose,” Lena Ortiz said.\n\nIt rained."),
            [
                "type": "updated", "subject": "flood", "time": "2026-03-02T11:30:00+01:00",
                "data": ["body": "\"It rose,\" Lena Ortiz said.\n\nIt rained."],
            ],
            [
                "type": "updated", "subject": "flood", "time": "2026-03-02T11:40:00+01:00",
                "data": ["body": "\"It rose,\" Lena Ortiz said.\n\nIt snowed."],
            ],
        ])
        func counts() throws -> (index: JSON?, activity: JSON?, history: [Bool]) {
            let views = try ledger.views()
            #expect(try views.catchUp())
            let days = try views.read(Activity.self) { rows throws(ViewsError) in
                try rows.tally(by: ["day"], summing: Activity.counts)
            }
            let view = try StoryReader(ledger.store).view(of: try #require(StoryID("flood")))
            return (
                try views.rows(StoryIndex.self).first?.value["silentEdits"], days?.value.first?["silentEdits"],
                Edit.history(of: view).map(\.isSilent)
            )
        }
        let before = try counts()
        #expect(before.index == 1 && before.activity == 1 && before.history == [false, false, true])
        _ = try Withholder(ledger.store).withhold(
            .words("Lena Ortiz", story: try #require(StoryID("flood")), everywhere: false), reason: "safety",
            authority: "Desk")
        let after = try counts()
        #expect(after.index == 1 && after.activity == 1 && after.history == [false, false, true])
    }

    private func edit(of story: StoryID, in store: SQLiteEventStore) throws -> Edit {
        let view = try StoryReader(store).view(of: story)
        return try #require(Edit.history(of: view).last)
    }
}

import CanonicalJSON
import EventLog
import Foundation
import LedgerTestKit
import SQLite
import StoryEvents
import Testing

@Suite("What is withheld is gone from the log, and the log says so")
struct WithholdingTests {
    private let ledger: TemporaryLedger
    private let store: SQLiteEventStore
    private let body = TwoStories.body

    init() throws { (ledger, store) = try TwoStories.recorded() }

    @discardableResult
    private func withhold(_ position: Int64, reason: Text = "Court order", authority: Text = "District court")
        throws(WithholdingError) -> Withholder.Outcome
    {
        try Withholder(store).withhold(.event(Position(position)), reason: reason, authority: authority)
    }

    @Test func theEventStaysAndSaysByWhom() throws {
        let before = try store.events(from: .first, limit: 9)
        let outcome = try withhold(1)
        let after = try store.events(from: .first, limit: 9)
        #expect(after.count == 4)
        #expect(after[1].envelope == before[1].envelope)
        #expect(after[1].leaf == before[1].leaf)
        #expect(after[1].content == nil && after[1].partial == nil)
        let withheld = try #require(after[1].withheld)
        #expect(withheld.by == outcome.by?.position && withheld.reason == "Court order")
        #expect(try after[1].payload() == .erased(withheld))
        #expect(try after[1].data() == nil)
        #expect(withheld.taken.version == 2)
        #expect(withheld.taken.fields == ["body"])
        #expect(after[3].envelope.type == .withheld)
        #expect(after[3].envelope.story == after[1].envelope.story)
        #expect(try [after[0], after[2]].map { try $0.payload() } == [before[0], before[2]].map { try $0.payload() })
        #expect(try store.events(of: after[1].envelope.story).map(\.withheld) == [nil, withheld, nil])
    }

    /// Others that came in the same file keep everything but its name and hash, which would confirm a guess.
    @Test func theFileIsNamedByNoEventThatCameInIt() throws {
        try withhold(1)
        let events = try store.events(from: .first, limit: 9)
        for event in [events[0], events[2]] {
            let partial = try #require(event.partial)
            #expect(partial.data.commitment == event.envelope.commitment)
            let paths = try #require(partial.data.paths)
            #expect(
                partial.data.hidden.map { paths[$0].path.description } == [
                    "$.context.file.name", "$.context.file.sha256",
                ])
        }
        #expect(try store.pendingErasures() == [Position(1)])
    }

    /// The name of a file alone was withheld, in small letters: files may still hold the words, so the same is looked for again.
    @Test func afterANameAloneTheSameWordsAreLookedForAgain() throws {
        let file = Submission.lines([Documents.published("lone", body: "Of JO FISHER.")], file: "jo-fisher.ndjson")
        _ = try Recorder(store).record([file])
        let story = try #require(StoryID("lone"))
        let request = WithholdingRequest.words("Jo Fisher", story: story, everywhere: false)
        let first = try Withholder(store).withhold(request, reason: "r", authority: "a")
        let by = try #require(first.by?.position)
        try store.append(dryRun: false) { transaction throws(EventLogError) in
            for position in first.pending { try transaction.settleErasure(of: position) }
        }
        let again = try Withholder(store).withhold(request, reason: "r", authority: "a")
        #expect(again.before == by && again.by == nil && again.plan.places.isEmpty)
        let remaining = try Withholder(store).remaining(["Jo Fisher"], words: "Jo Fisher")
        #expect(remaining.isEmpty && remaining.otherLetters.keys.sorted() == ["JO FISHER"])
    }

    @Test func wordsAreFoundInEveryPieceOfTheStory() throws {
        let words: Text = "Nobody was to read"
        _ = try Recorder(store).record([
            .lines([
                Documents.updated("one", id: "u2", body: "CachedState.\n\nNobody was to read this.\n\nKept, too."),
                Documents.published("three", headline: "Nobody was to read of three"),
            ])
        ])
        let story = try #require(StoryID("one"))
        let plan = try Withholder(store).plan(.words(words, story: story, everywhere: false))
        #expect(plan.places.map(\.event.position) == [Position(1), Position(3)])
        #expect(plan.places.map(\.version) == [2, 3])
        #expect(plan.places.map { $0.path?.description } == ["body paragraph 1", "body paragraph 2"])
        #expect(try store.size() == 5, "a plan changes nothing")
        let outcome = try Withholder(store).withhold(
            .words(words, story: story, everywhere: true), reason: "r", authority: "a")
        #expect(outcome.plan.places.map(\.event.position) == [Position(1), Position(3), Position(4)])
        #expect(outcome.takedown?.same.count == 3)
        #expect(outcome.pending == [Position(1), Position(3), Position(4)])
        let body = try store.event(at: Position(3))?.data()?["body"]?.text
        let hole = "[1 paragraph withheld by @5: “r” (“a”), text 2 of 3]"
        #expect(body?.string == "CachedState.\n\n\(hole)\n\nKept, too.")
        #expect(try Withholder(store).remaining([words]).events.isEmpty)
        try store.append(dryRun: false) { transaction throws(EventLogError) in
            for position in outcome.pending { try transaction.settleErasure(of: position) }
        }
        // No event holds them now; files may.
        let again = WithholdingRequest.words(words, story: story, everywhere: true)
        let swept = try Withholder(store).withhold(again, reason: "r", authority: "a")
        #expect(swept.by == nil)
        #expect(swept.before == Position(5))
        #expect(swept.pending == [])
        #expect(throws: WithholdingError.nothingFound()) { try Withholder(store).dryRun(again) }
        #expect(try store.size() == 6)
    }

    @Test func theReasonStaysAndMayNotHoldTheWords() throws {
        let lock = Documents.published("lock", body: "It is shut, says Kim Doe.")
        let story = try #require(StoryID("lock"))
        _ = try Recorder(store).record([.lines([lock])])
        let first = try #require(try store.head()).position
        let request = WithholdingRequest.words("Kim Doe", story: story, everywhere: true)
        for (reason, authority, member) in [("of Kim  Doe", "a", "reason"), ("r", "Kim Doe", "authority")] {
            let error = WithholdingError.wordsInReason(member: member)
            #expect(throws: error) {
                try Withholder(store).withhold(request, reason: Text(reason), authority: Text(authority))
            }
            #expect(throws: error) {
                try Withholder(store).dryRun(request, reason: Text(reason), authority: Text(authority))
            }
        }
        #expect(try store.withheldContent().takings[story] == nil)
        #expect(try Withholder(store).withhold(request, reason: "kim doe", authority: "a").by != nil)
        let headline = WithholdingRequest.field(first, "headline")
        let said = try #require(try store.event(at: first)?.data()?["headline"]?.text)
        #expect(throws: WithholdingError.wordsInReason(member: "reason")) {
            try Withholder(store).withhold(headline, reason: said, authority: "a")
        }
    }

    @Test func wordsThatStandOnlyInOtherLettersAreNamed() throws {
        let story = try #require(StoryID("came"))
        _ = try Recorder(store).record([
            .lines([
                Documents.published("came", body: "Sean O’Neill came."),
                Documents.updated("came", id: "u", body: "SEAN O'NEILL came."),
            ])
        ])
        let request = WithholdingRequest.words("Sean O'Neill", story: story, everywhere: false)
        #expect(throws: WithholdingError.nothingFound(otherLetters: ["Sean O’Neill", "SEAN O'NEILL"])) {
            try Withholder(store).dryRun(request)
        }
        #expect(throws: WithholdingError.nothingFound(otherLetters: ["Sean O’Neill", "SEAN O'NEILL"])) {
            try Withholder(store).withhold(request, reason: "r", authority: "a")
        }
    }

    /// Pieces of one event, one takedown after another, and then all of it.
    @Test func anEventIsTakenPieceByPiece() throws {
        let story = try #require(StoryID("two"))
        for (number, request) in [
            WithholdingRequest.field(Position(2), "headline"), .piece(Position(2), 0), .event(Position(2)),
        ].enumerated() {
            let outcome = try Withholder(store).withhold(request, reason: "r\(number)", authority: "a")
            let suffix = number == 0 ? "" : ".\(number + 1)"
            #expect(outcome.by?.identity.id.string == "withheld-2\(suffix)")
            #expect(outcome.by?.story == story)
            let event = try #require(try store.event(at: Position(2)))
            #expect(number == 2 ? event.withheld?.reason == "r2" : event.partial?.takedowns.count == number + 1)
        }
        #expect(throws: WithholdingError.self) { try Withholder(store).plan(.piece(Position(1), 99)) }
        #expect(throws: WithholdingError.self) { try Withholder(store).plan(.field(Position(1), "dek")) }
    }

    @Test func itIsDoneOnce() throws {
        let first = try withhold(1)
        let again = try withhold(1, reason: "Another", authority: "Somebody")
        #expect(again.isResumed && again.pending == [Position(1)])
        let withheld = try #require(try store.event(at: Position(1))?.withheld)
        #expect(withheld.by == first.by?.position)
        #expect(try store.pendingErasures() == [Position(1)])
        try store.append(dryRun: false) { transaction throws(EventLogError) in
            try transaction.settleErasure(of: Position(1))
        }
        #expect(throws: WithholdingError.withheldAlready(withheld)) { try withhold(1) }
        #expect(try store.size() == 4)
    }

    @Test func refusesWhatCannotBeWithheld() throws {
        try withhold(1)
        #expect(throws: WithholdingError.noEvent(Position(17), size: 4)) { try withhold(17) }
        #expect(throws: WithholdingError.ledgersOwn(Position(3), .withheld)) { try withhold(3) }
        #expect(throws: WithholdingError.noReason) { try withhold(0, reason: " \n") }
        #expect(throws: WithholdingError.noAuthority) { try withhold(0, authority: "") }
        #expect(try store.size() == 4)
    }

    @Test func theSameDocumentAgainIsADuplicate() throws {
        try withhold(1)
        let result = try Recorder(store).record([.lines([Documents.updated("one", body: Text(body))])])
        #expect(result.compactMap(\.receipt).map(\.outcome) == [.duplicate])
        #expect(try store.size() == 4)
    }

    /// The hash of a file that holds a withheld text would confirm a guess of it.
    @Test(arguments: [false, true])
    func newEventsDoNotNameAFileThatRepeatsWithheldText(isReadInPieces: Bool) throws {
        try withhold(1)
        let documents = [
            Documents.published("new"), Documents.updated("one", body: Text(body)),
            Documents.updated("new", body: "More."),
        ]
        let bytes = documents.flatMap { $0.bytes(pretty: false) + [UInt8(ascii: "\n")] }
        let path = ledger.file("again.ndjson")
        try Data(bytes).write(to: URL(filePath: path))
        let file: Submission
        if isReadInPieces {
            let pieces = FilePieces(path: Array(path.utf8CString), named: path)
            file = Submission(file: "again.ndjson", pieces: pieces, format: .lines, defaultSource: "newsdesk")
        } else {
            file = Submission(file: "again.ndjson", bytes: bytes, format: .lines, defaultSource: "newsdesk")
        }
        let recorder = Recorder(store)
        let receipt = try #require(try recorder.record([file])[0].receipt)
        #expect(receipt.entries.map(\.outcome) == [.appended, .duplicate, .appended])
        let events = try store.events(from: Position(4), limit: 9)
        #expect(events.count == 2)
        for event in events {
            let data = try #require(try event.data())
            #expect(data["context"] == nil)
        }
        #expect(try store.receipt(number: receipt.number)?.withheld != nil)
        // Another file names itself.
        _ = try recorder.record([.lines([Documents.updated("new", body: "Later.")], file: "later.ndjson")])
        let last = try #require(try store.event(at: Position(6))?.data())
        #expect(last["context"] != nil)
    }

    @Test func nobodyAnswersTheLedger() throws {
        try withhold(1)
        let answer: JSON = [
            "type": "reiterated", "subject": "one", "time": "2026-03-02T12:00:00Z",
            "data": [
                "by": "M", "answers": .string(try #require(try store.event(at: Position(3))).envelope.identity.id),
            ],
        ]
        let receipt = try #require(try Recorder(store).record([.lines([answer])])[0].receipt)
        guard case .object(let refusal)? = receipt.refusals.first else { throw CocoaError(.coderInvalidValue) }
        #expect(refusal["code"] == "unknown-event")
    }

    @Test func aRecorderThatKnewTheStoryGoesByWhatIsLeft() throws {
        let recorder = Recorder(store)
        _ = try recorder.record([.lines([Documents.updated("one", body: "Known.")])])
        try withhold(3)
        let result = try recorder.record([.lines([Documents.updated("one", id: "new", body: "Known.")])])
        #expect(result.compactMap(\.receipt).map(\.outcome) == [.appended], "what was withheld cannot be unchanged")
    }

    @Test func receiptsLeadToTheFiles() throws {
        // Each entry but the last is in a part of its own.
        _ = try Recorder(store, partBytes: 1).record([
            .lines(
                [Documents.updated("one", body: Text(body)), Documents.published("four"), Documents.published("five")],
                file: "again.ndjson"),
            .lines([Documents.updated("one", id: "other", body: Text(body))], file: "unchanged.ndjson"),
            .lines([Documents.published("three")], file: "three.ndjson"),
        ])
        let event = try #require(try store.event(at: Position(1))?.envelope)
        #expect(try store.receipts(about: [event]).map(\.file) == ["batch.ndjson", "again.ndjson", "unchanged.ndjson"])
        let other = try #require(try store.event(at: Position(2))?.envelope)
        #expect(try store.receipts(about: [other]).map(\.file) == ["batch.ndjson"])
        #expect(try store.withheldContent() == WithheldContent())
        try withhold(1)
        #expect(
            try store.withheldContent().takedowns.keys.map(\.self) == [
                try #require(try store.recorded(event.identity)).fingerprint
            ])
    }
}

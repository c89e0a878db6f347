import CanonicalJSON
import EventLog
import StoryEvents
import Testing

extension EventStoreContract {
    static let identity = [
        Check("the same document again gets the original's place, and nothing is written") { ledger in
            let store = try ledger.open()
            let recorder = Recorder(store)
            let file = Submission.lines([Documents.published(id: "1"), Documents.updated(id: "2", body: "It is open.")])
            let first = try #require(try recorder.record([file])[0].receipt)
            ledger.clock.advance(seconds: 60)
            let again = try #require(try recorder.record([file])[0].receipt)
            #expect(first.entries.map(\.outcome) == [.appended, .appended])
            #expect(again.entries.map(\.outcome) == [.duplicate, .duplicate])
            #expect(again.outcome == .duplicate)
            #expect(again.entries.map(\.position) == first.entries.map(\.position))
            #expect(again.entries.map(\.revision) == first.entries.map(\.revision))
            #expect(try store.size() == 2)
        },
        Check("the same identity with other content is refused loudly") { ledger in
            let store = try ledger.open()
            let recorder = Recorder(store)
            _ = try recorder.record([.lines([Documents.published(id: "1")])])
            let other = Submission.lines([
                Documents.published("another", id: "1"), Documents.published("third", id: "3"),
            ])
            let receipt = try #require(try recorder.record([other])[0].receipt)
            #expect(receipt.outcome == .quarantined)
            guard case .object(let refusal)? = receipt.refusals.first else {
                Issue.record("there is no refusal")
                return
            }
            #expect(refusal["code"] == "identity-conflict")
            #expect(refusal["path"] == "$.id")
            #expect(refusal["line"] == 1)
            #expect(
                refusal["message"]
                    == "the id '1' of source 'newsdesk' is that of the event at @0, which says something else")
            #expect(refusal["remedy"] == "give the new event an id of its own; what was recorded cannot change")
            #expect(try store.size() == 1)
        },
        Check("the same id from another source is another event") { ledger in
            let store = try ledger.open()
            let recorder = Recorder(store)
            _ = try recorder.record([.lines([Documents.published("one", id: "1")], source: "north")])
            _ = try recorder.record([.lines([Documents.published("two", id: "1")], source: "south")])
            #expect(try store.everything().map(\.envelope.identity.source) == ["north", "south"])
        },
        Check("an id is derived from the content where none is given, and always the same") { ledger in
            let recorder = Recorder(try ledger.open())
            let first = try recorder.record([.lines([Documents.published()])])[0].receipt
            let again = try Recorder(try ledger.open()).record([.lines([Documents.published()])])[0].receipt
            let id = try #require(first?.entries.first?.id)
            #expect(id.string.hasPrefix("hmac-sha256:"))
            #expect(id.utf8.count == 12 + 64)
            #expect(again?.entries.first?.id == id)
            #expect(again?.outcome == .duplicate)
        },
        Check("a document without an id is the same event through whatever source it comes") { ledger in
            let store = try ledger.open()
            let recorder = Recorder(store)
            let first = try recorder.record([.lines([Documents.published()], source: "north")])[0].receipt
            let again = try recorder.record([.lines([Documents.published()], source: "south")])[0].receipt
            #expect(first?.entries.map(\.outcome) == [.appended])
            #expect(again?.entries.map(\.outcome) == [.duplicate])
            #expect(again?.entries.first?.position == .first)
            #expect(try store.everything().map(\.envelope.identity.source) == ["north"])
        },
        Check("the identity of a document that changed nothing holds, whatever becomes of its story") { ledger in
            let store = try ledger.open()
            let recorder = Recorder(store)
            let same = Documents.updated(id: "e2", body: "It is shut.")
            let outcomes = try [
                Documents.published(id: "e1"), same, Documents.updated(id: "e3", body: "It is open."), same,
                Documents.updated(body: "It is open."), Documents.updated(body: "It is gone."),
                Documents.updated(body: "It is open."),
            ].map { try #require(try recorder.record([.lines([$0])])[0].receipt).outcome }
            #expect(
                outcomes == [.appended, .unchanged, .appended, .duplicate, .unchanged, .appended, .duplicate])
            let other = try recorder.record([.lines([Documents.denied(id: "e2")])])[0].receipt
            #expect(other?.refusals.first.map { "\($0)".contains("identity-conflict") } == true)
            let elsewhere = try recorder.record([.lines([same], source: "south")])[0].receipt
            #expect(elsewhere?.outcome == .appended, "another source's e2 is another document")
            #expect(try store.size() == 4)
        },
        Check("a refused file leaves no identity of its unchanged documents behind") { ledger in
            let recorder = Recorder(try ledger.open())
            _ = try recorder.record([.lines([Documents.published(id: "e1")])])
            let same = Documents.updated(id: "e2", body: "It is shut.")
            let refused = try recorder.record([.lines([same, Documents.published(id: "e3")])])[0].receipt
            #expect(refused?.outcome == .quarantined)
            #expect(try recorder.record([.lines([same])])[0].receipt?.outcome == .unchanged)
            #expect(try recorder.record([.lines([same])], dryRun: true)[0].receipt?.outcome == .duplicate)
        },
        Check("the same document twice in one file is there once") { ledger in
            let store = try ledger.open()
            let file = Submission.lines([Documents.published(), Documents.published()])
            let receipt = try Recorder(store).record([file])[0].receipt
            #expect(receipt?.entries.map(\.outcome) == [.appended, .duplicate])
            #expect(receipt?.outcome == .appended)
            #expect(try store.size() == 1)
        },
        Check("ids that look alike and differ in their bytes are distinct") { ledger in
            let store = try ledger.open()
            let (composed, decomposed): (Text, Text) = ("caf\u{E9}", "cafe\u{301}")
            try store.appendAll([
                .plain(composed, story: composed.string), .plain(decomposed, story: decomposed.string),
            ])
            for text in [composed, decomposed] {
                let events = try store.events(of: try #require(StoryID(text)))
                #expect(events.map(\.envelope.identity.id) == [text])
                #expect(try store.stories(startingWith: text.string, limit: 9).map(\.text) == [text])
            }
        },
        Check("a transaction finds an identity with its place and fingerprint") { ledger in
            let store = try ledger.open()
            let event = NewEvent.plain("b")
            try store.appendAll([.plain("a"), event])
            try store.append(dryRun: false) { transaction throws(EventLogError) in
                let found = try transaction.recorded(event.identity)
                #expect(found?.position == Position(1))
                #expect(found?.revision == Revision(1))
                #expect(found?.story == event.story)
                #expect(found?.type == event.type)
                #expect(found?.fingerprint == event.fingerprint)
                #expect(try transaction.recorded(EventIdentity(source: "b", id: "newsdesk")) == nil)
            }
        },
    ]
}

import CanonicalJSON
import Testing

@testable import StoryEvents

/// A story is a fold over its events.
struct StoryStateTests {
    private let published = """
        {"type": "published", "time": "2026-03-02T08:00:00Z", "id": "p", "data": {"headline": "h", "body": "b", "dek": "d",
          "byline": ["Jo"], "embargo": {"at": "2026-03-02T09:00", "zone": "America/New_York", "printed": "9AM"},
          "extra": {"a": {"b": 1}}, "claims": [{"id": "c1", "text": "t"}], "requests": [{"id": "r1", "party": "M"}]}}
        """

    private func update(_ data: String) -> String {
        #"{"type": "updated", "time": "2026-03-02T10:00:00Z", "data": \#(data)}"#
    }

    @Test func beginsWithItsPublication() throws {
        let state = try #require(try Story([published]).state)
        #expect(state.story.description == "harbor-bridge")
        #expect(state.status == .published)
        #expect(state.version == 1)
        #expect(state.revision == .first)
        #expect(state.position == .first)
        #expect(state.published.description == "2026-03-02T08:00:00Z")
        #expect(state.updated == nil)
        #expect(state.text("headline") == "h")
        #expect(state.text("section") == nil)
        #expect(state.names.claims.map(\.id) == ["c1"])
        #expect(state.names.requests == ["r1"])
        #expect(state.names.hasEvent("p") && !state.names.hasEvent("q"))
    }

    @Test(arguments: [
        (#"{"headline": "x"}"#, 2), (#"{"dek": "x"}"#, 2), (#"{"dek": null}"#, 2), (#"{"body": ""}"#, 2),
        (#"{"headline": "x", "dek": null, "body": "y"}"#, 2), (#"{"headline": "h", "note": "n"}"#, 1),
        (#"{"byline": null}"#, 1), (#"{"extra": {"a": null}}"#, 1), (#"{"embargo": null}"#, 1),
        (#"{"url": "https://x.example"}"#, 1), (#"{"change": "kill"}"#, 1),
        (#"{"claims": [{"id": "c2", "text": "t"}]}"#, 1),
    ])
    func onlyTextMakesAVersion(data: String, version: Int) throws {
        let state = try #require(try Story([published, update(data)]).state)
        #expect(state.version == version)
        #expect(state.revision == Revision(1))
        #expect(state.updated?.time.description == (version == 2 ? "2026-03-02T10:00:00Z" : nil))
    }

    @Test(arguments: [
        ("hold", StoryState.Status.held), ("kill", .killed), ("release", .published), ("update", .published),
        ("correction", .published), ("clarification", .published),
    ])
    func changesMoveTheStatus(change: String, status: StoryState.Status) throws {
        let story = try Story([published, update(#"{"change": "\#(change)", "note": "n"}"#)])
        #expect(story.state?.status == status)
    }

    @Test func statusStaysUntilItIsReleased() throws {
        let held = [published, update(#"{"change": "hold"}"#), update(#"{"change": "correction", "body": "x"}"#)]
        #expect(try Story(held).state?.status == .held)
        #expect(try Story(held + [update(#"{"change": "release"}"#)]).state?.status == .published)
    }

    /// A merge patch goes into objects: without nulls the new embargo would keep the old one's zone.
    @Test(arguments: [
        (#""2026-03-03T12:00:00Z""#, #"{"at": "2026-03-03T12:00:00Z"}"#),
        (
            #"{"at": "2026-03-03T12:00", "zone": "Europe/Berlin"}"#,
            #"{"at": "2026-03-03T12:00:00+01:00", "zone": "Europe/Berlin"}"#
        ),
        (
            #"{"at": "2026-03-03T12:00:00Z", "zone": null, "printed": "noon"}"#,
            #"{"at": "2026-03-03T12:00:00Z", "printed": "noon"}"#
        ),
    ])
    func anEmbargoReplacesTheOneBefore(patch: String, embargo: String) throws {
        let state = try Story([published, update(#"{"embargo": \#(patch)}"#)]).state
        #expect(state?.fields["embargo"] == (try JSON.of(embargo)))
    }

    @Test func anEmbargoCanBeLifted() throws {
        #expect(try Story([published, update(#"{"embargo": null}"#)]).state?.fields["embargo"] == nil)
    }

    @Test func claimsAndRequestsAdd() throws {
        let story = try Story([
            published,
            update(#"{"claims": [{"id": "c2", "text": "t"}], "corrects": ["c2"], "requests": [{"party": "N"}]}"#),
            #"{"type": "denied", "data": {"by": "M", "claims": ["c2"], "counterclaim": {"id": "c3", "text": "u"}}}"#,
        ])
        let board = story.board
        #expect(try #require(story.state).names.claims.map(\.id) == ["c1", "c2", "c3"])
        #expect(board.claims.map(\.id) == ["c1", "c2", "c3"])
        #expect(board.claims.map(\.introduced.value) == [0, 1, 2])
        #expect(board.claims[2].counterTo?.by.name == "M")
        #expect(board.moves(naming: board.claims[1]).map(\.position.value) == [1, 2])
        #expect(board.moves(naming: board.claims[1]).first?.act == .corrected)
        #expect(board.moves(naming: board.claims[0]).isEmpty)
        #expect(board.requests.map(\.request.party.name) == ["M", "N"])
        #expect(try story.standing("c2") == .corrected)
    }

    @Test func foldsWhatTheLogKept() throws {
        let documents = [
            published, update(#"{"body": "x", "embargo": "2026-03-03T12:00:00Z"}"#), update(#"{"change": "kill"}"#),
        ]
        let events = try recorded(documents)
        let (folded, state) = (try #require(try StoryState.fold(events)), try #require(try Story(documents).state))
        #expect(folded.fields == state.fields && folded.version == state.version && folded.names == state.names)
        #expect(folded.status == state.status && folded.updated?.position == state.updated?.position)
        #expect(try StoryState.fold(events.dropFirst()) == nil)
        #expect(try StoryState.fold([]) == nil)
    }

    @Test func stopsAtDataThatBreaksItsSchema() throws {
        var events = try recorded([published])
        let broken = RecordedEvent.Content(salt: salt, data: Array(#"{"headline": "h", "body": 7}"#.utf8))
        events.append(RecordedEvent(envelope: events[0].envelope, leaf: events[0].leaf, content: broken))
        let fault = #expect(throws: PayloadFault.self) { try StoryState.fold(events) }
        #expect(fault?.message == "stored data breaks its schema at $.body: expected a string")
    }

    private func recorded(_ documents: [String]) throws -> [RecordedEvent] {
        try documents.enumerated().map { place, text in
            let document = try read(text)
            let data = JSON.object(document.data).canonicalBytes
            let position = Position(Int64(place))
            let envelope = Envelope(
                commitment: Commitment(to: data, salt: salt)!,
                identity: EventIdentity(source: document.source, id: document.id ?? "e\(place)"), story: document.story,
                type: document.type, time: document.time, recorded: RecordedTime(microseconds: 0), position: position,
                revision: Revision(Int64(place)), previous: place == 0 ? nil : Position(Int64(place - 1)))
            return RecordedEvent(
                envelope: envelope, leaf: envelope.leaf, content: RecordedEvent.Content(salt: salt, data: data))
        }
    }
}

import CanonicalJSON
import LedgerTestKit
import Testing

@testable import StoryEvents

@Suite("A story goes on over an event whose data was withheld")
struct TakedownTests {
    private static let published =
        #"{"type": "published", "data": {"headline": "h", "body": "b", "dek": "d", "claims": [{"id": "c1", "text": "t"}]}}"#
    private static let denied = #"{"type": "denied", "data": {"by": "Port", "claim": "c1"}}"#

    private static func update(_ data: String) -> String { #"{"type": "updated", "data": \#(data)}"# }

    /// Takes down one event, as the ledger does, and folds what is left.
    private func fold(_ documents: [String], without position: Int64) throws -> StoryState {
        try #require(try StoryState.fold(try events(documents, without: position)))
    }

    private func events(_ documents: [String], without position: Int64) throws -> [RecordedEvent] {
        let events = try RecordedStory(documents).events
        return try events.withholding(
            Takedown(of: [Position(position): .all], in: [events], reason: "r", authority: "a"))
    }

    private func board(_ documents: [String], without position: Int64) throws -> StoryClaims {
        var claims = StoryClaims()
        for event in try events(documents, without: position) { claims.apply(event.envelope, try event.payload()) }
        return claims
    }

    @Test func whatWasThereBeforeIsNotShownAsIfItStood() throws {
        let documents = [Self.published, Self.update(#"{"body": "b2", "byline": ["Jo"]}"#)]
        let state = try fold(documents, without: 1)
        #expect(state.version == 2)
        #expect(state.text("headline") == "h")
        #expect(state.text("dek") == "d")
        #expect(state.text("body") == nil)
        #expect(Set(state.withheldFields.keys) == ["body", "byline"])
        #expect(state.gaps.map(\.envelope.position.value) == [1])
        #expect(state.revision == Revision(2), "the event that withheld is the story's too")
    }

    @Test func aStoryWithoutItsFirstTextIsStillAStory() throws {
        let state = try fold([Self.published, Self.update(#"{"headline": "h2"}"#)], without: 0)
        #expect(state.version == 2)
        #expect(state.text("headline") == "h2")
        #expect(Set(state.withheldFields.keys) == ["dek", "body"])
        #expect(state.names.claims.isEmpty)
    }

    @Test func anUpdateThatSetsAFieldMakesItKnownAgain() throws {
        let state = try fold(
            [Self.published, Self.update(#"{"body": "b2"}"#), Self.update(#"{"body": "b3"}"#)], without: 1)
        #expect(state.version == 3)
        #expect(state.text("body") == "b3")
        #expect(state.withheldFields.isEmpty)
        #expect(state.gaps.count == 1)
    }

    @Test func aPatchOnWhatNobodyKnowsIsNotKnownEither() throws {
        let extra = [Self.update(#"{"extra": {"a": 1}}"#), Self.update(#"{"extra": {"b": 2}}"#)]
        let state = try fold([Self.published] + extra, without: 1)
        #expect(state.fields["extra"] == nil)
        #expect(state.withheldFields.keys.contains("extra"))
    }

    @Test(arguments: [("hold", StoryState.Status.held), ("kill", .killed)])
    func aWithheldChangeOfStatusStands(_ change: String, _ status: StoryState.Status) throws {
        let state = try fold([Self.published, Self.update(#"{"change": "\#(change)", "body": "x"}"#)], without: 1)
        #expect(state.status == status)
    }

    @Test func laterEventsThatNameClaimsThatAreGoneAreFolded() throws {
        let documents = [
            Self.published, Self.denied, #"{"type": "reiterated", "data": {"by": "Jo", "claim": "c1"}}"#,
            Self.update(#"{"corrects": ["c1"]}"#),
        ]
        let board = try board(documents, without: 0)
        let gone = try #require(board.claims.first)
        #expect(gone.id == "c1" && gone.claim == nil)
        #expect(board.moves(naming: gone).map(\.position.value) == [1, 2, 3])
        #expect(try fold(documents, without: 0).revision == Revision(4))
        #expect(try self.board(documents, without: 1).claims.first?.named.count == 2)
    }

    @Test func textGivenAgainMakesNoVersionAfterATakedownEither() throws {
        let again = Self.update(#"{"body": "b2", "note": "n"}"#)
        let events = try RecordedStory([Self.published, Self.update(#"{"body": "b2"}"#), again]).events
        let takedown = try Takedown(of: [Position(1): .all], in: [events], reason: "r", authority: "a")
        let taken = try #require(takedown.taken.first)
        #expect(taken.version == 2)
        #expect(taken.fields == ["body"])
        #expect(taken.repeats == [Position(2)])
        #expect(try StoryState.fold(events.withholding(takedown))?.version == 2)
    }

    /// Whatever was withheld, in whatever order: every other event makes the version that it made.
    @Test(arguments: [UInt64](1...40))
    func noVersionIsNumberedAnew(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let texts = ["x", "y", "z"]
        let documents = (0..<12).map { _ in
            var data: [String] = []
            for field in ["headline", "dek", "body"] where Int.random(in: 0..<3, using: &random) == 0 {
                let text = texts.randomElement(using: &random)!
                let isRemoved = field == "dek" && Int.random(in: 0..<4, using: &random) == 0
                data.append(#""\#(field)": \#(isRemoved ? "null" : "\"\(text)\"")"#)
            }
            if data.isEmpty || Bool.random(using: &random) { data.append(#""note": "n""#) }
            return Self.update("{\(data.joined(separator: ", "))}")
        }
        var events = try RecordedStory([Self.published] + documents).events
        let plain = try versions(events)
        for position in events.map(\.envelope.position).shuffled(using: &random).prefix(5) {
            let takedown = try Takedown(of: [position: .all], in: [events], reason: "r", authority: "a")
            events = try events.withholding(takedown)
            let found = try versions(events)
            #expect(found.filter { plain[$0.key] != nil } == plain, "seed \(seed): without \(position)")
            #expect(Set(found.values).subtracting(plain.values).isEmpty, "seed \(seed): takedowns make no version")
        }
    }

    /// The version after each event.
    private func versions(_ events: [RecordedEvent]) throws -> [Position: Int] {
        var versions: [Position: Int] = [:]
        for count in events.indices {
            versions[events[count].envelope.position] = try StoryState.fold(events[...count])?.version
        }
        return versions
    }

    @Test func decisionsGoByWhatIsLeft() throws {
        let state = try fold([Self.published, Self.denied], without: 0)
        func refusal(_ document: String) throws -> Refusal? {
            do {
                _ = try Decision(try read(document), on: state)
                return nil
            } catch let refused as Refusals {
                return refused.all.first
            }
        }
        #expect(try refusal(Self.published)?.code == .storyExists)
        let denial = try refusal(Self.denied)
        #expect(denial?.code == .unknownClaim)
        #expect(denial?.remedy.hasPrefix("the data of @0 was withheld, and claims that came with it") == true)
        #expect(try refusal(#"{"type": "denied", "data": {"by": "Port"}}"#)?.code == .claimRequired)
        #expect(try refusal(Self.update(#"{"claims": [{"id": "c1", "text": "anew"}]}"#)) == nil)
        #expect(try refusal(Self.update(#"{"body": "b"}"#)) == nil)
        #expect(try refusal(#"{"type": "responded", "data": {"by": "Jo", "outcome": "declined"}}"#) == nil)
    }

    @Test func whatWasWithheldIsNeverUnchanged() throws {
        let state = try fold([Self.published, Self.update(#"{"dek": null}"#)], without: 1)
        let decision = try Decision(try read(Self.update(#"{"dek": null}"#)), on: state)
        #expect(decision != .unchanged)
    }

    /// Pieces are taken at random, again and again: every other event makes the version that it made, and pieces that held
    /// one text are shown by the same words.
    @Test(arguments: [UInt64](1...60))
    func noVersionIsNumberedAnewWithoutPieces(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let parts = ["One.", "Two.", "Three.", "Four."]
        func text() -> String {
            (0..<Int.random(in: 1...3, using: &random)).map { _ in parts.randomElement(using: &random)! }
                .joined(separator: "\\n\\n")
        }
        let documents = (0..<10).map { _ in
            var data = [#""note": "\#(text())""#]
            for field in ["headline", "dek", "body"] where Int.random(in: 0..<3, using: &random) > 0 {
                data.append(#""\#(field)": "\#(text())""#)
            }
            return Self.update("{\(data.joined(separator: ", "))}")
        }
        var events = try RecordedStory([Self.published] + documents).events
        let plain = try versions(events)
        for _ in 0..<4 {
            var taken: [Position: Takedown.Pieces] = [:]
            var places: [[UInt8]: [Takedown.Place]] = [:]
            let wanted = Array(parts.randomElement(using: &random)!.utf8)
            for event in events where event.envelope.type != .withheld && Int.random(in: 0..<4, using: &random) > 0 {
                let data = try #require(event.disclosed)
                let pieces = data.pieces.indices.filter { number in
                    guard case .shown(let text, _) = data.pieces[number] else { return false }
                    return text.starts(with: wanted)
                }
                guard !pieces.isEmpty else { continue }
                taken[event.envelope.position] = .some(pieces)
                for piece in pieces {
                    guard case .shown(let text, _) = data.pieces[piece] else { continue }
                    places[text, default: []].append(Takedown.Place(event.envelope.position, piece))
                }
            }
            guard !taken.isEmpty else { continue }
            let same = places.values.map { $0.sorted() }.sorted { $0[0] < $1[0] }
            let takedown = try Takedown(of: taken, in: [events], same: same, reason: "r", authority: "a")
            #expect(try Payload(.withheld, data: takedown.data) == .withheld(takedown), "seed \(seed)")
            events = try events.withholding(takedown)
            let found = try versions(events)
            #expect(found.filter { plain[$0.key] != nil } == plain, "seed \(seed): without \(taken.keys.sorted())")
        }
    }

    @Test func aHoleStandsWhereAParagraphStood() throws {
        let documents = [
            #"{"type": "published", "data": {"headline": "h", "body": "One.\n\nTwo.\n\nThree."}}"#,
            Self.update(#"{"body": "One.\n\nTwo.\n\nFour."}"#),
        ]
        let events = try RecordedStory(documents).events
        let takedown = try Takedown(
            of: [.first: .some([1]), Position(1): .some([1])], in: [events],
            same: [[Takedown.Place(.first, 1), Takedown.Place(Position(1), 1)]], reason: "r", authority: "a")
        #expect(takedown.taken.map(\.version) == [nil, nil], "the fold needs nothing")
        let state = try #require(try StoryState.fold(events.withholding(takedown)))
        #expect(state.version == 2)
        #expect(state.text("body") == "One.\n\n[1 paragraph withheld by @2: “r” (“a”)]\n\nFour.")
        #expect(state.gaps.isEmpty && state.withheldFields.isEmpty)
    }

    @Test func aPieceWithoutWhichTheRestSaysNothingTakesTheEventFromTheFold() throws {
        let documents = [Self.published, Self.update(#"{"change": "hold", "body": "x"}"#)]
        let events = try RecordedStory(documents).events
        let takedown = try Takedown(of: [Position(1): .some([1])], in: [events], reason: "r", authority: "a")
        #expect(takedown.taken[0].version == 2 && takedown.taken[0].change == .hold)
        let state = try #require(try StoryState.fold(events.withholding(takedown)))
        #expect(state.status == .held && state.version == 2)
        #expect(state.withheldFields.keys.map(\.string) == ["body"])
    }

    @Test func readsWhatItWrites() throws {
        let plain = Takedown(reason: "r", authority: "a", taken: [Takedown.Taken(position: Position(3))])
        let full = Takedown(
            reason: "r", authority: "a",
            taken: [
                Takedown.Taken(
                    position: Position(3), version: 2, fields: ["body"], change: .kill,
                    repeats: [Position(7), Position(9)]), Takedown.Taken(position: Position(4), pieces: .some([0, 7])),
            ],
            same: [[Takedown.Place(Position(4), 0)], [Takedown.Place(Position(4), 7), Takedown.Place(Position(5), 1)]])
        for takedown in [plain, full] {
            #expect(try Payload(.withheld, data: takedown.data) == .withheld(takedown))
        }
        #expect(
            JSON.object(plain.data).canonicalBytes
                == Array(#"{"authority":"a","reason":"r","same":[],"taken":[{"pieces":"all","position":3}]}"#.utf8))
    }

    @Test(arguments: [
        #"{"authority":"a","reason":"r","same":[],"taken":[]}"#, #"{"authority":"a","reason":"r","same":[]}"#,
        #"{"authority":"a","reason":"r","same":[],"taken":[{"pieces":[-1],"position":3}]}"#,
        #"{"authority":"a","reason":"r","same":[],"taken":[{"pieces":[2,2],"position":3}]}"#,
        #"{"authority":"a","reason":"r","same":[],"taken":[{"pieces":[4294967296],"position":3}]}"#,
        #"{"authority":"a","reason":"r","same":[[[1]]],"taken":[{"pieces":[1],"position":3}]}"#,
        #"{"authority":"a","reason":"r","same":[[[-1,0]]],"taken":[{"pieces":[1],"position":3}]}"#,
        #"{"authority":"a","reason":"r","same":[],"taken":[{"pieces":[1],"position":-3}]}"#,
    ])
    func storedTakedownsThatAreNoneAreRefused(_ data: String) throws {
        #expect(throws: PayloadFault.self) { try Payload(.withheld, data: try #require(try JSON.of(data).members)) }
    }

    @Test func noProducerSpeaksForTheLedger() throws {
        for document in [
            #"{"type": "published", "source": "org.storyledger", "data": {"headline": "h", "body": "b"}}"#,
            #"{"type": "withheld", "data": {"position": 0, "reason": "r", "authority": "a"}}"#,
        ] {
            #expect(throws: Refusals.self) { try read(document) }
        }
        let json = try JSON.of(
            #"{"type": "denied", "subject": "s", "time": "2026-03-02T17:20:00Z", "data": {"by": "Port"}}"#)
        #expect(throws: Refusals.self) { try EventDocument(json, defaultSource: .ledger) }
    }
}

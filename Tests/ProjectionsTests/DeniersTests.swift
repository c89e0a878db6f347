import CanonicalJSON
import Projections
import StoryEvents
import Testing

@Suite("A reiteration by a party that denies the claim repeats the denial")
struct DeniersTests {
    private static let published = #"""
        {"type": "published", "data": {"headline": "h", "body": "b",
         "claims": [{"id": "c1", "text": "t"}, {"id": "c2", "text": "u"}]}}
        """#

    private static let denied = #"{"type": "denied", "data": {"by": "M", "claim": "c1"}}"#

    /// One withdrawal may take back a denial of one claim, and another claim.
    @Test func eachClaimIsToldApart() throws {
        let both = #"{"type": "responded", "data": {"by": "M", "outcome": "withdraws", "claims": ["c1", "c2"]}}"#
        let board = try #require(try StoryUnderTest([Self.published, Self.denied, both]).board())
        let bearings = Deniers.bearings(of: board.claims)
        let newest = try #require(board.claims.moves.last)
        #expect(
            newest.phrase(about: "both", bearings.bearing(of: newest))
                == "withdrew earlier words about both (the denial @1)")
        #expect(bearings.bearing(of: newest, on: "c1") == .takesBack(hops: []))
        #expect(bearings.bearing(of: newest, on: "c2") == .none)
    }

    /// What M does after its denial of c1, and the last sentence of the timeline.
    private static let lines: [(documents: [String], line: String)] = [
        ([#"{"type": "reiterated", "data": {"by": "M", "claim": "c1"}}"#], "M repeated the denial of ‘c1’"),
        (
            [#"{"type": "reiterated", "data": {"by": "M", "claim": "c1", "strength": "stronger"}}"#],
            "M repeated the denial of ‘c1’, more strongly"
        ),
        ([#"{"type": "reiterated", "data": {"by": "M"}}"#], "M repeated the denial"),
        ([#"{"type": "denied", "id": "again", "data": {"by": "M", "claim": "c1"}}"#], "M denied ‘c1’"),
        ([#"{"type": "reiterated", "data": {"by": "M", "claim": "c2"}}"#], "M stood by ‘c2’"),
        ([#"{"type": "reiterated", "data": {"by": "M", "claims": ["c1", "c2"]}}"#], "M stood by ‘c1’, ‘c2’"),
        ([#"{"type": "reiterated", "data": {"by": "N", "claim": "c1"}}"#], "N stood by ‘c1’"),
        (
            [#"{"type": "responded", "data": {"by": "M", "outcome": "withdraws", "claim": "c1"}}"#],
            "M took back the denial of ‘c1’"
        ),
        (
            [#"{"type": "responded", "data": {"by": "M", "outcome": "withdraws", "claim": "c2"}}"#],
            "M withdrew earlier words about ‘c2’"
        ),
        (
            [
                #"{"type": "responded", "data": {"by": "M", "outcome": "withdraws", "claim": "c1"}}"#,
                #"{"type": "reiterated", "data": {"by": "M", "claim": "c1"}}"#,
            ], "M stood by ‘c1’"
        ),
        (
            [
                #"{"type": "responded", "data": {"by": "M", "outcome": "confirms"}}"#,
                #"{"type": "reiterated", "data": {"by": "M", "claim": "c1"}}"#,
            ], "M stood by ‘c1’"
        ),
        (
            [
                #"{"type": "responded", "data": {"by": "M", "outcome": "declined", "claim": "c1"}}"#,
                #"{"type": "reiterated", "data": {"by": "M", "claim": "c1"}}"#,
            ], "M repeated the denial of ‘c1’"
        ),
    ]

    @Test(arguments: lines.indices)
    func everyPageTellsItApart(row: Int) throws {
        let (documents, line) = Self.lines[row]
        let story = try StoryUnderTest([Self.published, Self.denied] + documents)
        #expect(try story.timeline().entries.last?.line == line)
        var edits = try StoryReader(story.store).edits(of: #require(StoryID("mill")))
        while try edits.next() != nil {}
        #expect(edits.others.last?.line == line)
        let event = try #require(try story.events().last)
        var lines = StoryLines(story.store)
        #expect(try lines.line(of: event) == line)
        let rows = try FoldedRows(Parties.self, of: story.store).rows
        let act = try #require(try rows.rows().last { $0.value["party"] == .string(Text(String(line.prefix(1)))) })
        #expect(act.value["line"] == .string(Text(line)))
        #expect(Parties.words(ofAct: act.value) == line.dropFirst(2))
        let isDenial = line.contains("repeated") || line.contains(" denied")
        #expect((act.value["act"] == "denied") == isDenial)
        #expect(try Parties.list(rows).first { $0.name == "M" }?.denied == (isDenial ? 2 : 1))
        let board = try #require(try story.board())
        let newest = try #require(board.claims.moves.last)
        let bearing = Deniers.bearings(of: board.claims).bearing(of: newest)
        #expect(
            bearing
                == (line.contains("repeated") ? .repeats : line.contains("took back") ? .takesBack(hops: []) : .none))
    }

    /// What M says before it withdraws, and the last sentence of the timeline.
    private static let withdrawals: [(documents: [String], line: String)] = [
        (
            [#"{"type": "responded", "data": {"by": "M", "outcome": "confirms", "claim": "c1"}}"#],
            "M withdrew earlier words about ‘c1’ (the denial @1, the confirmation @2)"
        ),
        (
            [
                #"{"type": "responded", "data": {"by": "M", "outcome": "confirms", "claim": "c1"}}"#,
                #"{"type": "responded", "id": "w", "data": {"by": "M", "outcome": "withdraws", "claim": "c1"}}"#,
            ], "M withdrew earlier words about ‘c1’"
        ),
        (
            [
                #"{"type": "responded", "data": {"by": "M", "outcome": "withdraws", "claim": "c1", "statement": "s"}}"#,
                #"{"type": "responded", "data": {"by": "M", "outcome": "statement", "claim": "c1", "statement": "s"}}"#,
                #"{"type": "responded", "data": {"by": "M", "outcome": "declined", "claim": "c1"}}"#,
                #"{"type": "responded", "data": {"by": "N", "outcome": "confirms", "claim": "c1"}}"#,
                #"{"type": "reiterated", "data": {"by": "M", "claim": "c1"}}"#,
            ], "M withdrew earlier words about ‘c1’ (the statement @3, the reiteration @6)"
        ),
    ]

    @Test(arguments: withdrawals.indices) func aWithdrawalSaysWhatItTakesBack(row: Int) throws {
        let (documents, line) = Self.withdrawals[row]
        let withdrawn =
            #"{"type": "responded", "id": "last", "data": {"by": "M", "outcome": "withdraws", "claim": "c1"}}"#
        let story = try StoryUnderTest([Self.published, Self.denied] + documents + [withdrawn])
        #expect(try story.timeline().entries.last?.line == line)
        let board = try #require(try story.board())
        let newest = try #require(board.claims.moves.last)
        let bearing = Deniers.bearings(of: board.claims).bearing(of: newest, on: "c1")
        #expect("M \(newest.phrase(about: "‘c1’", bearing))" == line)
    }

    /// What M, who told `told` to K, says, and the sentence of the claim's page and of the timeline for its last words.
    private static let ownClaims: [(documents: [String], line: String)] = [
        (
            [#"{"type": "reiterated", "data": {"by": "M", "claim": "told"}}"#],
            "M withdrew the claim ‘told’"
        ),
        ([], "M withdrew the claim ‘told’"),
        (
            [#"{"type": "denied", "data": {"by": "M", "claim": "told", "hop": "h2"}}"#],
            "M took back the denial of hop ‘h2’ of ‘told’"
        ),
        // A denial counts until a withdrawal, as it does for the standing.
        (
            [
                #"{"type": "denied", "data": {"by": "M", "claim": "told"}}"#,
                #"{"type": "responded", "data": {"by": "M", "outcome": "confirms", "claim": "told"}}"#,
            ], "M withdrew earlier words about ‘told’ (the denial @1, the confirmation @2)"
        ),
        (
            [
                #"{"type": "denied", "data": {"by": "M", "claim": "told"}}"#,
                #"{"type": "responded", "data": {"by": "M", "outcome": "withdraws", "claim": "told"}}"#,
            ], "M withdrew the claim ‘told’"
        ),
    ]

    @Test(arguments: ownClaims.indices) func aSourceWithdrawsItsClaim(row: Int) throws {
        let (documents, line) = Self.ownClaims[row]
        let published = Self.hops.replacing("spy", with: "told")
        let withdrawn =
            #"{"type": "responded", "id": "last", "data": {"by": "M", "outcome": "withdraws", "claim": "told"}}"#
        let story = try StoryUnderTest([published] + documents + [withdrawn])
        #expect(try story.timeline().entries.last?.line == line)
        let board = try #require(try story.board())
        let newest = try #require(board.claims.moves.last)
        let bearings = Deniers.bearings(of: board.claims)
        #expect("M \(newest.phrase(about: "‘told’", bearings.bearing(of: newest, on: "told")))" == line)
        let isWithdrawn = board.claims.summaries[0].standing == .withdrawn
        #expect(isWithdrawn == (newest.phrase(about: "it", bearings.bearing(of: newest)) == "withdrew the claim"))
        // One that names no claim means the same.
        let all = #"{"type": "responded", "id": "last", "data": {"by": "M", "outcome": "withdraws"}}"#
        let whole = try StoryUnderTest([published] + documents + [all])
        #expect(try #require(try whole.board()).claims.summaries[0].standing == board.claims.summaries[0].standing)
        let isNamed = try whole.timeline().entries.last?.line == "M withdrew the claim ‘told’"
        #expect(isNamed == isWithdrawn)
    }

    /// A denial that was repeated is taken back as one that was not.
    @Test func aRepeatedDenialIsTakenBackByAWithdrawalThatNamesNoClaim() throws {
        let repeated = #"{"type": "reiterated", "data": {"by": "M", "claim": "spy", "hop": "h2"}}"#
        let denied = #"{"type": "denied", "data": {"by": "M", "claim": "spy", "hop": "h2"}}"#
        let withdrawn = #"{"type": "responded", "data": {"by": "M", "outcome": "withdraws"}}"#
        let story = try StoryUnderTest([Self.hops, denied, repeated, withdrawn])
        #expect(try story.timeline().entries.last?.line == "M took back the denial of hop ‘h2’")
        let confirms = #"{"type": "responded", "data": {"by": "M", "outcome": "confirms"}}"#
        let other = try StoryUnderTest([Self.published, Self.denied, Self.repeated, confirms, withdrawn])
        #expect(
            try other.timeline().entries.last?.line
                == "M withdrew earlier words about the story (the denial @1, the repeated denial @2, the confirmation @3)"
        )
    }

    private static let repeated = #"{"type": "reiterated", "data": {"by": "M", "claim": "c1"}}"#

    /// Words on the story as a whole are about each claim that it had made before, until they are withdrawn of it.
    @Test func wordsOnTheStoryAreWithdrawnOfAClaim() throws {
        let statement = #"{"type": "responded", "data": {"by": "N", "outcome": "statement", "statement": "s"}}"#
        let later = #"{"type": "updated", "data": {"claims": [{"id": "c3", "text": "v"}]}}"#
        func withdrawn(_ claim: String) -> String {
            #"{"type": "responded", "data": {"by": "N", "outcome": "withdraws", "claim": "\#(claim)"}}"#
        }
        let again = withdrawn("c1").replacing(#""data""#, with: #""id": "again", "data""#)
        let story = try StoryUnderTest(
            [Self.published, statement, later] + ["c1", "c2", "c3"].map(withdrawn) + [again])
        #expect(
            try story.timeline().entries.suffix(4).map(\.line) == [
                "N withdrew earlier words about ‘c1’ (the statement @1)",
                "N withdrew earlier words about ‘c2’ (the statement @1)", "N withdrew earlier words about ‘c3’",
                "N withdrew earlier words about ‘c1’",
            ])
    }

    private static let hops = #"""
        {"type": "published", "data": {"headline": "h", "body": "b", "claims": [{"id": "spy", "text": "t",
         "attribution": [{"id": "h1", "speaker": "K"}, {"id": "h2", "speaker": "M", "addressee": "K"}]}]}}
        """#

    /// What M does after its denial of a hop, and the last sentence of the timeline.
    private static let hopLines: [(document: String, line: String)] = [
        (
            #"{"type": "reiterated", "data": {"by": "M", "claim": "spy"}}"#,
            "M stood by ‘spy’, while denying hop ‘h2’"
        ),
        (
            #"{"type": "reiterated", "data": {"by": "M", "claim": "spy", "hop": "h2"}}"#,
            "M repeated the denial of hop ‘h2’ of ‘spy’"
        ),
        (
            #"{"type": "reiterated", "data": {"by": "M", "claim": "spy", "hop": "h1"}}"#,
            "M stood by hop ‘h1’ of ‘spy’, while denying hop ‘h2’"
        ),
        (
            #"{"type": "responded", "data": {"by": "M", "outcome": "withdraws", "claim": "spy"}}"#,
            "M took back the denial of hop ‘h2’ of ‘spy’"
        ),
    ]

    /// A party that denies one hop stands by the claim, and is never said to deny it.
    @Test(arguments: hopLines.indices)
    func aDenialOfAHopIsNoneOfTheClaim(row: Int) throws {
        let (document, line) = Self.hopLines[row]
        let denied = #"{"type": "denied", "data": {"by": "M", "claim": "spy", "hop": "h2"}}"#
        let story = try StoryUnderTest([Self.hops, denied, document])
        #expect(try story.timeline().entries.last?.line == line)
        let rows = try FoldedRows(Parties.self, of: story.store).rows
        let act = try #require(try rows.rows().last { $0.value["party"] == .string(Text(String(line.prefix(1)))) })
        #expect(act.value["line"] == .string(Text(line)))
        #expect(Parties.words(ofAct: act.value).hasPrefix(line.dropFirst(2)))
        let isDenial = line.contains("repeated") || line.contains(" denied")
        #expect((act.value["act"] == "denied") == isDenial)
        #expect(try Parties.list(rows).first { $0.name == "M" }?.denied == (isDenial ? 2 : 1))
        let board = try #require(try story.board())
        let newest = try #require(board.claims.moves.last)
        let bearing = Deniers.bearings(of: board.claims).bearing(of: newest, on: "spy")
        #expect("M \(newest.phrase(about: "‘spy’", bearing))" == line)
    }
}

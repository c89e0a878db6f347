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
        let bearings = Deniers.bearings(of: board.claims.moves.inOrderOfHappening)
        let newest = try #require(board.claims.moves.last)
        #expect(
            newest.phrase(about: "both", bearings.bearing(of: newest))
                == "withdrew earlier words about both (its denial @1)")
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
        let bearing = Deniers.bearings(of: board.claims.moves.inOrderOfHappening).bearing(of: newest)
        #expect(
            bearing
                == (line.contains("repeated") ? .repeats : line.contains("took back") ? .takesBack(hops: []) : .none))
    }

    /// What M says before it withdraws, and the last sentence of the timeline.
    private static let withdrawals: [(documents: [String], line: String)] = [
        (
            [#"{"type": "responded", "data": {"by": "M", "outcome": "confirms", "claim": "c1"}}"#],
            "M withdrew earlier words about ‘c1’ (its denial @1, its confirmation @2)"
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
            ], "M withdrew earlier words about ‘c1’ (its statement @3, its reiteration @6)"
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
        let bearing = Deniers.bearings(of: board.claims.moves.inOrderOfHappening).bearing(of: newest, on: "c1")
        #expect("M \(newest.phrase(about: "‘c1’", bearing))" == line)
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
        let bearing = Deniers.bearings(of: board.claims.moves.inOrderOfHappening).bearing(of: newest, on: "spy")
        #expect("M \(newest.phrase(about: "‘spy’", bearing))" == line)
    }
}

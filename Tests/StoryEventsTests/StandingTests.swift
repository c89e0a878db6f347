import CanonicalJSON
import StoryEvents
import Testing

/// The design's table of standings: each is reached, the first that holds wins, and the order of happening counts.
struct StandingTests {
    private static let published = """
        {"type": "published", "time": "2026-03-02T08:00:00Z", "data": {"headline": "h", "body": "b", "claims": [
          {"id": "c1", "text": "t", "attribution": ["Newsletter", {"id": "told", "speaker": "Weber"}], "about": ["Ministry"]},
          {"id": "c2", "text": "u"}]}}
        """

    /// One act on the first claim, at an hour of 2 March.
    private static func act(_ type: String, _ by: String, _ rest: String = "", at hour: Int = 9) -> String {
        let more = rest.isEmpty ? "" : ", \(rest)"
        let time = hour < 10 ? "0\(hour)" : "\(hour)"
        return
            #"{"type": "\#(type)", "time": "2026-03-02T\#(time):00:00Z", "data": {"by": "\#(by)", "claim": "c1"\#(more)}}"#
    }

    private static func denial(_ by: String, partial: Bool = false, at hour: Int = 9) -> String {
        act("denied", by, #""extent": "\#(partial ? "partial" : "full")""#, at: hour)
    }

    private static func response(_ outcome: String, by: String, at hour: Int = 9, more: String = "") -> String {
        act("responded", by, #""outcome": "\#(outcome)"\#(more)"#, at: hour)
    }

    private static func update(_ data: String) -> String { #"{"type": "updated", "data": \#(data)}"# }

    private static func asks(_ more: String) -> String {
        update(#"{"requests": [{"party": "Ministry"\#(more)}]}"#)
    }

    static let table: [(events: [String], standing: Standing)] = [
        ([], .asserted),
        ([update(#"{"change": "kill"}"#)], .retracted),
        ([denial("Ministry"), update(#"{"corrects": ["c1"]}"#), update(#"{"change": "kill"}"#)], .retracted),
        ([update(#"{"change": "kill"}"#), update(#"{"change": "release"}"#)], .asserted),
        ([update(#"{"corrects": ["c1"]}"#), update(#"{"change": "hold"}"#)], .held),
        ([update(#"{"corrects": ["c1"]}"#), response("withdraws", by: "Weber")], .corrected),
        ([update(#"{"corrects": ["c2"]}"#)], .asserted),
        // A third reiterates after the denial, about the whole story.
        (
            [act("reiterated", "Ada", at: 8), act("reiterated", "Bo", at: 9), denial("Ministry", at: 10)]
                + [#"{"type": "reiterated", "time": "2026-03-02T12:00:00Z", "data": {"by": "Cem"}}"#], .contested
        ),
        ([act("reiterated", "Ada", at: 8), act("reiterated", "Bo", at: 9), denial("Ministry", at: 10)], .denied),
        // Withdrawn: by its own source, any of the chain.
        ([response("withdraws", by: "Weber")], .withdrawn),
        ([response("withdraws", by: "Newsletter"), response("confirms", by: "Ministry")], .withdrawn),
        ([response("withdraws", by: "Somebody")], .asserted),
        // A source that has denied a hop or the claim takes that back first, and the claim only after it.
        ([denial("Weber"), response("withdraws", by: "Weber", at: 10)], .asserted),
        (
            [
                denial("Weber"), response("withdraws", by: "Weber", at: 10),
                response("withdraws", by: "Weber", at: 11),
            ], .withdrawn
        ),
        ([denial("Weber", at: 11), response("withdraws", by: "Weber", at: 10)], .withdrawn),
        (
            [
                denial("Weber"), response("withdraws", by: "Weber", at: 10), denial("Weber", at: 11),
                response("withdraws", by: "Weber", at: 12),
            ], .asserted
        ),
        // Conceded: by its subject.
        ([response("confirms", by: "Ministry")], .conceded),
        ([denial("Ministry"), response("confirms", by: "Ministry", at: 10)], .conceded),
        ([response("confirms", by: "Weber")], .answered),
        ([response("confirms", by: "Rival")], .answered),
        ([response("confirms", by: "Rival", more: #", "statement": "So it is""#)], .answered),
        // Denied and contested.
        ([denial("Ministry")], .denied),
        ([denial("Ministry", partial: true)], .partlyDenied),
        ([denial("Ministry", partial: true), denial("Board")], .denied),
        ([denial("Ministry"), denial("Board", partial: true, at: 10)], .denied),
        ([denial("Ministry"), act("reiterated", "Newsletter", at: 10)], .contested),
        ([denial("Ministry", partial: true), act("reiterated", "Newsletter", at: 10)], .contested),
        ([denial("Ministry"), act("reiterated", "Newsletter", at: 10), denial("Ministry", at: 11)], .denied),
        (
            [denial("Ministry"), act("reiterated", "Newsletter", at: 10), denial("Board", partial: true, at: 11)],
            .partlyDenied
        ),
        ([act("reiterated", "Newsletter", at: 8), denial("Ministry")], .denied),
        // A denier's own reiteration meets no denial of theirs, and a softer one meets none.
        ([denial("Ministry"), act("reiterated", "Ministry", at: 10)], .denied),
        ([denial("Ministry"), denial("Board"), act("reiterated", "Ministry", at: 10)], .denied),
        // A party that denies the claim repeats its denial: it does not meet that of another, until it takes its own back.
        ([denial("Weber"), denial("Ministry", at: 10), act("reiterated", "Weber", at: 11)], .denied),
        (
            [
                denial("Weber"), denial("Ministry", at: 10), act("reiterated", "Weber", at: 11),
                act("reiterated", "Newsletter", at: 12), act("reiterated", "Weber", at: 13),
            ], .contested
        ),
        (
            [
                denial("Weber"), response("withdraws", by: "Weber", at: 10), denial("Ministry", at: 11),
                act("reiterated", "Weber", at: 12),
            ], .contested
        ),
        (
            [denial("Ministry"), act("reiterated", "Newsletter", at: 10), act("reiterated", "Ministry", at: 11)],
            .contested
        ),
        (
            [denial("Ministry"), act("reiterated", "Ministry", at: 11), act("reiterated", "Newsletter", at: 10)],
            .contested
        ),
        ([denial("Ministry"), act("reiterated", "Newsletter", #""strength": "softer""#, at: 10)], .denied),
        ([denial("Ministry"), act("reiterated", "Newsletter", #""strength": "stronger""#, at: 10)], .contested),
        ([act("reiterated", "Newsletter")], .asserted),
        // The order of happening decides, not that of the log; the log decides between equals.
        ([act("reiterated", "Newsletter", at: 10), denial("Ministry")], .contested),
        ([denial("Ministry", at: 10), act("reiterated", "Newsletter", at: 9)], .denied),
        ([denial("Ministry"), act("reiterated", "Newsletter")], .contested),
        ([act("reiterated", "Newsletter"), denial("Ministry")], .denied),
        // A denial withdrawn stands no more; one made since does.
        ([denial("Ministry"), response("withdraws", by: "Ministry", at: 10)], .asserted),
        ([denial("Ministry"), denial("Board"), response("withdraws", by: "Ministry", at: 10)], .denied),
        ([denial("Ministry"), response("withdraws", by: "Ministry", at: 10), denial("Ministry", at: 11)], .denied),
        (
            [
                denial("Ministry"), act("reiterated", "Newsletter", at: 10),
                response("withdraws", by: "Ministry", at: 11),
            ],
            .asserted
        ),
        // Answers and silence.
        ([response("statement", by: "Ministry")], .answered),
        ([response("acknowledges", by: "Ministry")], .answered),
        ([response("no-response", by: "Ministry"), response("statement", by: "Ministry", at: 10)], .answered),
        ([response("declined", by: "Ministry")], .unanswered),
        ([response("no-response", by: "Ministry")], .unanswered),
        ([asks(#", "claims": ["c1"]"#)], .unanswered),
        // A request that names no claim is about the story, not about each of its claims.
        ([asks("")], .asserted),
        ([asks(#", "claims": ["c2"]"#)], .asserted),
        // Nor is silence about the story as a whole about each of its claims; a statement is.
        ([#"{"type": "responded", "data": {"by": "Ministry", "outcome": "no-response"}}"#], .asserted),
        ([#"{"type": "responded", "data": {"by": "Ministry", "outcome": "declined"}}"#], .asserted),
        (
            [
                asks(#", "id": "r""#),
                #"{"type": "responded", "data": {"by": "Ministry", "outcome": "no-response", "request": "r"}}"#,
            ], .asserted
        ),
        (
            [
                asks(#", "id": "r", "claims": ["c1"]"#),
                #"{"type": "responded", "data": {"by": "Ministry", "outcome": "no-response", "request": "r"}}"#,
            ], .unanswered
        ),
        ([#"{"type": "responded", "data": {"by": "Ministry", "outcome": "statement"}}"#], .answered),
        // Unanswered is said only while the party that was asked has done nothing else about the claim or the story.
        ([asks(#", "claims": ["c1"]"#), act("reiterated", "Ministry", at: 10)], .asserted),
        ([response("no-response", by: "Ministry"), act("reiterated", "Board", at: 10)], .unanswered),
        ([response("no-response", by: "Ministry"), act("reiterated", "Ministry", at: 10)], .asserted),
        (
            [
                response("no-response", by: "Ministry"),
                #"{"type": "reiterated", "data": {"by": "Ministry"}}"#,
            ], .asserted
        ),
        ([response("statement", by: "Ministry"), denial("Ministry", partial: true, at: 10)], .partlyDenied),
        // What was said once is not unsaid.
        ([response("withdraws", by: "Weber"), act("reiterated", "Weber", at: 10)], .withdrawn),
        ([response("confirms", by: "Ministry"), denial("Ministry", at: 10)], .conceded),
        // A denial of one hop counts as one of the proposition, and a party that stands by the claim contests it.
        ([act("denied", "Weber", #""hop": "told""#)], .denied),
        ([act("denied", "Weber", #""hop": "told", "extent": "partial""#)], .partlyDenied),
        ([act("denied", "Weber", #""hop": "told""#), act("reiterated", "Newsletter", at: 10)], .contested),
    ]

    @Test(arguments: table.indices)
    func standsWhereTheTableSays(row: Int) throws {
        let (events, standing) = Self.table[row]
        let story = try Story([Self.published] + events)
        #expect(try story.standing() == standing, "\(events)")
    }

    @Test func everyStandingIsReached() {
        #expect(Set(Self.table.map(\.standing)) == Set(Standing.allCases))
    }

    /// Nine decimals are kept, so nine decimals count.
    @Test func aNanosecondDecides() throws {
        let denied =
            #"{"type": "denied", "time": "2026-03-02T09:00:00.000000002Z", "data": {"by": "M", "claim": "c1"}}"#
        let reiterated =
            #"{"type": "reiterated", "time": "2026-03-02T09:00:00.000000001Z", "data": {"by": "N", "claim": "c1"}}"#
        #expect(try Story([Self.published, denied, reiterated]).standing() == .denied)
    }

    @Test func withoutAnAttributionAnybodyButADenierWithdraws() throws {
        let withdraws = #"{"type": "responded", "data": {"by": "Weber", "outcome": "withdraws", "claim": "c2"}}"#
        let denies = #"{"type": "denied", "time": "2026-03-02T01:00:00Z", "data": {"by": "Weber", "claim": "c2"}}"#
        #expect(try Story([Self.published, withdraws]).standing("c2") == .withdrawn)
        #expect(try Story([Self.published, denies, withdraws]).standing("c2") == .asserted)
        // Taken back before it was denied: what is taken back is then not the denial.
        let laterDenies = denies.replacing("2026-03-02T01", with: "2026-03-04T01")
        #expect(try Story([Self.published, laterDenies, withdraws]).standing("c2") == .withdrawn)
        // A party that names no claim may not have meant this one.
        let withdrawsAll = withdraws.replacing(#", "claim": "c2""#, with: "")
        #expect(try Story([Self.published, withdrawsAll]).standing("c2") == .asserted)
    }

    @Test func withoutAnAboutAnybodyButTheSourceConcedes() throws {
        let published = Self.published.replacing(#", "about": ["Ministry"]"#, with: "")
        #expect(try Story([published, Self.response("confirms", by: "Rival")]).standing() == .conceded)
        #expect(try Story([published, Self.response("confirms", by: "Weber")]).standing() == .answered)
        let confirmsAll = Self.response("confirms", by: "Rival").replacing(#""claim": "c1", "#, with: "")
        #expect(try Story([published, confirmsAll]).standing() == .answered)
    }

    /// A request for comment asks about the claims that it names.
    @Test func aRequestIsAboutTheClaimsItNames() throws {
        let denied =
            #"{"type": "denied", "data": {"by": "M", "claim": "c1", "counterclaim": {"id": "k", "text": "t"}}}"#
        let asked = #"{"type": "updated", "data": {"requests": [{"party": "N", "claims": ["k"]}]}}"#
        let story = try Story([Self.published, denied, asked])
        #expect(try story.standing("k") == .unanswered)
        #expect(try story.standing("c2") == .asserted)
    }

    /// The newsroom takes back its story, and not what another party said against it.
    @Test func aKillRetractsNoCounterclaim() throws {
        let denied =
            #"{"type": "denied", "data": {"by": "M", "claim": "c1", "counterclaim": {"id": "k", "text": "t"}}}"#
        let killed = Self.update(#"{"change": "kill"}"#)
        let story = try Story([Self.published, denied, killed])
        #expect(try story.standing("k") == .asserted)
        #expect(try story.standing() == .retracted)
        let deniesIt = Self.denial("Ministry").replacing("c1", with: "k")
        #expect(try Story([Self.published, denied, deniesIt, killed]).standing("k") == .denied)
        #expect(try Story([Self.published, denied, Self.update(#"{"change": "hold"}"#)]).standing("k") == .held)
    }

    @Test func anActThatNamesNoClaimIsAboutAll() throws {
        let reiterated = #"{"type": "reiterated", "time": "2026-03-02T10:00:00Z", "data": {"by": "Newsletter"}}"#
        let story = try Story([Self.published, Self.denial("Ministry"), reiterated])
        #expect(try story.standing() == .contested)
        #expect(story.board.summaries.map { $0.denials + $0.reiterations } == [2, 1])
        #expect(story.board.summaries.map(\.onStory) == [1, 1])
        #expect(story.board.moves.count == 2)
    }
}

import CanonicalJSON
import ProseDiff
import StoryEvents
import Testing

@testable import Projections

@Suite("Claims whose words are no longer in the text")
struct ClaimDriftTests {
    private static func published(_ claims: String) -> String {
        #"{"type": "published", "time": "2026-03-02T12:00:00Z", "data": {"headline": "h", "language": "en", "#
            + #""body": "The repair will cost 240 million crowns, Lindholm Works said. It starts “in early May”.", "#
            + #""claims": [\#(claims)]}}"#
    }

    private static func updated(_ body: String) -> String {
        #"{"type": "updated", "time": "2026-03-02T12:00:30Z", "data": {"body": "\#(body)"}}"#
    }

    private func lines(_ claim: String, _ bodies: [String]) throws -> [String] {
        let documents = [Self.published(claim)] + bodies.map(Self.updated)
        let board = try #require(try StoryUnderTest(documents).board())
        return board.drift(of: "c").map(\.line)
    }

    private let cost = #"{"id": "c", "text": "The repair will cost 240 million crowns."}"#

    @Test func aNumberThatChangedIsNamedWithWhatIsThereNow() throws {
        let bodies = ["The repair will cost 260 million crowns, Lindholm Works said. It starts “in early May”."]
        #expect(
            try lines(cost, bodies) == [
                "240 million crowns is not in the text since v2; it says 260 million crowns now"
            ])
        #expect(
            try lines(cost, bodies + ["Nothing of this is so."]) == ["240 million crowns is not in the text since v2"])
        let later = bodies + bodies.map { $0.replacing("260", with: "280") }
        #expect(
            try lines(cost, later) == ["240 million crowns is not in the text since v2; it says 280 million crowns now"]
        )
    }

    /// Of two places with the words, that in the sentence most like the claim is followed.
    @Test func wordsThatStandTwiceAreFollowedInTheSentenceOfTheClaim() throws {
        func text(_ repair: Int, _ loan: Int) -> String {
            "The repair will cost \(repair) million crowns, Lindholm Works said. The port has borrowed \(loan) million crowns."
        }
        func lines(_ bodies: [String]) throws -> [String] {
            let first = Self.published(cost).replacing(
                "The repair will cost 240 million crowns, Lindholm Works said.", with: text(240, 240))
            return try #require(try StoryUnderTest([first] + bodies.map(Self.updated)).board()).drift(of: "c").map(
                \.line)
        }
        #expect(
            try lines([text(260, 250)]) == [
                "240 million crowns is not in the text since v2; it says 260 million crowns now"
            ])
    }

    /// Where the language has rules, numbers in words are followed as those in digits are.
    @Test func aNumberInWordsThatChangedIsNamed() throws {
        let families = #"{"id": "c", "text": "Twelve families lost their homes."}"#
        func lines(_ bodies: [String]) throws -> [String] {
            let first = Self.published(families).replacing(
                "The repair", with: "Some twelve families lost it. The repair")
            let documents = [first] + bodies.map(Self.updated)
            return try #require(try StoryUnderTest(documents).board()).drift(of: "c").map(\.line)
        }
        #expect(try lines(["Twelve families lost it."]) == [])
        #expect(
            try lines([
                "Some twenty-one families lost it. The repair will cost 240 million crowns, Lindholm Works said. "
                    + "It starts “in early May”."
            ]) == ["Twelve is not in the text since v2; it says twenty-one now"])
        #expect(try lines(["Nothing of this is so."]) == ["Twelve is not in the text since v2"])
    }

    /// The sentence of a claim was taken out. What another sentence says is not in its place, least of all a name.
    @Test func whatStoodThereBeforeIsInThePlaceOfNothing() throws {
        func lines(_ claim: String, _ before: String, _ after: String) throws -> [String] {
            let published = Self.published(#"{"id": "c", "text": "\#(claim)"}"#).replacing(
                "The repair will cost 240 million crowns, Lindholm Works said.", with: before)
            let documents = [published, Self.updated(after + " It starts “in early May”.")]
            return try #require(try StoryUnderTest(documents).board()).drift(of: "c").map(\.line)
        }
        let cases = [
            ("The council voted 7 to 4.", "The fare rises to 14 crowns, the council said.", ["7", "4"]),
            ("Three people died in the fire.", "Some 40 people fled the fire.", ["Three"]),
            ("The bridge costs $5m.", "The tunnel costs $9m.", ["$5m"]),
            ("Ann Hill was arrested on Monday.", "Bo Reed was released on Monday.", ["Ann Hill"]),
            ("They say Ann Hill was arrested.", "They say Bo Reed was released.", ["Ann Hill"]),
        ]
        for (claim, other, words) in cases {
            let gone = words.map { "\($0) is not in the text since v2" }
            #expect(try lines(claim, "\(claim) \(other)", other) == gone)
            #expect(try lines(claim, "\(other) \(claim)", other) == gone)
            #expect(try lines(claim, "\(claim)\n\n\(other)".replacing("\n", with: "\\n"), other) == gone)
        }
        // Another is named in a sentence that says something else.
        #expect(
            try lines(
                "They say Ann Hill was arrested.", "They say Ann Hill was arrested.", "They say Bo Reed was freed.")
                == ["Ann Hill is not in the text since v2"])
        #expect(
            try lines(
                "They say Ann Hill was arrested.", "They say Ann Hill was arrested there.",
                "They say Anne Hall was arrested there.")
                == ["Ann Hill is not in the text since v2; it says Anne Hall now"])
    }

    /// A text made to be slow costs what its length allows: 5,000 places, each with 5,000 words to compare, are not looked
    /// through.
    @Test func aTextMadeToBeSlowIsLookedThroughInPart() throws {
        let text = ReadText(Array(String(repeating: "a b ", count: 5_000).utf8), language: nil, labels: Labels())
        let passage = ReadText(
            Array((String(repeating: "a b ", count: 2_500) + "b").utf8), language: nil, labels: Labels())
        var work = WordBudget(for: [text])
        #expect(text.places(of: passage.tokens[...], &work).isEmpty)
        #expect(work.isSpent)
        // What is there is found at once, whatever it is repeated in.
        work = WordBudget(for: [text])
        #expect(text.places(of: passage.tokens[..<4_000], most: 1, &work).count == 1)
        #expect(!work.isSpent)
        // A word that the text does not have is seen before anything is compared.
        let absent = ReadText(
            Array((String(repeating: "a b ", count: 2_500) + "z").utf8), language: nil, labels: Labels())
        #expect(text.places(of: absent.tokens[...], &work).isEmpty && !work.isSpent)
    }

    /// What others set against the story's claims takes no room from these.
    @Test func counterClaimsTakeNoRoomFromTheStorysOwn() throws {
        let quotes = Array(repeating: #"{"exact": "the"}"#, count: 200).joined(separator: ",")
        let denials = (0..<6).map { number in
            #"{"type": "denied", "time": "2026-03-02T12:00:1\#(number)Z", "data": {"by": "B", "claim": "c", "#
                + #""counterclaim": {"id": "d\#(number)", "text": "no", "quotes": [\#(quotes)]}}}"#
        }
        let late =
            #"{"type": "updated", "time": "2026-03-02T12:00:20Z", "data": {"claims": [{"id": "late", "#
            + #""text": "It starts in May.", "quotes": [{"exact": "in early May"}]}]}}"#
        let documents =
            [Self.published(cost)] + denials + [
                late, Self.updated("The repair will cost 240 million crowns, Lindholm Works said. It starts in June."),
            ]
        let board = try #require(try StoryUnderTest(documents).board())
        #expect(board.drift(of: "late").map(\.words) == ["in early May"])
        #expect(board.drift(of: "c").isEmpty)
    }

    @Test func whatIsNoNumberStandsInThePlaceOfNone() throws {
        let bodies = ["The repair will cost a lot of crowns, Lindholm Works said. It starts “in early May”."]
        #expect(try lines(cost, bodies) == ["240 million crowns is not in the text since v2"])
    }

    @Test func aMonthThatChangedIsNamedWithTheOneThatIsThereNow() throws {
        let claim = #"{"id": "c", "text": "It starts in May."}"#
        let bodies = ["The repair will cost 240 million crowns, Lindholm Works said. It starts “in early June”."]
        #expect(try lines(claim, bodies) == ["May is not in the text since v2; it says June now"])
    }

    @Test func wordsOfAnotherKindStandInThePlaceOfNone() throws {
        let name = #"{"id": "c", "text": "It will be done by Lindholm Works."}"#
        let other = ["The repair will cost 240 million crowns, the builder said. It starts “in early May”."]
        #expect(try lines(name, other) == ["Lindholm Works is not in the text since v2"])
    }

    /// A text that had not happened by the cut has taken nothing away.
    @Test func theCutCounts() throws {
        let late = Self.updated("It costs 300.").replacing("12:00:30", with: "14:00:00")
        let story = try StoryUnderTest([Self.published(cost), late])
        let at = try EventTime("2026-03-02T12:30:00Z")
        #expect(try story.board(StoryCut(at: at))?.drift(of: "c").isEmpty == true)
        #expect(try story.board()?.drift(of: "c").map(\.version) == [2])
    }

    @Test func wordsThatComeBackAreThereAgain() throws {
        #expect(try lines(cost, ["It costs nothing.", "It costs 240m crowns after all."]) == [])
    }

    @Test func quotesAreWatchedInsteadOfTheClaimsOwnWords() throws {
        let claim = #"{"id": "c", "text": "It costs 240.", "quotes": ["in early May"]}"#
        #expect(
            try lines(claim, ["It will cost 999. It starts “in early June”."])
                == ["in early May is not in the text since v2; it says June now"])
        #expect(try lines(claim, ["It will cost 999. It starts in early May."]) == [])
    }

    @Test func wordsThatTheTextNeverHadAreNotMissed() throws {
        #expect(try lines(#"{"id": "c", "text": "Some 31,000 cars cross Selby Bridge."}"#, ["Other text."]) == [])
    }

    @Test func typographyIsNoDrift() throws {
        let claim = #"{"id": "c", "text": "Work by Lindholm Works starts “in early May”."}"#
        #expect(try lines(claim, ["Lindholm\u{A0}Works said: it starts 'in early May'."]) == [])
    }
}

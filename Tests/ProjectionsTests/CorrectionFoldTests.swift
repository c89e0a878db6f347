import CanonicalJSON
import Testing

@testable import Projections

@Suite("An edit that takes a correction back says so")
struct CorrectionFoldTests {
    private static let text =
        "The theft cost 4 million crowns, the museum said.\n\nSome 6 people were asked. It is allegedly solved."

    /// Each with the versions of the corrections that its edits take back.
    static let table: [(edits: [JSON], undone: [Int?])] = [
        // The whole text goes back, and after a text that says neither it goes back again.
        ([corrected("4 million", "6 million"), said(text), said("Nothing."), said(text)], [nil, 2, nil, 2]),
        // An equal value in another form is no other.
        ([corrected("4 million", "6 million"), said(text.replacing("4 million", with: "6m"))], [nil, nil]),
        ([corrected("4 million", "6 million"), said(text.replacing("4 million", with: "4,000,000"))], [nil, 2]),
        // The figure alone goes back, and other words change.
        (
            [
                corrected("4 million", "6 million"),
                said(text.replacing("the museum said", with: "the police said")),
            ], [nil, 2]
        ),
        // A note does not change that.
        (
            [
                corrected("4 million", "6 million"),
                ["body": .string(Text(text + " There is more.")), "note": "Updated with more."],
            ], [nil, 2]
        ),
        // What was left out comes back, and what was put in goes.
        ([corrected(" allegedly", ""), said(text + " Yes.")], [nil, 2]),
        ([corrected("is allegedly", "is not allegedly"), said(text + " Yes.")], [nil, 2]),
        // Another figure, at another place, is not the correction's.
        (
            [
                corrected("4 million", "6 million"),
                said(text.replacing("4 million", with: "6 million").replacing("6 people", with: "4 people")),
            ], [nil, nil]
        ),
        // A later figure replaces the correction without taking it back.
        ([corrected("4 million", "6 million"), said(text.replacing("4 million", with: "7 million"))], [nil, nil]),
        // An update that is no correction may be undone.
        ([said(text.replacing("4 million", with: "6 million")), said(text)], [nil, nil]),
        // The newest of two corrections, and then the older one.
        (
            [
                corrected("4 million", "6 million"),
                [
                    "body": .string(
                        Text(text.replacing("4 million", with: "6 million").replacing("6 people", with: "9 people"))),
                    "change": "correction",
                ],
                said(text.replacing("4 million", with: "6 million") + " Yes."), said(text + " No."),
            ], [nil, nil, 3, 2]
        ),
    ]

    private static func said(_ body: String) -> JSON { ["body": .string(Text(body))] }

    private static func corrected(_ old: String, _ new: String) -> JSON {
        ["body": .string(Text(text.replacing(old, with: new))), "change": "correction"]
    }

    @Test(arguments: table.indices) func namesIt(index: Int) throws {
        let (edits, undone) = Self.table[index]
        let story = try EditedStory(Text(Self.text), updates: edits)
        #expect(story.edits.dropFirst().map { $0.undone.corrections.first?.correction.version } == undone)
    }

    @Test func everyCorrectionAndPartIsNamed() throws {
        let second = Self.text.replacing("4 million", with: "6 million").replacing("6 people", with: "9 people")
        let story = try EditedStory(
            Text(Self.text),
            updates: [
                Self.corrected("4 million", "6 million"), ["body": .string(Text(second)), "change": "correction"],
                Self.said(Self.text + " No."),
            ])
        #expect(story.edits.last?.undone.undoing == "undoes the corrections v2 and v3")
        let both = try EditedStory(
            Text(Self.text),
            updates: [
                ["body": .string(Text(second)), "change": "correction"],
                Self.said(second.replacing("9 people", with: "6 people")),
            ])
        #expect(both.edits.last?.undone.undoing == "undoes part of the correction v2")
        let undone = try both.reader.undoneCorrections(of: both.reader.story(named: "dam"))
        #expect(undone.map(\.line) == ["a part of the correction (v2) was undone in v3 (@2)"])
    }

    /// One part of a correction comes back while the other goes, and all of it after a version that has neither.
    @Test func whatIsPutBackIsNamedInParts() throws {
        let text = "The fire began at 02:15. Three people were hurt there."
        let right = "The fire began at 03:15. Four people were hurt there."
        let mixed = "The fire began at 03:15. Three people were hurt there."
        let story = try EditedStory(
            Text(text),
            updates: [
                ["body": .string(Text(right)), "change": "correction"],
                Self.said("The fire began at 02:15. Four people were hurt there."), Self.said(mixed),
                Self.said("The fire began at 03:15."), Self.said(right),
            ])
        #expect(
            story.edits.dropFirst(2).map(\.undone.undoing) == [
                "undoes part of the correction v2",
                "undoes part of the correction v2, and puts back part of the correction v2", nil,
                "puts back the correction v2",
            ])
        #expect(story.edits.last?.undone.clause == ", putting back the correction v2")
        #expect(story.edits.map { $0.undone.restored.map(\.isPart) } == [[], [], [], [true], [], [false]])
        let undone = try story.reader.undoneCorrections(of: story.reader.story(named: "dam"))
        #expect(
            undone.map(\.line) == [
                "a part of the correction (v2) was undone in v3 (@2), and v4 put it back",
                "a part of the correction (v2) was undone in v4 (@3), v5 has neither, and v6 put it back",
            ])
    }

    /// Of a correction that was undone whole, one part is put back, and then the other.
    @Test func aPartIsPutBackWhileTheRestIsWrong() throws {
        let right = Self.text.replacing("4 million", with: "6 million").replacing("6 people", with: "9 people")
        let story = try EditedStory(
            Text(Self.text),
            updates: [
                ["body": .string(Text(right)), "change": "correction"], Self.said(Self.text + " No."),
                Self.said(right.replacing("9 people", with: "6 people")), Self.said(right + " Yes."),
            ])
        #expect(
            story.edits.dropFirst(2).map(\.undone.undoing) == [
                "undoes the correction v2", "puts back part of the correction v2", "puts back the correction v2",
            ])
        let undone = try story.reader.undoneCorrections(of: story.reader.story(named: "dam"))
        #expect(undone.map(\.line) == ["the correction (v2) was undone in v3 (@2), and v5 put it back"])
    }

    /// One correction of two claims is undone whole; each claim is put back in a version of its own.
    @Test func eachClaimIsPutBackInItsOwnVersion() throws {
        let wrong = "The fare rises to 16 crowns, the council said. The council voted 9 to 2 on Monday."
        let right = "The fare rises to 14 crowns, the council said. The council voted 7 to 4 on Monday."
        let bodies = [wrong, right.replacing("7 to 4", with: "9 to 2"), right].enumerated().map { index, body in
            #"{"type": "updated", "time": "2026-03-02T12:0\#(index + 2):00Z", "data": {"body": "\#(body)"}}"#
        }
        let published =
            #"{"type": "published", "time": "2026-03-02T12:00:00Z", "data": {"headline": "h", "language": "en", "#
            + #""body": "\#(wrong)", "claims": [{"id": "fare", "text": "The fare rises to 16 crowns."}, "#
            + #"{"id": "vote", "text": "The council voted 9 to 2."}]}}"#
        let corrected =
            #"{"type": "updated", "time": "2026-03-02T12:01:00Z", "data": {"body": "\#(right)", "#
            + #""change": "correction", "note": "n", "corrects": ["fare", "vote"]}}"#
        let story = try StoryUnderTest([published, corrected] + bodies)
        var board = try #require(try story.board())
        board.undoneCorrections = try StoryReader(story.store).undoneCorrections(of: board)
        let lines = board.claims.claims.map { board.undoneCorrections(of: $0).map(\.line) }
        let undone = "the correction (v2) was undone in v3 (@2), and"
        #expect(lines == [["\(undone) v4 put it back"], ["\(undone) v5 put it back"]])
        #expect(board.undoneCorrections?.map(\.line) == ["\(undone) v5 put it back"])
    }

    /// A correction is about the claims that it names and the words that its note quotes, not about all that it changed.
    @Test func onlyWhatItIsAboutCounts() throws {
        let edited = Self.text.replacing("4 million", with: "6 million").replacing("were asked", with: "had been asked")
        func undoing(_ note: JSON) throws -> String? {
            try EditedStory(
                Text(Self.text),
                updates: [
                    ["body": .string(Text(edited)), "change": "correction", "note": note],
                    Self.said(edited.replacing("had been asked", with: "were asked")),
                ]
            ).edits.last?.undone.undoing
        }
        #expect(try undoing("It did not cost 4 million crowns.") == nil)
        #expect(try undoing(["text": "It was wrong.", "covers": [["exact": "6 million"]]]) == nil)
        #expect(try undoing("It was wrong.") == "undoes part of the correction v2")
    }

    /// A paragraph that was taken out comes back below: its own place is as the correction left it.
    @Test func aSentenceThatComesBackElsewhereIsNamed() throws {
        let (first, last) = ("First para here stands.", "Last para here.")
        let bribes = "The firm bribed three officials in Rome."
        func undoing(_ bodies: [String]) throws -> [String?] {
            let corrected: JSON = [
                "body": .string(Text("\(first)\n\n\(last)")), "change": "correction",
                "note": "A false paragraph about bribes was removed.",
            ]
            return try EditedStory(
                Text("\(first)\n\n\(bribes)\n\n\(last)"), updates: [corrected] + bodies.map { Self.said($0) }
            ).edits.dropFirst(2).map(\.undone.undoing)
        }
        let below = "\(first)\n\n\(last)\n\n\(bribes)"
        #expect(try undoing([below]) == ["undoes the correction v2 at another place"])
        #expect(try undoing(["\(bribes)\n\n\(first)\n\n\(last)"]) == ["undoes the correction v2 at another place"])
        #expect(
            try undoing([below, "\(first)\n\n\(last)"])
                == ["undoes the correction v2 at another place", "puts back the correction v2"])
        #expect(try undoing(["\(first)\n\n\(bribes)\n\n\(last)"]) == ["undoes the correction v2"])
        // A sentence about the correction says the words, and not as the story's own.
        #expect(
            try undoing(["\(first)\n\n\(last)\n\nWe had written that the firm bribed three officials in Rome, wrongly."]
            )
                == [nil])
    }

    /// The corrected sentence stays, and the wrong one comes back beside it.
    @Test func aWrongSentenceBesideTheCorrectedOneIsNamed() throws {
        let right = Self.text.replacing("4 million", with: "6 million")
        let story = try EditedStory(
            Text(Self.text),
            updates: [
                Self.corrected("4 million", "6 million"),
                Self.said(right + "\n\nThe theft cost 4 million crowns, the museum said."),
            ])
        #expect(story.edits.last?.undone.undoing == "undoes the correction v2 at another place")
        let undone = try story.reader.undoneCorrections(of: story.reader.story(named: "dam"))
        #expect(undone.map(\.line) == ["the correction (v2) was undone in v3 (@2), at another place"])
    }

    /// What the story said twice, and still says once, has not come back.
    @Test func aSentenceThatStoodTwiceHasNotComeBack() throws {
        let twice = "The firm bribed three officials in Rome.\n\nIt rained.\n\nThe firm bribed three officials in Rome."
        let once: JSON = [
            "body": "It rained.\n\nThe firm bribed three officials in Rome.", "change": "correction", "note": "Twice.",
        ]
        let story = try EditedStory(
            Text(twice), updates: [once, Self.said("The firm bribed three officials in Rome.\n\nIt snowed.")])
        #expect(story.edits.last?.undone.undoing?.contains("another place") != true)
        let bribes = "The firm bribed three officials in Rome."
        let (before, after) = ("First para here.\n\n\(bribes)", "First para here.")
        let corrected: JSON = [
            "body": .string(Text("\(after)\n\nIt rained all day.\n\n\(bribes)")), "change": "correction",
            "note": "Twice.",
        ]
        for more in ["It snowed.", "It snowed.\n\n\(bribes)"] {
            let body = "\(after)\n\nIt rained all day.\n\n\(bribes)\n\n\(more)"
            let edited = try EditedStory(
                Text("\(before)\n\nIt rained all day.\n\n\(bribes)"), updates: [corrected, Self.said(body)])
            #expect(
                edited.edits.last?.undone.undoing
                    == (more == "It snowed." ? nil : "undoes the correction v2 at another place"))
        }
    }

    /// What was corrected in the headline alone may come back in the body.
    @Test func aValueThatStoodElsewhereIsFollowedThere() throws {
        let right = Self.text.replacing("4 million", with: "6 million")
        let story = try EditedStory(
            Text(right),
            updates: [
                ["headline": "Theft of 4 million crowns solved"],
                ["headline": "Theft of 6 million crowns solved", "change": "correction"],
                Self.said(Self.text),
            ])
        #expect(story.edits.last?.undone.undoing == "undoes part of the correction v3")
    }

    @Test func theVersionThatHasNeitherIsNamed() throws {
        let seven = Self.text.replacing("4 million", with: "7 million")
        let story = try EditedStory(
            Text(Self.text),
            updates: [Self.corrected("4 million", "6 million"), Self.said(Self.text), Self.said(seven)])
        let lines = try story.reader.undoneCorrections(of: story.reader.story(named: "dam")).map(\.line)
        #expect(lines == ["the correction (v2) was undone in v3 (@2), and v4 has neither"])
    }

    @Test func theVersionThatPutsItBackIsNamed() throws {
        let (wrong, right) = (Self.text, Self.text.replacing("4 million", with: "5 million"))
        let story = try EditedStory(
            Text(wrong),
            updates: [Self.corrected("4 million", "5 million"), Self.said(wrong), Self.said(right + " So it is.")])
        let undone = try story.reader.undoneCorrections(of: story.reader.story(named: "dam"))
        #expect(undone.map(\.line) == ["the correction (v2) was undone in v3 (@2), and v4 put it back"])
        let still = try EditedStory(
            Text(wrong),
            updates: [Self.corrected("4 million", "5 million"), Self.said(wrong), Self.said(wrong + " So.")])
        let lines = try still.reader.undoneCorrections(of: still.reader.story(named: "dam")).map(\.line)
        #expect(lines == ["the correction (v2) was undone in v3 (@2)"])
    }

    @Test func aNoteThatWasUsedBeforeSaysOfWhichVersion() throws {
        let note: JSON = "The figure was wrong."
        let updates: [JSON] = [
            ["body": "It cost 5.", "note": note], ["body": "It cost 6."], ["body": "It cost 7.", "note": note],
            ["body": "It cost 8.", "note": "The cost was wrong."],
        ]
        #expect(
            try EditedStory("It cost 4.", updates: updates).edits.map(\.repeatsNoteOf?.version) == [
                nil, nil, nil, 2, nil,
            ])
    }
}

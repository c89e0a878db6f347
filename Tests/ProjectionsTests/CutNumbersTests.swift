import CanonicalJSON
import LedgerTestKit
import Projections
import StoryEvents
import Testing

@Suite("A version has one number and one text at every cut")
struct CutNumbersTests {
    private let story: StoryUnderTest

    /// Version 2 happened after version 3, which was recorded after it; version 4 goes back to the text of version 2.
    init() throws {
        story = try StoryUnderTest()
        let documents = [
            (0, #"{"type": "published", "data": {"headline": "h", "body": "One.", "section": "city"}}"#),
            (20, #"{"type": "updated", "data": {"body": "Two.", "section": "ports"}}"#),
            (10, #"{"type": "updated", "data": {"body": "Three."}}"#),
            (30, #"{"type": "updated", "data": {"body": "Two."}}"#),
        ]
        for (index, (minute, document)) in documents.enumerated() {
            let outcome = try story.append(
                document, time: try EventTime("2026-03-02T12:\(minute == 0 ? "00" : String(minute)):00Z"),
                recorded: try EventTime("2026-03-02T12:4\(index):00Z"))
            try #require(outcome == .appended)
        }
    }

    @Test(arguments: [(0, 1, "One."), (9, 1, "One."), (10, 3, "Three."), (20, 3, "Three."), (30, 4, "Two.")])
    func theTextIsTheNewestVersionThatHadHappened(minute: Int, number: Int, body: Text) throws {
        let time = try EventTime("2026-03-02T12:\(minute < 10 ? "0" : "")\(minute):00Z")
        let view = try StoryReader(story.store).view(of: try #require(StoryID("mill")), StoryCut(at: time))
        #expect(view.state.version == number)
        #expect(view.state.text("body") == body)
        #expect(view.state.updated?.position.value == (number == 1 ? nil : Int64(number - 1)))
        // What is no text is folded from what had happened.
        #expect(view.state.text("section") == (minute < 20 ? "city" : "ports"))
        #expect(view.versions.map(\.number) == [1, 2, 3, 4].filter { [1: 0, 2: 20, 3: 10, 4: 30][$0]! <= minute })
    }

    @Test func aRevertNamesTheNewestVersionOfTheRecord() throws {
        #expect(try story.edits().map(\.version.revertsTo?.version) == [nil, nil, nil, 2])
    }
}

@Suite("A revert in other typography is a revert")
struct RevertTests {
    @Test func namesTheNewestVersionInTheSameWords() throws {
        let story = try EditedStory(
            "\"It is safe,\" she said - finally.",
            updates: [
                ["body": "It leaks."],
                ["body": "\u{201C}It is safe,\u{201D} she said \u{2013} \u{FB01}nally."],
                ["body": "'It is safe,' she said - finally."],
                ["body": "\"It is safe,\" she said - finally."],
            ])
        let reverts = story.edits.map(\.version.revertsTo)
        #expect(reverts.map { $0?.version } == [nil, nil, 1, nil, 1])
        #expect(reverts.map { $0?.isButForTypography } == [nil, nil, true, nil, false])
        #expect(story.edits.map(\.isNoise) == [false, false, false, true, true])
    }

    @Test func otherEncodingsOfLettersAreTheSameText() throws {
        let story = try EditedStory(
            "\u{C9}t\u{E9} \u{E0} \u{C9}vry.",
            updates: [["body": "Hiver."], ["body": "E\u{301}te\u{301} a\u{300} E\u{301}vry."]])
        #expect(story.edits.last?.version.revertsTo == Revert(version: 1, isButForTypography: true))
    }
}

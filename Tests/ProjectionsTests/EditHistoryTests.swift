import CanonicalJSON
import LedgerTestKit
import StoryEvents
import Testing

@testable import Projections

@Suite("Edits nobody announced")
struct EditHistoryTests {
    private let body: Text = "The dam is safe, \"for now\". It was inspected in 2019."

    @Test func textThatChangesWithoutANoteIsSilent() throws {
        let story = try EditedStory(body, updates: [["body": "The dam is unsafe. It was inspected in 2019."]])
        #expect(story.edits.map(\.isSilent) == [false, true])
    }

    @Test func aNoteAnnouncesUnlessReadersSeeItNowhere() throws {
        let story = try EditedStory(
            body,
            updates: [
                ["body": "One.", "note": "Shortened."],
                ["body": "Two.", "note": ["text": "Shortened.", "placement": "none"]],
                ["body": "Three.", "note": ["text": "Shortened.", "placement": "top"]],
            ])
        #expect(story.edits.map(\.isSilent) == [false, false, true, false])
    }

    @Test func noiseIsClassedAndNeverSilent() throws {
        let story = try EditedStory(
            body,
            updates: [
                ["body": "The dam is safe, “for now”. It was inspected in 2019."],
                ["body": "The dam is safe, “for now”.\n\nIt was inspected in 2019."],
                ["body": "The dam is safe, “for now”.\n\nIt was inspected in 2018."],
            ])
        #expect(story.edits.map(\.isNoise) == [false, true, true, false])
        #expect(story.edits.map(\.isSilent) == [false, false, false, true])
    }

    @Test func aHeadlineAndAReturnAreTold() throws {
        let story = try EditedStory(
            body, updates: [["headline": "Dam is not safe"], ["headline": "Dam is safe"]])
        #expect(story.edits.map(\.changesHeadline) == [false, true, true])
        #expect(story.edits.map(\.version.revertsTo?.version) == [nil, nil, 1])
        #expect(story.edits[1].counts.words.added == 1)
    }

    @Test func sentencesAndWordsAreCountedInAllFieldsTogether() throws {
        let story = try EditedStory(
            body, updates: [["headline": "Dam is unsafe", "body": "The dam is safe, \"for now\". It leaks. Go."]])
        let counts = story.edits[1].counts
        #expect(counts.sentences.changed + counts.sentences.added == 3)
        #expect(counts.words.changed >= 2)
    }
}

import CanonicalJSON
import StoryEvents
import Testing

@testable import Projections

@Suite("Blame of a story")
struct StoryBlameTests {
    @Test func namesTheVersionOfEachSentenceInEachField() throws {
        let story = try EditedStory(
            "The dam is safe. Go home.",
            updates: [
                ["body": "The dam is safe. Stay away. Go home.", "dek": "Says who?"], ["headline": "Flood"],
            ])
        let blame = StoryBlame(of: story.view)
        #expect(blame.version.number == 3)
        #expect(blame.fields.map(\.field) == ["headline", "dek", "body"])
        let origins = blame.fields.map { field in
            field.blame.sentences.map { blame.versions[$0.origin.version].envelope.position.value }
        }
        #expect(origins == [[2], [1], [0, 1, 0]])
    }

    @Test func aFieldThatWasTakenOutAndPutBackIsOfItsFirstVersion() throws {
        let story = try EditedStory(
            "It is safe.", updates: [["dek": "Says the council"], ["dek": nil], ["dek": "Says the council"]])
        let dek = try #require(StoryBlame(of: story.view).fields.first { $0.field == "dek" })
        #expect(dek.blame.sentences.map(\.origin) == [.init(version: 1, returned: 3)])
    }
}

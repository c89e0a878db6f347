import CanonicalJSON
import LedgerTestKit
import Testing

@testable import Projections

@Suite("A note without a text that is no correction covers a change that it names, and nothing else")
struct NotedChangeTests {
    private static let text =
        "The school in Norbank opens in 2029, the mayor said.\n\nThree people were hurt. A ticket costs £3.10."

    private static func said(_ body: String, at time: String? = nil) -> JSON { ["body": .string(Text(body))] }

    /// The positions of the notes that cover the only change.
    private static func covering(
        _ note: String, change: Text = "update", _ old: String = "2029", _ new: String = "2030"
    ) throws
        -> [Int64]
    {
        let story = try EditedStory(
            Text(text),
            updates: [
                ["language": "en"] as JSON, said(text.replacing(old, with: new)),
                ["change": .string(change), "note": .string(Text(note))] as JSON,
            ])
        return story.edits[1].laterNotes.map(\.position.value)
    }

    static let notes: [(note: String, isAbout: Bool)] = [
        ("The year of opening was changed from 2029 to 2030.", true),
        ("An earlier version of this article said that the school would open in 2029.", true),
        ("An earlier version said 2029.", true), ("The school opens in 2030, not 2029.", true),
        ("The school opens in 2029, not 2030.", false), ("The school opens in 2029.", false),
        ("The hospital opens in 2030, not 2029.", false), ("From 2029 to 2030 the school is closed.", false),
        ("An earlier version said that the hospital in Norbank would open in 2029.", false),
        ("The number of seats in the council was changed from 2029 to 2030.", false),
        ("An earlier version was wrong.", false), ("The video was changed in 2029.", false),
        ("An earlier version said that the school would open in 2028.", false),
    ]

    @Test(arguments: notes.indices, ["update", "clarification"] as [Text])
    func aNoteHasToNameIt(index: Int, change: Text) throws {
        let (note, isAbout) = Self.notes[index]
        let covering = try Self.covering(note, change: change)
        #expect(covering == (isAbout ? [3] : []), "\(note)")
    }

    @Test func otherValuesAndSentences() throws {
        #expect(try Self.covering("An earlier version said that the ticket costs £3.10.", "£3.10", "£3.40") == [3])
        #expect(try Self.covering("Four people were hurt, not three.", "Three", "Four") == [3])
        #expect(try Self.covering("An earlier version said three.", "Three", "Four") == [])
        // The values of a change that went forth and back are those of either.
        let right = Self.text.replacing("2029", with: "2030")
        let story = try EditedStory(
            Text(Self.text),
            updates: [
                ["language": "en"], Self.said(right), Self.said(Self.text),
                ["note": "The year of opening was changed from 2029 to 2030."],
            ])
        #expect(story.edits.flatMap(\.laterNotes).isEmpty)
    }

    /// The note comes an hour before the text is mended.
    static let early: [(JSON, Bool)] = [
        (["change": "correction", "note": "The school opens in 2030, not 2029."], true),
        (["note": "An earlier version said that the school would open in 2029."], false),
    ]

    @Test(arguments: early)
    func aNoteBeforeTheTextIsMended(note: JSON, isCorrection: Bool) throws {
        let right = Self.text.replacing("2029", with: "2030")
        let story = try EditedStory(
            Text(Self.text),
            updates: [
                ["language": "en"], note, Self.said(right), Self.said(right + " It rained."), Self.said(Self.text),
            ])
        #expect(story.edits.map { $0.laterNotes.map(\.position.value) } == [[], [2], [], []])
        #expect(story.edits[1].laterNotes.first?.line.hasPrefix("a note before it, @2, covers it") == true)
        #expect(story.edits.last?.undone.undoing == (isCorrection ? "undoes the correction @2" : nil))
        var replay = EditsOfStory()
        for event in story.view.events { replay.apply(event, try ReadEvent(event).payload.get()) }
        guard case .object(var read) = try story.reader.history(of: story.view.state.story) else { return }
        read["languageMissing"] = nil
        #expect(replay.json == .object(read))
    }

    /// A note about another sentence waits for no other change.
    @Test func aNoteBeforeAnotherChange() throws {
        let other = Self.text.replacing("£3.10", with: "£3.40")
        let note: JSON = ["change": "correction", "note": "The school opens in 2030, not 2029."]
        let story = try EditedStory(Text(Self.text), updates: [["language": "en"], note, Self.said(other)])
        #expect(story.edits.flatMap(\.laterNotes).isEmpty)
    }

    @Test func aVersionThatRepeatsANoteWithoutAText() throws {
        let story = try EditedStory(
            "It cost 4.",
            updates: [
                ["note": "We changed the price."], ["body": "It cost 5.", "note": "We changed the price."],
                ["body": "It cost 6.", "note": "We changed the price."],
            ])
        #expect(story.edits.map { $0.repeatsNoteOf?.description } == [nil, "@1", "v2"])
    }
}

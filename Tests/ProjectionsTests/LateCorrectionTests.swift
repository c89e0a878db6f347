import CanonicalJSON
import Testing

@testable import Projections

@Suite("A correction without a text is about what an earlier edit changed")
struct LateCorrectionTests {
    private static let text = "The meal cost £3.10 a day, the council said.\n\nThree people were hurt. It rained."
    private static let right = text.replacing("£3.10", with: "£3.40")

    private static func said(_ body: String, _ note: JSON? = nil) -> JSON {
        var data: JSONObject = ["body": .string(Text(body))]
        if let note { data["note"] = note }
        return .object(data)
    }

    private static func corrected(_ note: JSON) -> JSON { ["change": "correction", "note": note] }

    private static func undoing(_ updates: [JSON]) throws -> [String?] {
        try EditedStory(Text(text), updates: updates).edits.dropFirst().map(\.undone.undoing)
    }

    private static let numbers = corrected("An earlier version gave the price as £3.10. It is £3.40.")

    @Test func aWrongTextThatComesBackUndoesIt() throws {
        #expect(
            try Self.undoing([Self.said(Self.right), Self.numbers, Self.said(Self.text), Self.said(Self.right)])
                == [nil, "undoes the correction @2", "puts back the correction @2"])
        // The new text has a note of its own, and more words.
        #expect(
            try Self.undoing([
                Self.said(Self.right), Self.numbers, Self.said(Self.text + " It snowed.", "Updated with more."),
            ]) == [nil, "undoes the correction @2"])
        let undone = try EditedStory(
            Text(Self.text), updates: [Self.said(Self.right), Self.numbers, Self.said(Self.text)])
        let lines = try undone.reader.undoneCorrections(of: undone.reader.story(named: "dam")).map(\.line)
        #expect(lines == ["the correction (@2) was undone in v3 (@3)"])
        var cursor = try undone.reader.edits(of: undone.reader.story(named: "dam"))
        var streamed: [Edit] = []
        while let edit = try cursor.next() { streamed.append(edit) }
        #expect(streamed == undone.edits)
    }

    /// What names the passage, and what does not.
    static let notes: [(note: JSON, isAbout: Bool)] = [
        ("An earlier version said £3.10.", true), ("The price is £3.40.", true), ("It was “£3.10” before.", true),
        (["text": "It was wrong.", "covers": [["exact": "£3.40"]]], true),
        (["text": "It was wrong.", "covers": [["exact": "It rained."]]], false), ("It was wrong.", false),
        ("The price was given as £3.20.", false), ("An earlier version misstated what the council said.", false),
    ]

    @Test(arguments: notes.indices) func aNoteHasToNameIt(index: Int) throws {
        let (note, isAbout) = Self.notes[index]
        let undoing = try Self.undoing([Self.said(Self.right), Self.corrected(note), Self.said(Self.text)])
        #expect((undoing.last ?? nil) == (isAbout ? "undoes the correction @2" : nil))
    }

    /// A number of one digit, and a day, are told only by both sides.
    @Test func whatStandsForMuchElseIsToldByBothSides() throws {
        let four = Self.text.replacing("Three people", with: "Four people")
        func undoing(_ note: JSON) throws -> String? {
            try Self.undoing([Self.said(four), Self.corrected(note), Self.said(Self.text)]).last ?? nil
        }
        #expect(try undoing("Four people were hurt, not three.") == "undoes the correction @2")
        #expect(try undoing("The four hospitals were misnamed.") == nil)
        let (monday, tuesday) = (Self.text + " It snows on Monday.", Self.text + " It snows on Tuesday.")
        func undoingDay(_ note: JSON) throws -> String? {
            try EditedStory(
                Text(monday), updates: [Self.said(tuesday), Self.corrected(note), Self.said(monday)]
            ).edits.last?.undone.undoing
        }
        #expect(try undoingDay("It snows on Tuesday, not on Monday.") == "undoes the correction @2")
        #expect(try undoingDay("On Tuesday the names of two hospitals were corrected.") == nil)
        #expect(
            try undoing(["text": "It was wrong.", "covers": [["exact": "Four people were hurt."]]])
                == "undoes the correction @2")
    }

    /// A note that is no correction corrects nothing, and so does one about words that the text does not have.
    @Test func onlyACorrectionOfTheNewestTextIsUndone() throws {
        let note: JSON = ["note": "An earlier version gave the price as £3.10. It is £3.40."]
        #expect(try Self.undoing([Self.said(Self.right), note, Self.said(Self.text)]) == [nil, nil])
        #expect(
            try Self.undoing([Self.said(Self.right), Self.said(Self.text), Self.numbers, Self.said(Self.text + " So.")])
                == [nil, nil, nil])
    }

    /// What was taken out counts only where nothing else fits: it may have come back with the right words.
    @Test func aSentenceThatWasTakenOutIsFollowed() throws {
        let without = "Three people were hurt. It rained."
        let note = Self.corrected("An earlier version said £3.10. That was wrong.")
        #expect(
            try Self.undoing([Self.said(without), note, Self.said(Self.text)]) == [nil, "undoes the correction @2"])
        #expect(
            try Self.undoing([
                Self.said(without), Self.said(Self.text), Self.said(Self.right), note, Self.said(without),
                Self.said(Self.right),
            ]) == [nil, nil, nil, nil, nil])
    }

    @Test func aSilentVersionNamesTheNoteThatCoversItLater() throws {
        let story = try EditedStory(
            Text(Self.text),
            updates: [
                Self.said(Self.right), Self.said(Self.right + " It snowed."),
                ["note": ["text": "The price was changed.", "covers": [["exact": "£3.40"]]]], Self.numbers,
                Self.said(Self.right + " It thawed.", "It thawed."),
            ])
        #expect(story.edits.map { $0.laterNotes.first?.position.value } == [nil, 3, nil, nil])
        #expect(story.edits[1].laterNotes.first?.line == "a later note, @3, covers it")
        var replay = EditsOfStory()
        for event in story.view.events { replay.apply(event, try ReadEvent(event).payload.get()) }
        #expect(replay.json == (try story.reader.history(of: story.view.state.story)).withoutLanguage)
        // Readers see no note with placement none.
        let hidden = try EditedStory(
            Text(Self.text),
            updates: [
                Self.said(Self.right), ["note": ["text": "It is £3.40, not “£3.10”.", "placement": "none"]],
            ])
        #expect(hidden.edits.map { $0.laterNotes.first?.position.value } == [nil, nil])
    }

    @Test func aLaterNoteAboutAPartSaysSo() throws {
        let text = "It cost $5m in 1962. Joe paid. It went well."
        func covering(_ words: String) -> JSON {
            ["note": ["text": "Changed.", "covers": [["exact": .string(Text(words))]]]]
        }
        let story = try EditedStory(
            Text(text),
            updates: [
                Self.said("It cost $8m in 1972. Joan paid. It went badly."), covering("1972"), covering("Joan"),
                ["note": "The year was 1972, not 1962.", "change": "correction"],
                ["note": "Something else."],
            ])
        #expect(
            story.edits[1].laterNotes.map(\.line) == [
                "a later note, @2, covers one of four", "a later note, @3, covers one of four",
                "a later note, @4, covers one of four",
            ])
        var replay = EditsOfStory()
        for event in story.view.events { replay.apply(event, try ReadEvent(event).payload.get()) }
        #expect(replay.json == (try story.reader.history(of: story.view.state.story)).withoutLanguage)
        let whole = try EditedStory(
            Text(text), updates: [Self.said(text.replacing("1962", with: "1972")), covering("1972")])
        #expect(whole.edits[1].laterNotes.map(\.line) == ["a later note, @2, covers it"])
    }

    /// A wrong pairing of versions would show a change that no version made.
    @Test func manyVersionsKeepTheNewestEdits() throws {
        let many = (0..<50).map { Self.said(Self.right + " Page \($0).") }
        #expect(
            try Self.undoing(many + [Self.numbers, Self.said(Self.text + " Page 50.")]).last.map { $0 == nil } == true)
        #expect(
            try Self.undoing(
                many.reversed() + [Self.said(Self.text), Self.said(Self.right), Self.numbers, Self.said(Self.text)]
            )
            .last == "undoes the correction @53")
    }
}

extension JSON {
    /// A history without what a replay does not say.
    fileprivate var withoutLanguage: JSON {
        guard case .object(var object) = self else { return self }
        object["languageMissing"] = nil
        return .object(object)
    }
}

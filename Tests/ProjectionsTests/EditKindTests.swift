import CanonicalJSON
import LedgerTestKit
import StoryEvents
import Testing

@testable import Projections

@Suite("What sort of change a version is, without comparing its texts")
struct EditKindTests {
    /// The texts of one story, by seed: some changes are typography, some lie beside withheld text.
    @Test func agreesWithTheComparison() throws {
        let texts = [
            "It's late. The dam holds.", "It’s late.  The dam holds.", "It’s late.\n\nThe dam holds.", "The dam broke.",
            "The dam – holds.", "The dam - holds.", "[gone] holds.",
        ]
        for seed in 0..<200 {
            var random = SeededRandom(seed: UInt64(seed))
            let updates: [JSON] = (0..<6).map { _ in
                var data: JSONObject = ["body": .string(Text(texts.randomElement(using: &random)!))]
                if Bool.random(using: &random) {
                    data["headline"] = .string(Text(texts.randomElement(using: &random)!))
                }
                if Bool.random(using: &random) { data["note"] = "Changed." }
                return .object(data)
            }
            guard let story = try? EditedStory("It's late. The dam holds.", updates: updates) else { continue }
            var before: StoryVersion?
            for edit in story.edits {
                let kind = EditKind(edit.version, after: before)
                #expect(
                    kind.isNoise == edit.isNoise && kind.isUntold == edit.isUntold, "\(seed), v\(edit.version.number)")
                before = edit.version
            }
        }
    }

    /// One field that changed in words makes the whole change one of words; one that hides it makes it untold.
    @Test(
        arguments: [
            ([], false, false, false), ([.none, .noise], true, false, false), ([.noise, .words], false, false, true),
            ([.noise, .hidden], false, true, false), ([.hidden, .words, .noise], false, false, true),
        ] as [([FieldChangeKind], Bool, Bool, Bool)])
    func aChangeIsWhatItsWeightiestFieldIs(
        fields: [FieldChangeKind], isNoise: Bool, isHidden: Bool, isOfWords: Bool
    ) {
        let change = TextChange(fields)
        #expect((change.isNoise, change.isHidden, change.isOfWords) == (isNoise, isHidden, isOfWords))
    }

    @Test func timelinesTellNoiseAndReverts() throws {
        let story = try StoryUnderTest([
            #"{"type": "published", "data": {"headline": "h", "body": "It's late."}}"#,
            #"{"type": "updated", "data": {"body": "It’s late."}}"#,
            #"{"type": "updated", "data": {"body": "Late."}}"#,
            #"{"type": "updated", "data": {"body": "It’s late.", "note": "Back."}}"#,
        ])
        let entries = try story.timeline().entries
        #expect(
            entries.dropFirst().map(\.line) == [
                "The publisher changed white space and typography only (version 2), without a note",
                "The publisher changed the text (version 3), without a note",
                "The publisher changed the text (version 4, which reverts to v2), with the note “Back.”",
            ])
        let json = try story.timeline().json["events"]?.list ?? []
        #expect(json.map { $0["noise"] } == [false, true, false, false])
        #expect(json.map { $0["revertsTo"] } == [.null, .null, .null, 2])
    }

    /// In the words of `diff`, alone, beside other typography and beside other words.
    @Test func timelinesAndHistoriesNameAHiddenManifest() throws {
        let manifest = "\u{FEFF}\u{FE00}\u{E0101}"
        let story = try StoryUnderTest([
            #"{"type": "published", "data": {"headline": "h", "body": "It's late."}}"#,
            #"{"type": "updated", "data": {"body": "It's late.\#(manifest)"}}"#,
            #"{"type": "updated", "data": {"body": "It’s late."}}"#,
            #"{"type": "updated", "data": {"body": "It’s over.\#(manifest)"}}"#,
        ])
        let added = "white space and typography only: a hidden text manifest (C2PA) was added, 10 bytes"
        let removed = "white space and typography only, and a hidden text manifest (C2PA) was removed, 10 bytes"
        #expect(
            try story.timeline().entries.dropFirst().map(\.line) == [
                "The publisher changed \(added) (version 2), without a note",
                "The publisher changed \(removed) (version 3), without a note",
                "The publisher changed the text, and a hidden text manifest (C2PA) was added, 10 bytes (version 4), without a note",
            ])
        let edits = try EditedStory(
            "It's late.", updates: ["It's late.\(manifest)", "It’s late."].map { ["body": .string(Text($0))] }
        ).edits
        #expect(edits.dropFirst().map(\.summary) == ["body; \(added); no note", "body; \(removed); no note"])
    }

    @Test func timelinesTellEmbargoesAndWhatWasAsked() throws {
        let story = try StoryUnderTest([
            #"{"type": "published", "time": "2026-03-02T10:00:00Z", "data": {"headline": "h", "body": "b", "embargo": {"at": "2026-03-02T09:00:00Z"}, "claims": [{"id": "c", "text": "t"}], "requests": [{"party": "Ray", "claims": ["c"], "asked": "2026-03-02T08:00:00Z"}]}}"#,
            #"{"type": "updated", "data": {"embargo": null}}"#,
        ])
        #expect(
            try story.timeline().entries.map(\.line) == [
                "The publisher asked Ray for comment on ‘c’",
                "The publisher published “h”, its embargo ended at 2026-03-02T09:00:00Z, claiming ‘c’",
                "The publisher updated the story, removing its embargo",
            ])
    }
}

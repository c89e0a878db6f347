import CanonicalJSON
import StoryEvents
import Testing

@testable import Projections

@Suite("A change in one plain line")
struct EditSummaryTests {
    private let body: Text = "Two died at the dam. The mayor blamed Ada Quist. It was inspected in 2019."

    private func summary(_ update: JSON) throws -> String? {
        try EditedStory(body, updates: [["language": "en", "note": "x"], update]).edits.last?.summary
    }

    @Test func namesFieldsMarksAndWhatTheNoteCovers() throws {
        #expect(
            try summary([
                "headline": "Dam is unsafe",
                "body": "Three died at the dam. The mayor blamed Tomas Verhaal. It was inspected in 2014.",
                "note": "An earlier version said “inspected in 2019”.",
            ]) == "headline, body; two numbers, one name, other words changed; note covers one of four")
    }

    /// Between two versions with others between them, all fields that differ are named, and no note of the last.
    @Test func saysWhatChangedSinceAnOlderVersion() throws {
        let view = try EditedStory(
            body,
            updates: [
                ["headline": "Dam is unsafe", "language": "en"],
                ["body": "Two died at the dam. It was inspected in 2014.", "note": "x"], ["body": .string(body)],
            ]
        ).view
        func summary(_ from: Int, _ to: Int) -> String? {
            let old = view.versions[from - 1]
            return Edit(view.versions[to - 1], after: old).summary(since: old)
        }
        #expect(summary(1, 3) == "headline, body; one sentence removed; one number, one name, other words changed")
        #expect(summary(1, 4) == "headline; one sentence changed")
        #expect(summary(2, 4) == nil)
    }

    /// A headline whose typography alone changed is not said to have changed as the body has.
    @Test func namesAFieldThatDiffersInNoiseAlone() throws {
        let moved: Text = "Two died at the dam. The mayor blamed Ada Quist. It was inspected in 2014."
        let edit = try EditedStory(
            body,
            updates: [
                ["headline": "“Dam” is unsafe", "note": "x"],
                ["headline": "\"Dam\" is unsafe", "body": .string(moved)],
            ]
        ).edits.last
        #expect(
            edit?.summary == "headline (white space and typography only), body; one number; no note")
    }

    @Test func namesAHiddenManifestBesideChangedWords() throws {
        let body = "Two died at the dam. The mayor blamed Ada Quist. It was inspected in 2014.\u{FEFF}\u{FE01}\u{FE02}"
        let found = try summary(["body": .string(Text(body))])
        #expect(
            found == "body; one number; a hidden text manifest (C2PA) was added, 9 bytes; no note")
    }

    @Test(
        arguments: [
            (0, "less than a second"), (1, "1 s"), (59, "59 s"), (60, "1 min"), (3_599, "59 min"), (3_600, "1 h"),
            (3_660, "1 h 1 min"),
            (86_399, "23 h 59 min"), (86_400, "1 d"), (90_000, "1 d 1 h"), (864_000, "10 d"),
        ] as [(Int64, String)])
    func saysSpansInTheirTwoLargestUnits(seconds: Int64, words: String) {
        #expect(seconds.asDuration == words)
    }

    @Test func countsSentencesWhereNoChangeHasAMark() throws {
        #expect(
            try summary(["body": "Two died at the dam. The mayor blamed Ada Quist. It was inspected in 2019. It leaks."]
            )
                == "body; one sentence added; no note")
        #expect(
            try summary(["body": "Two died at the dam. The mayor blamed Ada Quist. It was seldom inspected in 2019."])
                == "body; one sentence changed; no note")
    }

    @Test func countsSentencesAddedAndRemovedWholeBesideMarks() throws {
        #expect(
            try summary([
                "body": "Three died at the dam. It was inspected in 2014. It leaks badly. Nobody came to see it."
            ])
                == "body; two sentences added, one removed; two numbers, one name, one negation; no note")
    }

    /// A newsroom calls no weekday a number.
    @Test(arguments: [
        ("They met in May.", "They met in June.", "one date"),
        ("They met there.", "They met there on Friday.", "one date"),
        ("It cost €5.", "It cost $5.", "one number"), ("It is the 3 May.", "It is the 4 May.", "one date"),
        ("They met on 3 May.", "They met on 5 May.", "one date"),
        ("They met on May 3, 2024.", "They met on May 5, 2024.", "one date"),
        ("It opened in 1962.", "It opened in 1972.", "one number"),
        ("Of 3 men may be two.", "Of 5 men may be two.", "one number"),
        ("3 died in May.", "5 died in May.", "one number"),
        ("Two came in May.", "Six came in June.", "one number, one date"),
    ])
    func namesADate(old: String, new: String, what: String) throws {
        #expect(try summary(from: Text(old), to: Text(new)) == "body; \(what); no note")
    }

    @Test(arguments: [
        ("桥梁将于六月关闭。", "桥梁将于七月关闭。", "one date"), ("桥梁将于6月3日关闭。", "桥梁将于6月5日关闭。", "one date"),
        ("有六人死亡。", "有七人死亡。", "one number"), ("关闭六个月。", "关闭七个月。", "one number"), ("3日内完成。", "5日内完成。", "one number"),
    ])
    func namesADateInChinese(old: String, new: String, what: String) throws {
        let found = try EditedStory(Text(old), updates: [["language": "zh"], ["body": .string(Text(new))]]).edits.last?
            .summary
        #expect(found == "body; \(what); no note")
    }

    /// The two marks of a quotation are two changes and one quotation.
    @Test func countsAQuotationOnce() throws {
        #expect(
            try summary(["body": "Two died at the dam. The mayor blamed Ada Quist. It was “inspected” in 2019."])
                == "body; one quotation; no note")
    }

    private func summary(from old: Text, to new: Text) throws -> String? {
        try EditedStory(old, updates: [["language": "en"], ["body": .string(new)]]).edits.last?.summary
    }

    /// A change without a mark beside one that has a mark, and a passage that was edited where it went.
    @Test func hidesNoChange() throws {
        #expect(
            try summary(
                from: "A police officer hit a protester. The officer was not hurt.",
                to: "A protester hit a police officer. The officer was hurt.")
                == "body; one negation, other words changed; no note")
        #expect(
            try summary(
                from:
                    "One dog barked.\n\nThe repair will cost 240 crowns.\n\nSome cars cross the bridge every day, slowly.",
                to:
                    "One dog barked.\n\nSome cars cross the bridge every day, slowly.\n\nThe repair will cost 260 crowns."
            )
                == "body; one paragraph moved; one number; no note")
        #expect(
            try summary(
                from: "It fell. The mayor of the town will speak on the matter. It rained. Nobody was hurt there.",
                to: "It fell. It rained. Nobody was hurt there. The mayor of the town will speak on the matter.")
                == "body; one sentence moved; no note")
        #expect(
            try summary(from: "It cost 5 pounds. He came, he says.", to: "It cost 6 pounds. He came he says.")
                == "body; one number, punctuation changed; no note")
        #expect(
            try summary(
                from: "“We stay here,” said Labour leader Martin Hale.",
                to: "“We stay here,” said party head Joan Fitch.")
                == "body; one name, one speaker; no note")
    }

    @Test func tellsNoiseSplitsAndNotesThatNobodySees() throws {
        let split: Text = "Two died at the dam.\n\nThe mayor blamed Ada Quist. It was inspected in 2019."
        #expect(try summary(["body": .string(split)]) == "body; white space and typography only; no note")
        let edited: Text = "Two died at the dam.\n\nThe mayor blamed Ada Quist. It was inspected in 2014."
        #expect(
            try summary(["body": .string(edited), "note": ["text": "Corrected.", "placement": "none"]])
                == "body; one number, one paragraph split; note that readers do not see")
    }

    @Test func theFirstVersionHasNone() throws {
        #expect(try EditedStory(body, updates: []).edits[0].summary == nil)
    }
}

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
            ]) == "headline, body; two numbers, one name; note covers one of four")
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

    /// The two marks of a quotation are two changes and one quotation.
    @Test func countsAQuotationOnce() throws {
        #expect(
            try summary(["body": "Two died at the dam. The mayor blamed Ada Quist. It was “inspected” in 2019."])
                == "body; one quotation; no note")
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

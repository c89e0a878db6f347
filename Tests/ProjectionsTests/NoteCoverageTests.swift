import CanonicalJSON
import StoryEvents
import Testing

@testable import Projections

@Suite("A note held against what changed")
struct NoteCoverageTests {
    private static let before: Text =
        "The dam is safe, the council said. It was inspected in 2019. Nobody lives below it."
    private static let after: Text =
        "The dam is safe, the council said. It was inspected in 2014. Some 400 people live below it. Some fled."

    /// What a note covers and leaves out, by the words that changed.
    private func coverage(of note: JSON, headline: JSON? = nil) throws -> (covered: [String], leftOut: [String])? {
        var update: JSONObject = ["body": .string(Self.after), "note": note]
        if let headline { update["headline"] = headline }
        let edit = try EditedStory(Self.before, updates: [.object(update)]).edits[1]
        guard let coverage = edit.coverage else { return nil }
        func words(_ spans: [ChangedSpan]) -> [String] {
            spans.compactMap { span in
                edit.fields.first { $0.field == span.field }.map { field in
                    [field.old[span.old], field.new[span.new]].map { String(decoding: $0, as: UTF8.self) }
                        .joined(separator: ">")
                }
            }
        }
        return (words(coverage.covered), words(coverage.leftOut))
    }

    @Test func aNoteThatNamesNothingIsHeldAgainstNothing() throws {
        #expect(try coverage(of: "This story has been corrected.") == nil)
        #expect(try coverage(of: "It was in 2014, not in 2019.") == nil)
        #expect(try coverage(of: "The council's motto is “Safe as stone”.") == nil)
    }

    @Test func quotedWordsCoverWhatTheyTouch() throws {
        let found = try #require(try coverage(of: "An earlier version said that it was “inspected in 2019.”"))
        #expect(found.covered == ["2019>2014"])
        #expect(found.leftOut == ["Nobody lives>Some 400 people live", ">Some fled."])
    }

    @Test(arguments: ["‘2014’", "\"2014\"", "«2014»", "„2014“", "“in 2014;”"])
    func anyQuotationMarksWillDo(_ quoted: String) throws {
        let found = try #require(try coverage(of: .string(Text("It was \(quoted), as we should have said."))))
        #expect(found.covered == ["2019>2014"])
    }

    @Test func partOfAWordIsNoWord() throws {
        #expect(try coverage(of: "It was “20”, not “19”.") == nil)
    }

    @Test func selectorsCoverByteForByteInEitherText() throws {
        let found = try #require(
            try coverage(of: ["text": "Corrected.", "covers": ["Nobody lives", ["exact": "2014", "prefix": "in "]]]))
        #expect(found.covered == ["2019>2014", "Nobody lives>Some 400 people live"])
        #expect(found.leftOut == [">Some fled."])
    }

    @Test func prefixSuffixAndFieldMustFit() throws {
        for selector in [
            ["exact": "2014", "prefix": "on "], ["exact": "2014", "suffix": "!"],
            ["exact": "2014", "field": "headline"],
            ["exact": "2013"],
        ] as [JSON] {
            let found = try #require(
                try coverage(of: ["text": "Corrected.", "covers": [selector]], headline: "Dam is unsafe"))
            #expect(found.covered.isEmpty, "\(selector)")
            #expect(found.leftOut.count == 4)
        }
        let found = try #require(
            try coverage(
                of: ["text": "Corrected.", "covers": [["exact": "Dam is unsafe", "field": "headline"]]],
                headline: "Dam is unsafe"))
        #expect(found.covered == ["safe>unsafe"])
    }

    @Test func selectorsOfNeitherTextAreNamed() throws {
        let edit = try EditedStory(
            Self.before,
            updates: [["body": .string(Self.after), "note": ["text": "Corrected.", "covers": ["a flood", "2014"]]]]
        ).edits[1]
        #expect(edit.coverage?.unmatched == ["a flood"])
    }

    @Test func aPlaceAroundAnInsertionCoversIt() throws {
        let edit = try EditedStory(
            "The dam is safe. Go home.",
            updates: [
                ["body": "The dam is not safe. Go home.", "note": ["text": "-", "covers": ["The dam is safe."]]]
            ]
        ).edits[1]
        #expect(edit.coverage?.covered.count == 1)
        #expect(edit.coverage?.leftOut == [])
    }

    @Test func noiseNeedsNoCover() throws {
        let edit = try EditedStory(
            "\"It is safe,\" he said. Go.",
            updates: [["body": "“It is safe,” he said. Stay.", "note": ["text": "-", "covers": ["Stay"]]]]
        ).edits[1]
        #expect(edit.coverage?.covered.count == 1)
        #expect(edit.coverage?.leftOut == [])
    }
}

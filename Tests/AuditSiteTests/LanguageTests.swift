import CanonicalJSON
import StoryEvents
import Testing

@testable import AuditSite

@Suite("Words of a story are in its language")
struct LanguageTests {
    private static func site(_ language: Text?) throws -> SiteUnderTest {
        let site = try SiteUnderTest()
        var data: JSONObject = [
            "headline": "Hafen", "body": "Die Brücke bleibt 40 Tage zu.",
            "claims": [["id": "c1", "text": "Die Brücke bleibt zu."]],
        ]
        data["language"] = language.map(JSON.string)
        try site.take([
            [
                "type": "published", "subject": "de1", "source": "cms", "time": "2026-03-02T10:00:00Z",
                "data": .object(data),
            ],
            [
                "type": "denied", "subject": "de1", "source": "wire", "time": "2026-03-02T11:00:00Z",
                "data": ["by": ["name": "Hafenamt"], "claim": "c1", "statement": "Das stimmt nicht."],
            ],
            [
                "type": "updated", "subject": "de1", "source": "cms", "time": "2026-03-02T12:00:00Z",
                "data": ["body": "Die Brücke bleibt 60 Tage zu.", "note": "Es sind 60 Tage."],
            ],
        ])
        return site
    }

    private static let quotes = [
        ("/stories/de1", "Die Brücke bleibt zu."), ("/stories/de1", "Das stimmt nicht."),
        ("/stories/de1", "Es sind 60 Tage."), ("/stories/de1", "40"),
        ("/stories/de1/claims", "Die Brücke bleibt zu."), ("/stories/de1/claims", "Das stimmt nicht."),
        ("/stories/de1/case-file", "Die Brücke bleibt zu."), ("/stories/de1/case-file", "Das stimmt nicht."),
        ("/stories/de1/case-file", "Es sind 60 Tage."), ("/stories/de1/diff", "Es sind 60 Tage."),
    ]

    @Test(arguments: quotes) func quotedWordsSaySo(_ address: String, _ words: String) throws {
        #expect(try Self.opening(of: words, Self.site("de").page(address))?.contains(" lang=\"de\"") == true)
    }

    /// They are not in the language of the page either.
    @Test(arguments: quotes) func aStoryWithoutALanguageHasNone(_ address: String, _ words: String) throws {
        let tag = try Self.opening(of: words, Self.site(nil).page(address))
        #expect(tag?.contains(" lang") == true && tag?.contains(" lang=") == false)
    }

    /// The tag right before a text.
    private static func opening(of words: String, _ page: String) -> Substring? {
        for place in page.ranges(of: ">" + words + "<") {
            guard let start = page[..<place.lowerBound].lastIndex(of: "<") else { continue }
            let tag = page[start..<place.lowerBound]
            if tag.hasPrefix("<q") || tag.hasPrefix("<span") { return tag }
        }
        return nil
    }
}

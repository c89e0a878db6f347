import CanonicalJSON
import Testing

@testable import Export

@Suite struct StoryMarkdownTests {
    @Test func keepsTheBodyAndEscapesWhatYAMLBreaksAt() {
        let fields: JSONObject = [
            "headline": "A \"quoted\"\u{2028}line: - #\u{FEFF}\u{85}", "body": "---\none\r\n\ntwo", "dek": .null,
        ]
        let file = String(decoding: StoryMarkdown.file([("story", "a"), ("updated", .null)], fields), as: UTF8.self)
        #expect(
            file == """
                ---
                story: "a"
                headline: "A \\"quoted\\"\\u2028line: - #\\ufeff\\u0085"
                ---
                ---
                one\r\n\ntwo\n
                """)
    }
}

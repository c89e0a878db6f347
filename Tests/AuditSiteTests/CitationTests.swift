import CanonicalJSON
import LedgerTestKit
import StoryEvents
import Testing

@testable import AuditSite

@Suite struct CitationTests {
    @Test func aCitationNamesTheLeafThatProvesIt() throws {
        let site = try AskedSite.bridge()
        let hash = try #require(try site.json("/api/v1/events/1")["leafHash"]?.text?.string)
        guard
            case .array(let items) = try JSON.parse(site.answer("/stories/harbor-bridge/versions/2/citation.json").body),
            case .object(let item)? = items.first
        else { return #expect(Bool(false), "no citation") }
        #expect(item["note"]?.text?.string.contains("leaf hash sha256:\(hash)") == true)
        #expect(item["URL"] == "http://localhost/stories/harbor-bridge/versions/2")
        let bibtex = site.text("/stories/harbor-bridge/versions/2/citation.bib")
        #expect(bibtex.hasPrefix("@misc{harbor-bridge-v2,\n  title = {{Bridge <closed>}},"))
        #expect(bibtex.contains(hash))
        #expect(site.answer("/stories/harbor-bridge/versions/9/citation.bib").status == 404)
    }

    @Test func charactersThatTeXObeysAreEscaped() {
        let text = ##"50 % of {A} & B_1 \x ~ ^ # $"##
        let escaped = ##"50 \% of \{A\} \& B\_1 \textbackslash{}x \textasciitilde{} \textasciicircum{} \# \$"##
        #expect(Citation.escaped(text) == escaped)
        #expect(Citation.escaped("a\u{202E}b\u{2066}c\nd") == "abc d")
        #expect(Citation.escaped("a\u{1B}[31m\u{7}\u{B}\u{7F}\u{9B}b\u{2028}c") == "a[31mb c")
    }

    @Test func aBlockOfDataCannotBeEndedByAHeadline() throws {
        let site = try AskedSite([[Documents.published(headline: "</script><script>alert(1)</script><!--")]])
        let page = site.text("/stories/harbor-bridge")
        let begin = try #require(page.range(of: "<script type=\"application/ld+json\">")).upperBound
        let end = try #require(page[begin...].range(of: "</script>")).lowerBound
        guard case .object(let data) = try JSON.parse(Array(page[begin..<end].utf8)) else {
            return #expect(Bool(false), "no data")
        }
        #expect(data["headline"] == "</script><script>alert(1)</script><!--")
        #expect(data["@type"] == "NewsArticle")
    }

    /// What hides text or turns it round is escaped in the block, and says the same to who parses it.
    @Test func aBlockOfDataHidesNothing() throws {
        let headline: Text = "a\u{9B}b\u{202E}c\u{2028}d\u{200B}e\u{E000}f\u{E0041}g\u{7F}\u{1F600}é"
        let site = try AskedSite([[Documents.published(headline: headline)]])
        let page = site.text("/stories/harbor-bridge")
        let begin = try #require(page.range(of: "<script type=\"application/ld+json\">")).upperBound
        let end = try #require(page[begin...].range(of: "</script>")).lowerBound
        let block = String(page[begin..<end])
        for scalar in block.unicodeScalars where !scalar.isASCII { #expect(["😀", "é"].contains(String(scalar))) }
        #expect(!block.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F })
        guard case .object(let data) = try JSON.parse(Array(block.utf8)) else {
            return #expect(Bool(false), "no data")
        }
        #expect(data["headline"] == .string(headline))
    }

    @Test func correctionsAndClaimsAreTold() throws {
        let page = try AskedSite.bridge().text("/stories/harbor-bridge")
        #expect(page.contains("\"@type\":\"CorrectionComment\",\"text\":\"Six, not noon.\""))
        #expect(page.contains("\"@type\":\"Claim\",\"identifier\":\"c1\""))
    }
}

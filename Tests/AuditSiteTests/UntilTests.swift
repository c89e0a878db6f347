import CanonicalJSON
import Testing

@testable import AuditSite

@Suite("A list ends with the stories of a day")
struct UntilTests {
    /// `one` is recorded an hour after the ledger's beginning, `two` two hours after it.
    private static func site() throws -> SiteUnderTest {
        let site = try SiteUnderTest()
        try site.take(
            ["one", "two"].map { name in
                [
                    "type": "published", "subject": .string(Text(name)), "source": "cms",
                    "time": "2023-01-01T10:00:00Z",
                    "data": ["headline": .string(Text("Headline " + name)), "body": "B."],
                ]
            })
        return site
    }

    private static func isListed(_ site: SiteUnderTest, _ address: String) throws -> [Bool] {
        let text = try site.page(address)
        return ["Headline one", "Headline two"].map { text.contains($0) }
    }

    @Test func onEachPage() throws {
        let site = try Self.site()
        let recorded = try site.page("/api/v1/stories").matches(of: /"recorded":"([^"]+)"/).map { String($0.output.1) }
        let (newest, oldest) = (try #require(recorded.first), try #require(recorded.last))
        let day = String(newest.prefix(10))
        for path in ["/", "/feed.atom", "/feed.json", "/api/v1/stories"] {
            #expect(try Self.isListed(site, "\(path)?until=\(oldest)") == [true, false], "\(path)")
            #expect(try Self.isListed(site, "\(path)?until=\(newest)") == [true, true], "\(path)")
            // A date is its end.
            #expect(try Self.isListed(site, "\(path)?until=\(day)") == [true, true], "\(path)")
            #expect(try Self.isListed(site, "\(path)?until=2020-01-01") == [false, false], "\(path)")
            #expect(try Self.isListed(site, "\(path)?since=\(newest)&until=\(newest)") == [false, true], "\(path)")
            #expect(try site.answer("\(path)?until=soon").status == 400, "\(path)")
        }
        #expect(try site.page("/?until=\(day)").contains("name=\"until\" value=\"\(day)\""))
        #expect(
            try site.page("/openapi.json").contains("\"name\":\"until\"")
                || site.page("/api/v1/openapi.json").contains("\"until\""))
    }

    /// A date of today is a moment that moves.
    @Test func anAnswerIsNotKeptLongerThanItIsTrue() throws {
        let site = try Self.site()
        let cache = AnswerCache()
        let first = cache.answer(SiteRequest(target: "/?until=now"), by: try site.responder())
        #expect(String(decoding: first.body, as: UTF8.self).contains("Headline two"))
        site.ledger.clock.advance(seconds: -5000)
        let second = cache.answer(SiteRequest(target: "/?until=now"), by: try site.responder())
        #expect(!String(decoding: second.body, as: UTF8.self).contains("Headline two"))
    }
}

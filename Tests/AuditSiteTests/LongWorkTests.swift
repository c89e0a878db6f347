import CanonicalJSON
import LedgerService
import StoryEvents
import Testing

@testable import AuditSite

@Suite("Long work leaves room for other requests")
struct LongWorkTests {
    /// A story with two unlike texts of so many words.
    private static func site(words: Int) throws -> SiteUnderTest {
        func text(_ seed: UInt64) -> Text {
            var state = seed
            let words = (0..<words).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return "w\(state >> 44)"
            }
            return Text(words.joined(separator: " ") + ".")
        }
        let site = try SiteUnderTest()
        try site.take([
            [
                "type": "published", "subject": "long", "source": "cms", "time": "2026-03-02T10:00:00Z",
                "data": ["headline": "Long", "body": .string(text(1))],
            ],
            [
                "type": "updated", "subject": "long", "source": "cms", "time": "2026-03-02T12:00:00Z",
                "data": ["body": .string(text(2))],
            ],
        ])
        return site
    }

    private static let addresses = [
        "/stories/long", "/stories/long/diff", "/stories/long/case-file", "/stories/long/blame", "/feed.atom",
        "/api/v1/stories/long/diff", "/api/v1/stories/long/blame",
    ]

    @Test func isPutOffByThreadsForPages() throws {
        let site = try Self.site(words: 40_000)
        for address in Self.addresses {
            let responder = try site.responder()
            responder.record.takesLongWork = false
            let answer = responder.answer(SiteRequest(target: address))
            #expect(responder.record.isPutOff && answer.status == 503, "\(address)")
        }
    }

    @Test func aListOfStoriesDoesNotWaitForIt() throws {
        let responder = try Self.site(words: 40_000).responder()
        responder.record.takesLongWork = false
        let answer = responder.answer(SiteRequest(target: "/"))
        #expect(answer.status == 200 && !responder.record.isPutOff)
        #expect(String(decoding: answer.body, as: UTF8.self).contains("too long to be compared for a list"))
    }

    @Test func shortWorkIsNot() throws {
        let site = try Self.site(words: 400)
        for address in Self.addresses {
            let responder = try site.responder()
            responder.record.takesLongWork = false
            let answer = responder.answer(SiteRequest(target: address))
            #expect(!responder.record.isPutOff && answer.status == 200, "\(address)")
        }
    }

    /// What is put off is answered, and what its client did not wait for leaves nothing behind.
    @Test func thePoolAnswersItAllTheSame() async throws {
        let site = try Self.site(words: 25_000)
        let pool = try ReaderPool(site.directory, .all, now: { [now = site.ledger.clock.now] in now })
        defer { pool.stop() }
        let gone = SiteClient("gone")
        gone.leave()
        let request = SiteRequest(target: "/stories/long/diff?from=1&to=2")
        #expect(await pool.answer(request, for: gone).status == 503)
        let answer = await pool.answer(request, for: SiteClient("reader"))
        #expect(answer.status == 200)
        #expect(try answer.body == site.answer("/stories/long/diff?from=1&to=2").body)
    }

    /// It may have closed only its own side of the connection: short work is done for it, and no half-made answer is given.
    @Test func aClientThatFellSilentHasNoLongWorkDone() async throws {
        let site = try Self.site(words: 25_000)
        let pool = try ReaderPool(site.directory, .all, now: { [now = site.ledger.clock.now] in now })
        defer { pool.stop() }
        let silent = SiteClient("silent")
        silent.fallSilent()
        #expect(await pool.answer(SiteRequest(target: "/stories/long/diff"), for: silent).status == 503)
        #expect(await pool.answer(SiteRequest(target: "/about"), for: silent).status == 200)
    }

    @Test func aClientLeavesWithItsConnection() {
        let connection = SiteClient("proxy")
        let client = SiteClient("203.0.113.7", through: connection)
        #expect(!client.hasLeft)
        connection.leave()
        #expect(client.hasLeft)
    }
}

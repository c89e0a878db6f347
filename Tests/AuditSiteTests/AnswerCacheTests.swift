import StoryEvents
import Testing

@testable import AuditSite

@Suite("Answers that are sent again")
struct AnswerCacheTests {
    @Test func aPageIsTheSameUntilItsStoryChanges() throws {
        let site = try SiteUnderTest.withStory()
        let (cache, responder) = (AnswerCache(), try site.responder())
        func answer(_ target: String, known: String? = nil) -> SiteAnswer {
            cache.answer(SiteRequest(target: target, known: known), by: responder)
        }
        let first = answer("/stories/harbor")
        let tag = try #require(first.tag)
        #expect(answer("/stories/harbor") == first)
        let again = answer("/stories/harbor", known: "W/\"x\", \(tag)")
        #expect((again.status, again.body) == (304, []))
        #expect(answer("/stories/harbor", known: "\"other\"").status == 200)
        try site.take([
            [
                "type": "updated", "subject": "harbor", "source": "cms", "time": "2026-03-02T15:00:00Z",
                "data": ["body": "It stays open."],
            ]
        ])
        let changed = answer("/stories/harbor", known: tag)
        #expect(changed.status == 200)
        #expect(String(decoding: changed.body, as: UTF8.self).contains("It stays open."))
    }

    @Test func anEmbargoThatEndsIsNoticedWithoutAnEvent() throws {
        let site = try SiteUnderTest()
        try site.take([
            [
                "type": "published", "subject": "s", "source": "cms", "time": "2026-03-02T10:00:00Z",
                "data": ["headline": "Budget day", "body": "B.", "embargo": "2030-01-01T00:00:00Z"],
            ]
        ])
        let (cache, responder) = (AnswerCache(), try site.responder())
        func page(_ target: String) -> String {
            String(decoding: cache.answer(SiteRequest(target: target), by: responder).body, as: UTF8.self)
        }
        #expect(!page("/").contains("Budget day"))
        #expect(!page("/stories/s").contains("Budget day"))
        site.ledger.clock.advance(seconds: 5 * 366 * 86_400)
        #expect(page("/").contains("Budget day"))
        #expect(page("/stories/s").contains("Budget day"))
    }

    @Test func refusalsAreNotKept() throws {
        let site = try SiteUnderTest()
        let (cache, responder) = (AnswerCache(), try site.responder())
        #expect(cache.answer(SiteRequest(target: "/stories/harbor"), by: responder).status == 404)
        try site.take([
            [
                "type": "published", "subject": "harbor", "source": "cms", "time": "2026-03-02T10:00:00Z",
                "data": ["headline": "H", "body": "B."],
            ]
        ])
        #expect(cache.answer(SiteRequest(target: "/stories/harbor"), by: responder).status == 200)
    }
}

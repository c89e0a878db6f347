import CanonicalJSON
import EventLog
import StoryEvents
import Testing

@testable import AuditSite

@Suite("Stories that are not to be shown")
struct EmbargoTests {
    /// - Parameter isBehind: Whether the persisted lists do not have the embargoed story yet.
    private static func site(isBehind: Bool = false) throws -> SiteUnderTest {
        let site = try SiteUnderTest.withStory()
        if isBehind { try site.persist() }
        try site.take([
            [
                "type": "published", "subject": "harbor-secret", "source": "cms", "time": "2026-03-02T13:00:00Z",
                "data": [
                    "headline": "Tunnel instead of a bridge", "body": "Zebra plans a tunnel.",
                    "embargo": "2030-01-01T00:00:00Z",
                    "claims": [["id": "tunnel", "text": "A tunnel.", "by": ["name": "Zebra Works"]]],
                ],
            ]
        ])
        return site
    }

    static let everywhere =
        PagesTests.pages + [
            "/stories/harbor-secret", "/stories/harbor-secret/versions/1", "/stories/harbor-secret/diff",
            "/stories/harbor-secret/blame", "/stories/harbor-secret/claims", "/stories/harbor-secret/timeline",
            "/stories/harbor-secret/case-file", "/stories/harbor-secret/versions/1/bundle.json", "/events/3",
            "/events/3/proof.tlog-proof", "/?search=tunnel", "/?search=zebra", "/parties?name=Zebra",
            "/stories/harbor-secre",
            "/stories/harbor-secret?as-of=@3", "/log?from=@3",
        ]

    @Test(arguments: everywhere) func nothingOfAnEmbargoedStoryIsShown(_ target: String) throws {
        let page = try Self.site().page(target)
        for words in ["Tunnel instead", "tunnel.", "Zebra Works", "Zebra plans"] {
            #expect(!page.contains(words), "\(words)")
        }
    }

    /// What is nearly its name is answered as any other that is not there.
    @Test(arguments: [false, true]) func itsNameIsNoAdvice(isBehind: Bool) throws {
        let site = try Self.site(isBehind: isBehind)
        for name in ["harbor-secre", "harbor-sercet", "hrbor-secret"] {
            #expect(try !site.page("/stories/\(name)").contains("harbor-secret"), "\(name)")
        }
    }

    @Test(
        arguments: everywhere + [
            "/?at=2027-01-01", "/?as-of=2027-01-01", "/?as-of=@3", "/?as-of=@3&search=zebra", "/parties?as-of=@3",
            "/parties?as-of=@3&name=Zebra", "/stories/harbor-secreq", "/activity?as-of=@3", "/log?as-of=@3",
        ])
    func norWhileTheListsAreBehindTheLog(_ target: String) throws {
        let page = try Self.site(isBehind: true).page(target)
        for words in ["Tunnel instead", "tunnel.", "Zebra Works", "Zebra plans"] {
            #expect(!page.contains(words), "\(words)")
        }
        #expect(target.contains("harbor-secret") || !page.contains("/stories/harbor-secret"))
    }

    @Test func aKillCountsWhileTheListsAreBehindTheLog() throws {
        let site = try SiteUnderTest.withStory()
        try site.persist()
        try site.take([
            [
                "type": "updated", "subject": "harbor", "source": "cms", "time": "2026-03-02T14:00:00Z",
                "data": ["change": "kill", "reason": "It was wrong."],
            ]
        ])
        site.show = .publishedOnly
        for target in ["/", "/?search=bridge", "/parties", "/log"] {
            #expect(try !site.page(target).contains("Harbor bridge"), "\(target)")
            #expect(try !site.page(target).contains("Harbor office"), "\(target)")
        }
    }

    @Test func itIsAnsweredAsOneThatIsNotThere() throws {
        let site = try SiteUnderTest.withStory()
        let before = try site.answer("/stories/harbor-secret")
        #expect(before.status == 404)
        #expect(try Self.site().answer("/stories/harbor-secret") == before)
    }

    @Test func itIsShownOnceTheEmbargoHasEnded() throws {
        let site = try Self.site()
        #expect(try site.answer("/stories/harbor-secret").status == 404)
        site.ledger.clock.advance(seconds: 5 * 366 * 86_400)
        #expect(try site.page("/stories/harbor-secret").contains("Zebra plans a tunnel."))
        #expect(try site.page("/").contains("Tunnel instead of a bridge"))
        #expect(try site.page("/parties").contains("Zebra Works"))
        #expect(try site.page("/events/3").contains("Zebra plans"))
    }

    @Test func aSettingHidesWhatWasKilled() throws {
        let site = try SiteUnderTest.withStory()
        try site.take([
            [
                "type": "updated", "subject": "harbor", "source": "cms", "time": "2026-03-02T14:00:00Z",
                "data": ["change": "kill", "reason": "It was wrong."],
            ]
        ])
        #expect(try site.page("/stories/harbor").contains("class=\"alert killed\""))
        site.show = .publishedOnly
        #expect(try site.answer("/stories/harbor").status == 404)
        #expect(try !site.page("/").contains("Harbor bridge"))
        #expect(try site.answer("/events/0").status == 404)
    }
}

import Testing

@testable import AuditSite

@Suite("Parameters that a page does not have are refused")
struct PageParametersTests {
    @Test(arguments: [
        "/?till=2026-03-01", "/feed.atom?bogus=1", "/log?page=2", "/stories/harbor?version=1",
        "/stories/harbor/diff?form=1", "/stories/harbor/timeline?versions=all", "/about?x=", "/events/1?proof=yes",
        "/stories/harbor/feed.json?silent=yes", "/stories/harbor/bundle/1?x=1",
    ])
    func byName(_ address: String) throws {
        let answer = try SiteUnderTest.withStory().answer(address)
        #expect(answer.status == 400 || answer.status == 404 && address.contains("bundle"))
    }

    @Test func theNearestOneIsNamed() throws {
        let page = try SiteUnderTest.withStory().page("/stories/harbor/diff?views=inline")
        #expect(page.contains("There is no parameter ‘views’ here") && page.contains("id you mean ‘view’?"))
    }
}

@Suite("A list says what became of a story")
struct StandingLineTests {
    @Test func alsoThatItWasKilled() throws {
        let site = try AskedSite.killed()
        let page = site.text("/?status=killed")
        #expect(
            page.contains("<p class=\"change\">")
                && page.contains("Killed at 2026-03-02 11:20 +01:00 (@2), without a note.</p>"))
        #expect(
            site.text("/api/v1/stories?status=killed").contains(
                "\"change\":\"killed at 2026-03-02 11:20 +01:00 (@2), without a note\""))
    }
}

@Suite("Parameters that others add to links are passed over")
struct AddedParametersTests {
    @Test(arguments: [
        "utm_source=mail", "fbclid=1", "gclid=2", "mc_cid=3&mc_eid=4", "ref=home", "UTM_Medium=x", "_ga=1",
    ])
    func andAreInNoLink(added: String) throws {
        let site = try SiteUnderTest.withStory()
        for path in ["/", "/log", "/stories/harbor", "/stories/harbor/diff", "/stories/harbor/timeline", "/feed.atom"] {
            let answer = try site.answer("\(path)?\(added)&zone=UTC")
            #expect(answer.status == 200)
            #expect(try answer.body == site.answer(path + "?zone=UTC").body)
        }
        #expect(try site.answer("/api/v1/stories?\(added)").status == 200)
    }

    @Test func noneIsOneOfTheSite() {
        let own = APIOperation.all.flatMap(\.parameters).map(\.name) + StoryFilter.names + Frame.kept
        #expect(own.allSatisfy { !AddedParameters.contain($0) })
    }
}

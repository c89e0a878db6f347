import Testing

@testable import AuditSite

@Suite("Witnesses and receipts are named")
struct CosignersTests {
    @Test(arguments: [
        ("test.example/log\n3\nAAAA\n\n\u{2014} test.example/log abcd\n", []),
        (
            "test.example/log\n3\nAAAA\n\n\u{2014} test.example/log abcd\n\u{2014} w.example/one efgh\n\u{2014} w.example/two ijkl\n",
            ["w.example/one", "w.example/two"]
        ),
        ("test.example/log\n3\n\u{2014} w.example/one efgh\n", []), ("", []), ("\n\n\u{2014} \n\u{2014} a\n", []),
    ])
    func ofACheckpoint(_ checkpoint: String, _ names: [String]) {
        #expect(Cosigners(checkpoint: checkpoint).names == names)
    }

    @Test func anUnpublishedCaseFileSaysThatThereAreNone() throws {
        let page = try SiteUnderTest.withStory().page("/stories/harbor/case-file")
        #expect(page.contains("No witness has cosigned the log"))
        #expect(page.contains("<p class=\"alert warn\">Nothing is published yet, so there is nothing to prove @"))
        #expect(!page.contains("storyledger publish"))
    }

    @Test func anEventHasItsReceipt() throws {
        let site = try SiteUnderTest.withStory()
        #expect(try site.page("/events/1").contains("<dt>Receipt</dt><dd dir=\"auto\">2, appended <time"))
        #expect(
            try site.page("/api/v1/events/1").contains(
                "\"receipt\":{\"number\":2,\"outcome\":\"appended\",\"recorded\":"))
    }

    @Test func aDotOfTheStripHasItsNote() throws {
        let site = try SiteUnderTest.withStory()
        try site.take([
            [
                "type": "updated", "subject": "harbor", "source": "cms", "time": "2026-03-02T13:00:00Z",
                "data": ["body": "It stays open.", "note": "We said it would close."],
            ]
        ])
        let page = try site.page("/stories/harbor")
        let strip = try #require(page.components(separatedBy: "</figure>").first)
        #expect(strip.contains("Note: We said it would close.</title>"))
    }
}

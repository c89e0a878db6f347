import CanonicalJSON
import EventLog
import Foundation
import StoryEvents
import Testing

@testable import AuditSite

@Suite("What pages say")
struct PagesTests {
    static let pages = [
        "/", "/log", "/parties", "/parties?name=Harbor", "/activity", "/about", "/stories/harbor",
        "/stories/harbor/versions/1", "/stories/harbor/versions/2", "/stories/harbor/diff",
        "/stories/harbor/diff?from=1&to=2&view=side-by-side&whole=yes&noise=yes", "/stories/harbor/blame",
        "/stories/harbor/claims", "/stories/harbor/timeline", "/stories/harbor/case-file",
        "/stories/harbor/case-file?save=yes", "/events/0", "/events/1", "/events/2", "/?search=bridge",
        "/?status=published&silent=yes&denied=yes&since=2026-03-01&until=today",
        "/stories/harbor?as-of=@0&zone=Asia/Tokyo",
    ]

    @Test(arguments: pages) func everyPageIsThere(_ target: String) throws {
        let answer = try SiteUnderTest.withStory().answer(target)
        #expect(answer.status == 200)
        #expect(answer.type == SiteAnswer.htmlType)
        let text = String(decoding: answer.body, as: UTF8.self)
        #expect(text.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"))
        #expect(text.contains("</main>"))
    }

    @Test func aStorySaysWhatBecameOfIt() throws {
        let page = try SiteUnderTest.withStory().page("/stories/harbor")
        for words in [
            "The bridge will close for 60 days.", "By <span dir=\"auto\">Ada Brandt</span>",
            "<s dir=\"auto\">Harbor office told The Tide [h1]</s>", "— denied by Harbor office", ">denied</span>",
            "“We told nobody.”".replacing("“", with: "").replacing("”", with: ""), "1 h", "unannounced", "Ministry",
        ] { #expect(page.contains(words), "\(words) is missing") }
    }

    /// A denial of a hop that was taken back is none of the hop any more; the moves still have it.
    @Test func aDenialThatWasTakenBackIsNotDrawn() throws {
        let site = try SiteUnderTest.withStory()
        try site.take([
            [
                "type": "responded", "subject": "harbor", "source": "cms", "time": "2026-03-02T15:00:00Z",
                "data": ["by": "Harbor office", "outcome": "withdraws", "claim": "closure"],
            ]
        ])
        let page = try site.page("/stories/harbor")
        #expect(page.contains("<span dir=\"auto\">Harbor office told The Tide [h1]</span>"))
        #expect(!page.contains("— denied by Harbor office"))
        #expect(page.contains("Harbor office took back the denial of its hop ‘h1’"))
    }

    /// A request shows who answered, when and where; claims have their ids; what made no version is among the versions.
    @Test func aStoryShowsWhatItsListsLeaveOut() throws {
        let site = try SiteUnderTest.withStory()
        try site.take([
            [
                "type": "responded", "subject": "harbor", "source": "wire", "time": "2026-03-02T12:30:00Z",
                "data": ["by": ["name": "Ministry"], "request": "r1", "outcome": "statement", "statement": "No."],
            ],
            [
                "type": "updated", "subject": "harbor", "source": "cms", "time": "2026-03-02T13:00:00Z",
                "data": ["corrects": ["closure"], "note": "We said 40 days; it is 60."],
            ],
            [
                "type": "updated", "subject": "harbor", "source": "cms", "time": "2026-03-02T14:00:00Z",
                "data": ["requests": [["id": "r2", "party": ["name": "Port"], "asked": "2026-03-02T12:00:00Z"]]],
            ],
            [
                "type": "responded", "subject": "harbor", "source": "wire", "time": "2026-03-02T13:15:00Z",
                "data": ["by": ["name": "Port"], "request": "r2", "outcome": "declined"],
            ],
        ])
        let page = try site.page("/stories/harbor")
        let requests = try #require(page.components(separatedBy: "id=\"requests\"").last)
        #expect(requests.contains("Ministry made a statement") && requests.contains("href=\"/events/3\""))
        #expect(requests.contains("1 h 15 min after it was asked"))
        #expect(page.contains("<span class=\"place\">‘closure’</span>"))
        let versions = try #require(page.components(separatedBy: "id=\"versions\"").last)
        #expect(versions.contains("href=\"/events/4\"") && versions.contains("We said 40 days; it is 60."))
        #expect(page.contains("v1 to v2</a> · body"))
    }

    /// Only the passages that stood longest are listed, and how many others there are is said.
    @Test func exposuresSayThatThereAreMore() throws {
        let site = try SiteUnderTest()
        let bodies = (0..<12).map { "It has \($0 * 7 + 10) rooms." }
        try site.take(
            bodies.enumerated().map { number, body in
                [
                    "type": number == 0 ? "published" : "updated", "subject": "inn", "source": "cms",
                    "time": .string(Text("2026-03-02T\(String(number + 8).count == 1 ? "0" : "")\(number + 8):00:00Z")),
                    "data": number == 0
                        ? ["headline": "Inn", "body": .string(Text(body))] : ["body": .string(Text(body))],
                ]
            })
        #expect(try site.page("/stories/inn").contains("<li>and 3 more, in what changed from version to version</li>"))
    }

    @Test func aComparisonRunsFromOldToNew() throws {
        let site = try SiteUnderTest.withStory()
        for target in [
            "/stories/harbor/diff", "/stories/harbor/diff?from=2&to=1", "/stories/harbor/diff?from=v1&to=@2",
        ] {
            let page = try site.page(target)
            #expect(
                page.contains(
                    "<del class=\"number grave\">40</del><ins class=\"number grave\"><span data-mark=\"number\">60</span></ins>"
                ),
                "\(target)")
            // Once, in the sentence about the change.
            #expect(page.contains("; no note.") && !page.contains("No note tells readers of it."))
        }
        #expect(
            try site.page("/stories/harbor/diff?view=side-by-side").contains(
                "<td><p dir=\"auto\">The bridge will close for <del"))
    }

    /// In the comparison and the case file; not where they are marked.
    @Test func typographyThatIsNotMarkedIsCounted() throws {
        let site = try SiteUnderTest()
        try site.take([
            [
                "type": "published", "subject": "s", "source": "cms", "time": "2026-03-02T09:00:00Z",
                "data": ["headline": "H", "body": "\"A\" - it's."],
            ],
            [
                "type": "updated", "subject": "s", "source": "cms", "time": "2026-03-02T10:00:00Z",
                "data": ["headline": "The inn", "body": "“A” — it’s."],
            ],
        ])
        let words = "White space and typography differ in 4 places, which are not marked here."
        for page in ["/stories/s/diff", "/stories/s/diff?view=side-by-side", "/stories/s/case-file"] {
            #expect(try site.page(page).contains(words), "\(page)")
        }
        #expect(try !site.page("/stories/s/diff?noise=yes").contains("White space and typography differ"))
        // A text that differs in nothing else is not printed as if it were unchanged.
        for (page, isSaid) in [("/stories/s/diff", true), ("/stories/s/diff?noise=yes", false)] {
            #expect(try site.page(page).contains("Only white space and typography differ") == isSaid)
        }
    }

    @Test func thePastIsAsItWas() throws {
        let site = try SiteUnderTest.withStory()
        let page = try site.page("/stories/harbor?as-of=@0")
        #expect(page.contains("The record as it was at @0"))
        #expect(page.contains("40 days"))
        #expect(!page.contains("60 days"))
        #expect(!page.contains(">denied</span>") && !page.contains("We told nobody."))
        // Its links stay there.
        #expect(page.contains("/stories/harbor/claims?as-of=%400"))
    }

    @Test(arguments: [
        ("/nope", 404), ("/stories/nope", 404), ("/stories/harbor/versions/9", 404), ("/events/99", 404),
        ("/stories/harbor/diff?view=x", 400), ("/?status=x", 400), ("/?since=yesterdayish", 400), ("/?until=soon", 400),
        ("/?before=x", 400),
        ("/?zone=Nowhere/City", 400), ("/stories/harbor?as-of=xyz", 400), ("/?as-of=v2", 400), ("/log?from=v1", 400),
        ("/stories/harbor/diff?from=1&to=7", 404), ("/parties?name=Nobody", 404), ("/tile/0/..%2f..%2fkey", 404),
        ("/tile/0/000", 404), ("/checkpoint", 404), ("/stories/harbor?as-of=2020-01-01", 404),
    ])
    func otherRequestsAreRefusedInWords(_ target: String, _ status: Int) throws {
        let answer = try SiteUnderTest.withStory().answer(target)
        #expect(answer.status == status)
        #expect(!String(decoding: answer.body, as: UTF8.self).contains("SiteFault"))
    }

    @Test(arguments: [
        ("One.\n\nTwo.", ["One.", "Two."]), ("One.\r\n\r\nTwo.\r\nThree.", ["One.", "Two.\nThree."]),
        ("\n \t\n\u{3000}\nOne.\n\u{A0}\n\nTwo.\n", ["One.", "Two."]), ("", []), ("\n\n", []),
        ("市\n👩‍👩‍👧\n\né", ["市\n👩‍👩‍👧", "é"]),
    ]) func paragraphsArePartedByBlankLines(body: String, paragraphs: [String]) {
        #expect(StoryText.paragraphs(body) == paragraphs)
    }

    /// What is remembered of a story is told no more once it has another event.
    @Test func theLogSaysWhatIsTrueNow() throws {
        let site = try SiteUnderTest.withStory()
        #expect(try site.page("/log").contains("changed the text (version 2), without a note."))
        try site.take([
            [
                "type": "updated", "subject": "harbor", "source": "cms", "time": "2026-03-02T13:00:00Z",
                "data": ["body": "The bridge will close for 70 days.", "note": "Seventy."],
            ]
        ])
        let page = try site.page("/log")
        #expect(page.contains("(version 3), with the note “Seventy.”"))
        #expect(page.contains("changed the text (version 2), without a note."))
    }

    @Test func anEmptyRecordSaysSo() throws {
        let site = try SiteUnderTest()
        for target in ["/", "/log", "/activity"] {
            #expect(try site.page(target).contains("Nothing has been recorded yet."), "\(target)")
        }
        #expect(try site.page("/parties").contains("No story that is shown names a party yet."))
    }

    @Test func whatChangesNoTextIsListedToo() throws {
        let site = try SiteUnderTest.withStory()
        try site.take([
            [
                "type": "updated", "subject": "harbor", "source": "cms", "time": "2026-03-02T13:30:00Z",
                "data": ["note": "An earlier figure was wrong.", "change": "correction", "corrects": ["closure"]],
            ],
            [
                "type": "updated", "subject": "harbor", "source": "cms", "time": "2026-03-02T14:00:00Z",
                "data": ["change": "kill", "reason": "A secret of the desk.", "note": "Withdrawn."],
            ],
        ])
        let page = try site.page("/stories/harbor")
        #expect(page.contains("An earlier figure was wrong."))
        #expect(page.contains("The text as it stood before:"))
        #expect(page.contains("Withdrawn."))
        #expect(page.contains("<b>Latest change</b>: <span dir=\"auto\">"))
    }

    @Test func filtersLeaveOut() throws {
        let site = try SiteUnderTest.withStory()
        try site.take([
            [
                "type": "published", "subject": "quiet", "source": "cms", "time": "2026-03-02T12:30:00Z",
                "data": ["headline": "A quiet day", "body": "Nothing happened."],
            ]
        ])
        #expect(try site.page("/").contains("A quiet day"))
        for filter in ["silent", "denied"] {
            let page = try site.page("/?\(filter)=yes")
            #expect(page.contains("Harbor bridge"))
            #expect(!page.contains("A quiet day"), "\(filter)")
        }
    }

    @Test(arguments: [
        "0/../../key", "0/x../000", "entries/../../../key", "0", "../0/000", "0/000/../../../x", "0/.p", "x/000",
    ])
    func onlyTilesAreFiles(_ path: String) {
        #expect(!PublicFile.isTile(path))
    }

    @Test(arguments: ["0/000", "0/x001/234", "entries/000", "5/000.p/17", "entries/x001/x234/067.p/255"])
    func tilesAreFiles(_ path: String) {
        #expect(PublicFile.isTile(path))
    }

    @Test func aListSaysInASentenceWhatChanged() throws {
        #expect(
            try SiteUnderTest.withStory().page("/").contains("<p class=\"change\">Body: one number; no note.</p>"))
    }

    @Test func aStoryThatIsSearchedIsFound() throws {
        let site = try SiteUnderTest.withStory()
        #expect(try site.page("/?search=repairs").contains("<mark>Repairs</mark>"))
        #expect(try site.page("/?search=nothing").contains("No story matches."))
        #expect(try site.page("/?source=wire").contains("No story matches."))
        #expect(try site.page("/?language=en").contains("Harbor bridge to close"))
    }
}

@Suite("Stories that are too long for a page")
struct LongStoryTests {
    @Test func aStoryOfManyVersionsIsStillShown() throws {
        let site = try SiteUnderTest()
        let texts = (0...StoryModel.mostVersions).map { "Version \($0) of a text." }
        try site.takeTogether(
            texts.enumerated().map { number, text in
                [
                    "type": number == 0 ? "published" : "updated", "subject": "long", "source": "cms",
                    "time": "2026-03-02T10:00:00Z",
                    "data": number == 0
                        ? ["headline": "Long", "body": .string(Text(text))] : ["body": .string(Text(text))],
                ]
            })
        let page = try site.page("/stories/long")
        #expect(page.contains("too many or too long versions"))
        // The newest thirty are listed at first.
        #expect(page.contains("972 to 1\u{202F}001 of 1\u{202F}001") && !page.contains("/versions/900\""))
        #expect(try site.page("/stories/long?versions=all").contains("/versions/942\""))
        #expect(page.contains("Version 1000 of a text."))
        #expect(try site.page("/stories/long/diff?from=1&to=1001").contains("<del"))
        // A reader of the site has no command line.
        #expect(try site.page("/stories/long/blame").contains("v1001"))
        #expect(try site.answer("/stories/long/timeline").status == 200)
    }
}

import Foundation
import StoryEvents
import Testing
import Threads

@testable import AuditSite

@Suite("Every word of a page is in a table that can be translated", .serialized)
struct TranslationTests {
    private static let story = "/stories/" + PercentCoding.encoded("γέφυρα")

    /// Every kind of page, in its several states.
    static let pages: [String] = [
        "/", "/?search=x", "/?status=killed", "/log", "/parties", "/parties?name=" + PercentCoding.encoded("Υπουργείο"),
        "/activity", "/about", "/events/0", "/events/1", "/events/4", "/stories/" + PercentCoding.encoded("λάθος"),
        "/stories/" + PercentCoding.encoded("λάθος") + "/timeline", story, story + "?as-of=@3&at=2026-03-02+12:00",
        story + "?zone=UTC", story + "/versions/1", story + "/versions/2", story + "/diff?from=1&to=2",
        story + "/diff?from=1&to=2&view=side-by-side&extent=changes",
        story + "/diff?from=2&to=3&extent=whole&noise=yes",
        story + "/diff?from=1&to=4", story + "/diff?from=2&to=2", story + "/blame", story + "/claims",
        story + "/timeline", story + "/case-file", story + "/case-file?from=1&to=3", story + "/case-file?save=yes",
        "/nothing", "/stories/nothing", "/?status=x", "/events/99", story + "?as-of=@99",
        story + "/diff?from=9", story + "/diff?view=x", story + "?zone=x", story + "?at=5pm",
        story + "/timeline?before=x",
    ]

    /// Names of zones, of files and of the log, and what a reader typed.
    private static let others: Set = [
        "UTC", "test", "example", "ledger", "nothing", "until", "ndjson", "org", "storyledger", "pm",
        "batch",
    ]

    @Test func nothingElse() throws {
        let site = try SiteUnderTest.inGreek()
        var responder = try site.responder()
        responder.words = Pseudotranslation.words
        var strangers: [String: Set<String>] = [:]
        for target in Self.pages {
            let answer = RecordWords.table.withValue(Pseudotranslation.sentences) {
                responder.answer(SiteRequest(target: target))
            }
            let page = String(decoding: answer.body, as: UTF8.self)
            #expect(page.contains("\u{27E6}"))
            for word in Pseudotranslation.bareWords(of: page) where !Self.others.contains(word) {
                strangers[word, default: []].insert(target)
            }
        }
        #expect(
            strangers.isEmpty, "\(strangers.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.sorted()[0])" })")
    }

    /// Bytes of pages in English do not depend on the table.
    @Test func englishIsItsOwnTranslation() throws {
        let site = try SiteUnderTest.inGreek()
        var other = try site.responder()
        other.words.language = "en-GB"
        for target in Self.pages.prefix(16) {
            let english = String(decoding: try site.answer(target).body, as: UTF8.self)
            let page = String(decoding: other.answer(SiteRequest(target: target)).body, as: UTF8.self)
            #expect(page.replacing("en-GB", with: "en") == english)
        }
    }

    @Test(arguments: [("asked {1} on {2}", "{2}: {1}?", "b: a?"), ("asked {1} on {2}", "{3} {x", "{3} {x")])
    func aSentenceHasItsPlaces(english: String, other: String, text: String) {
        let (one, two) = ("a", "b")
        RecordWords.table.withValue(RecordWords([english: other])) {
            #expect(said("asked \(one) on \(two)") == text)
            #expect(said("told \(one)") == "told a" && said(code: "killed") == "killed")
        }
        #expect(said("asked \(one) on \(two)") == "asked a on b")
    }

    @Test func wordsOfTheStyleSheetAreEscaped() {
        var words = Words.english
        words.inComparison.added = "\"} </style> \\"
        let style = String(decoding: AssetFiles.bytes(.style, words), as: UTF8.self)
        #expect(style.contains(#"ins::before { content: " \22 } \3c /style\3e  \5c  " }"#))
        #expect(!String(decoding: AssetFiles.bytes(.style), as: UTF8.self).contains("{added}"))
        #expect(AssetFiles.version(.style, words) != AssetFiles.version(.style))
    }
}

import CanonicalJSON
import LedgerTestKit
import StoryEvents
import Testing

@testable import AuditSite

@Suite struct StreamTests {
    private func text(_ query: Query, last: String? = nil, _ site: AskedSite) throws -> String {
        let question = try StreamQuestion(query, last: last)
        var (next, text) = (try StreamPage.start(of: question, site.responder), "")
        while true {
            let page = try StreamPage(question, from: next, site.responder)
            text += String(decoding: page.bytes, as: UTF8.self)
            next = page.next
            if page.isAtEnd { return text }
        }
    }

    private func ids(_ text: String) -> [String] {
        text.split(separator: "\n").filter { $0.hasPrefix("id: ") }.map { String($0.dropFirst(4)) }
    }

    @Test func eventsAreSentFromAPositionOnAndHiddenOnesAreNamedOnly() throws {
        let text = try text(Query(["from": "0"]), .bridge())
        #expect(ids(text) == ["0", "1", "2", "3", "4"])
        #expect(text.contains("id: 4\nevent: omitted\ndata: {\"position\":4}\n\n"))
        #expect(text.contains("id: 2\nevent: denied\ndata: {\"position\":2,"))
        #expect(!text.contains("ferry"))
        for event in text.split(separator: "\n\n") { #expect(event.split(separator: "\n").count == 3) }
    }

    @Test func aStreamGoesOnAfterTheLastEventThatTheClientHas() throws {
        #expect(ids(try text(Query(["from": "0"]), last: "2", .bridge())) == ["3", "4"])
        #expect(ids(try text(Query(), .bridge())).isEmpty)
        #expect(ids(try text(Query(["from": "5"]), .bridge())).isEmpty)
    }

    @Test func anEventThatIsTooLongIsNamedOnly() throws {
        let long = Documents.published(body: Text(String(repeating: "word ", count: 60_000)))
        let text = try text(Query(["from": "0"]), AskedSite([[long], [Documents.updated(body: "Short.")]]))
        #expect(text.hasPrefix("id: 0\nevent: long\ndata: {\"position\":0}\n\nid: 1\nevent: updated\n"))
    }

    @Test func filtersLeaveOutTheRestWithoutAWord() throws {
        #expect(ids(try text(Query(["from": "0", "type": "denied"]), .bridge())) == ["2"])
        #expect(ids(try text(Query(["from": "0", "story": "harbor-bridge"]), .bridge())) == ["0", "1", "2", "3"])
    }

    @Test(
        arguments: [
            ("from=6", nil, 404), ("from=x", nil, 400), ("", "x", 400), ("story=secret-ferry", nil, 404),
            ("type=sold", nil, 400),
            ("", "99", 404), ("form=1", nil, 400),
        ] as [(String, String?, Int)]) func badQuestionsAreRefused(query: String, last: String?, status: Int) throws
    {
        let site = try AskedSite.bridge()
        do throws(SiteFault) {
            _ = try StreamPage.start(of: try StreamQuestion(Query(encoded: query[...]), last: last), site.responder)
            #expect(Bool(false), "not refused")
        } catch {
            #expect(error.status == status)
        }
    }
}

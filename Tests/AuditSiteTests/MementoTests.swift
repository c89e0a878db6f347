import LedgerTestKit
import StoryEvents
import Testing

@testable import AuditSite

@Suite struct MementoTests {
    private func time(_ minutes: Int64, _ seconds: Int64 = 0) -> String {
        HTTPDate.text(ManualClock.noon.wholeSeconds + 60 * minutes + seconds)
    }

    @Test func theGateLeadsToTheVersionThatWasRecordedByThen() throws {
        let site = try AskedSite.bridge()
        // Batches were recorded a minute apart; versions are made at positions 0, 1 and 3.
        for (moment, position) in [
            (time(0), 0), (time(1), 0), (time(1, 59), 0), (time(2), 1), (time(3, 30), 1), (time(4), 3), (time(900), 3),
        ] {
            let answer = site.answer("/stories/harbor-bridge/timegate", moment: moment)
            #expect(answer.status == 302)
            #expect(answer.location == "http://localhost/stories/harbor-bridge?as-of=%40\(position)", "\(moment)")
            #expect(answer.headers.contains { $0.name == "Vary" && $0.value == "Accept-Datetime" })
        }
        #expect(site.answer("/stories/harbor-bridge/timegate").location?.hasSuffix("%403") == true)
        #expect(site.answer("/stories/harbor-bridge/timegate", moment: "yesterday").status == 400)
        #expect(site.answer("/stories/none/timegate").status == 404)
    }

    @Test func aMementoSaysWhenItWasRecorded() throws {
        let site = try AskedSite.bridge()
        func memento(_ target: String) -> String? {
            site.answer(target).headers.first { $0.name == "Memento-Datetime" }?.value
        }
        #expect(memento("/stories/harbor-bridge?as-of=@1") == time(2))
        #expect(memento("/stories/harbor-bridge?as-of=@2") == time(2))
        #expect(memento("/stories/harbor-bridge/versions/1") == time(1))
        #expect(memento("/stories/harbor-bridge") == nil)
        let links = site.answer("/stories/harbor-bridge").headers.first { $0.name == "Link" }?.value ?? ""
        #expect(links.contains("<http://localhost/stories/harbor-bridge/timegate>; rel=\"timegate\""))
        #expect(links.contains("<http://localhost/stories/harbor-bridge>; rel=\"original\""))
    }

    @Test func theMapListsEachVersionOnce() throws {
        let site = try AskedSite.bridge()
        let answer = site.answer("/stories/harbor-bridge/timemap")
        #expect(answer.type.hasPrefix("application/link-format"))
        let lines = String(decoding: answer.body, as: UTF8.self).split(separator: "\n")
        let mementos = lines.filter { $0.contains("memento\"") }
        #expect(mementos.count == 3)
        #expect(mementos.first?.contains("rel=\"first memento\"; datetime=\"\(time(1))\"") == true)
        #expect(mementos.last?.contains("rel=\"last memento\"; datetime=\"\(time(4))\"") == true)
        #expect(lines.contains { $0.contains("rel=\"self\"") && $0.contains("from=\"\(time(1))\"") })
    }

    @Test func datesAreReadAsTheyAreWritten() {
        var random = SeededRandom(seed: 7089)
        #expect(HTTPDate.text(784_111_777) == "Sun, 06 Nov 1994 08:49:37 GMT")
        for _ in 0..<2000 {
            let seconds = Int64.random(in: -5_000_000_000...250_000_000_000, using: &random)
            #expect(HTTPDate.seconds(HTTPDate.text(seconds)) == seconds)
        }
        for text in [
            "", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 25:49:37 GMT", "Sun, 31 Feb 1994 08:49:37 GMT",
            "1994-11-06T08:49:37Z", "Sun, 6 Nov 94 08:49:37 GMT",
        ] { #expect(HTTPDate.seconds(text) == nil, "\(text)") }
    }
}

import Testing

@testable import Monitoring

@Suite("Lies that only the record itself shows")
struct StoryChainsTests {
    private let log: TestLog

    init() throws {
        log = try TestLog()
        log.append(20)  // story-0 to story-6; story-0 has @0, @7 and @14.
    }

    private func findings() -> [String] {
        var chains = StoryChains()
        var findings: [String] = []
        for leaf in log.leaves { _ = chains.take(leaf) { findings.append($0.description) } }
        return findings
    }

    @Test func areNotSeenInAnHonestLog() {
        log.append("story-0", log.leaf("story-0", type: "withheld", id: "withheld-7", source: "org.storyledger"))
        log.append(20)
        #expect(findings() == [])
    }

    @Test func areEachOneFinding() {
        let cases: [(leaf: [UInt8], text: String)] = [
            (
                log.leaf("story-0", type: "published", revision: 0, previous: "null"),
                "@20: story-0 is published again; it has events up to @14"
            ),
            (
                log.leaf("story-0", revision: 2, previous: "7"),
                "@20: story-0 has revision 2 at @14; found revision 2 after it"
            ),
            (log.leaf("story-0", revision: 4), "@20: story-0 has revision 2 at @14; found revision 4 after it"),
            (log.leaf("story-0", previous: "7"), "@20: the event of story-0 before it is @14; found previous @7"),
            (log.leaf("story-0", previous: "null"), "@20: the event of story-0 before it is @14; found previous none"),
            (log.leaf("new", type: "denied"), "@20: new begins with 'denied'"),
            (
                log.leaf("new", revision: 1, previous: "3"),
                "@20: new has no event before it, and it has revision 1, previous @3"
            ),
            (log.leaf("story-0", id: "id-3"), "@20: it has the identity of @3: source inbox, id id-3"),
            (
                log.leaf("story-0", second: 18),
                "@20: it was recorded at 2026-03-02T12:00:00.000018Z, before the event before it, at "
                    + "2026-03-02T12:00:00.000019Z"
            ),
            (log.leaf("story-0", position: 21), "@20: it says that its position is @21"),
            (
                log.leaf("story-0", source: "org.storyledger"),
                "@20: 'updated' does not come from the source org.storyledger"
            ),
            (
                log.leaf("org.storyledger", type: "published"),
                "@20: 'published' is never about org.storyledger"
            ),
            (
                log.leaf("story-0", type: "withheld", id: "withheld-7"),
                "@20: 'withheld' does not come from the source inbox"
            ),
            (log.leaf("story-0", id: ""), "@20: the leaf's 'id' is empty"),
            (log.leaf("story-0", source: ""), "@20: the leaf's 'source' is empty"),
            (log.leaf("story-0", source: "a b"), "@20: the leaf's 'source' is no URI reference"),
            (
                log.leaf("story-0", id: String(repeating: "x", count: 1025)),
                "@20: the leaf's 'id' is 1025 bytes long; at most 1024 are allowed"
            ),
            (log.leaf("story-0", schema: 2), "@20: its schema is 2; this program knows 1 to 1"),
            (
                log.leaf("story-0\u{200B}"),
                "@20: no ledger takes it: its story's id holds the invisible character U+200B"
            ),
            (
                log.leaf("cafe\u{301}"),
                "@20: no ledger takes it: its story's id is not in the composed form (Unicode NFC) at U+0065"
            ),
            (Array("{\"a\":1}".utf8), "@20: the leaf has no text 'commitment'"),
            (Array("no JSON".utf8), "@20: the leaf is not JSON"),
        ]
        for (leaf, text) in cases {
            log.append("x", leaf)
            let found = findings()
            #expect(found.count == 1)
            #expect(found.first?.hasPrefix(text) == true, "\(found)")
            log.forget(1)
        }
    }

    @Test(arguments: [
        ("withheld-1", "is no event of story-0 that a producer sent"), ("withheld-20", "is not before it"),
        ("withheld-21", "is not before it"), ("withheld-9223372036854775807", "is not before it"),
        ("withheld-9223372036854775808", "it withholds no event"), ("withheld-07", "it withholds no event"),
        ("withheld--7", "it withholds no event"), ("withheld-", "it withholds no event"),
        ("x", "it withholds no event"),
    ]) func areTakedownsThatNameNothing(id: String, text: String) {
        log.append("story-0", log.leaf("story-0", type: "withheld", id: id, source: "org.storyledger"))
        #expect(findings().count == 1)
        #expect(findings().first?.contains(text) == true, "\(findings())")
    }

    @Test func areTakedownsOfTakedowns() {
        log.append("story-0", log.leaf("story-0", type: "withheld", id: "withheld-7", source: "org.storyledger"))
        log.append("story-0", log.leaf("story-0", type: "withheld", id: "withheld-20", source: "org.storyledger"))
        #expect(findings().count == 1)
    }

    @Test func leaveTheRestOfTheirStoryAsItWas() {
        // The second chain of a story: each of its events is a finding, none of the first chain is.
        log.append("other", log.leaf("story-0", type: "published", revision: 0, previous: "null"))
        log.append("other", log.leaf("story-0", revision: 1, previous: "20"))
        log.append("story-0")
        #expect(findings().count == 2)
    }
}

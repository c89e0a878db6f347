import CanonicalJSON
import Foundation
import LedgerTestKit
import StoryEvents
import Testing

struct FrontMatterTests {
    private func read(_ text: String) throws -> EventDocument {
        let (documents, refusals) = readAll(text, format: .frontMatter)
        #expect(refusals == [])
        return try #require(documents.first)
    }

    private func data(_ text: String) throws -> JSON { .object(try read(text).data) }

    /// Each front matter beside the JSON document it stands for.
    @Test(arguments: [
        (
            """
            ---
            type: published
            story: s
            time: 2026-03-02 17:20 America/New_York
            headline: "A: b # c"
            byline: [Jo Field, {name: Ana, kind: person}]
            keywords:
              - bridge
              - "2026"
            embargo: 2026-03-02 17:00 America/New_York
            claims:
              - id: c1
                text: >-
                  The bridge
                  is unsafe
                by: A
            requests:
              - party: M
                asked: 2026-03-01 09:00 Europe/Berlin
            extra: {n: 7, yes: no, t: true, f: 1.5, o: 017, z: null, id: 12345678901234567, m: -3, s: '7'}
            ---

            First paragraph.

            Second.

            """,
            #"""
            {"type": "published", "subject": "s", "time": {"at": "2026-03-02T17:20", "zone": "America/New_York"}, "data": {
              "headline": "A: b # c", "byline": ["Jo Field", {"name": "Ana", "kind": "person"}], "keywords": ["bridge", "2026"],
              "embargo": {"at": "2026-03-02T17:00", "zone": "America/New_York"},
              "claims": [{"id": "c1", "text": "The bridge is unsafe", "by": "A"}],
              "requests": [{"party": "M", "asked": {"at": "2026-03-01T09:00", "zone": "Europe/Berlin"}}],
              "extra": {"n": 7, "yes": "no", "t": true, "f": "1.5", "o": "017", "z": null,
              "id": "12345678901234567", "m": -3, "s": "7"}, "body": "First paragraph.\n\nSecond."}}
            """#
        ),
        (
            """
            ---
            type: org.storyledger.updated.v1
            subject: s
            id: 'u-1'
            source: cms
            expectedrevision: 3
            correlationid: thread
            time: {at: "2026-03-02T17:20", zone: America/New_York, printed: 5:20PM ET}
            change: update
            note: The ministry has denied the report; see below.
            dek: null
            ---
            The new body.
            """,
            #"""
            {"type": "updated", "subject": "s", "id": "u-1", "source": "cms", "expectedrevision": 3, "correlationid": "thread",
              "time": {"at": "2026-03-02T17:20", "zone": "America/New_York", "printed": "5:20PM ET"}, "data": {"change": "update",
              "note": "The ministry has denied the report; see below.", "dek": null, "body": "The new body."}}
            """#
        ),
        (
            "---\ntype: updated\nstory: s\ntime: 2026-03-02T17:20:00Z\nnote: n\n---\n \n\t\n",
            #"{"type": "updated", "subject": "s", "time": "2026-03-02T17:20:00Z", "data": {"note": "n"}}"#
        ),
        (
            "---\ntype: denied\nstory: s\ntime: 2026-03-02T17:20:00Z\nby: M\nclaim: c1\n---\nWe deny it.\n",
            #"{"type": "denied", "subject": "s", "time": "2026-03-02T17:20:00Z", "data": {"by": "M", "claim": "c1", "statement": "We deny it."}}"#
        ),
        (
            "---\ntype: reiterated\nstory: s\ntime: 2026-03-02T17:20:00Z\nby: M\nstatement: {channel: post, verbatim: true}\n---\nWe stand by it.",
            #"{"type": "reiterated", "subject": "s", "time": "2026-03-02T17:20:00Z", "data": {"by": "M", "statement": {"text": "We stand by it.", "channel": "post", "verbatim": true}}}"#
        ),
        (
            "---\ntype: responded\nstory: s\ntime: 2026-03-02T17:20:00Z\nby: M\noutcome: declined\nstatement: No comment\n---",
            #"{"type": "responded", "subject": "s", "time": "2026-03-02T17:20:00Z", "data": {"by": "M", "outcome": "declined", "statement": "No comment"}}"#
        ),
    ])
    func standsForADocument(text: String, json: String) throws {
        let found = try read(text)
        let expected = try EventDocument(try JSON.of(json), defaultSource: "inbox")
        #expect(found.canonicalContent == expected.canonicalContent)
        #expect((found.id, found.source, found.expected) == (expected.id, expected.source, expected.expected))
    }

    @Test func everyByteOfTheTextStays() throws {
        let head = "---\r\ntype: updated\r\nstory: s\r\ntime: 2026-03-02T17:20:00Z\r\n---\r\n"
        let text = "  e\u{301} \u{E9}\r\n\r\n---\r\n\ttab\u{2028}\u{0}\u{FEFF}"
        for start in ["", "\u{FEFF}"] {
            #expect(try read(start + head + "\r\n \r\n" + text + " \t\r\n\r\n").data["body"] == .string(Text(text)))
        }
    }

    @Test(arguments: ["---", "--- ", "---\t", "---\r"])
    func fencesMayHaveWhiteSpaceBehindThem(fence: String) throws {
        let text = "\(fence)\ntype: updated\nstory: s\ntime: 2026-03-02T17:20:00Z\n\(fence)\nb"
        #expect(try data(text) == ["body": "b"])
    }

    /// What YAML would leave out without a word; the column is that of the sign.
    @Test(arguments: [
        ("headline: Tram becomes line #7 in May", 2, 29), ("headline: #7 is a tram", 2, 11),
        ("headline: Évry becomes line #7", 2, 29), ("keywords: [a, b c #d\n  ]", 2, 19),
        ("keywords:\n  - a #1\n  - b", 3, 7), ("headline: Tram becomes\n  line #7\ndek: x", 3, 8),
        ("n: 3 # three", 2, 6),
        ("note: x\t# y", 2, 9),
    ])
    func aCommentBehindAValueIsRefused(matter: String, line: Int, column: Int) {
        let refusals = readAll("---\n\(matter)\n---\nb", format: .frontMatter).refusals
        #expect(refusals.map(\.code) == [.badFrontMatter])
        #expect(refusals.first?.position == SourcePosition(line: line, column: column))
        #expect(refusals.first?.remedy.contains("in quotes") == true)
    }

    @Test(arguments: [
        "# a line", "headline: 'a #7'", "headline: \"a #7\"", "headline: a#7", "headline: >-\n  a #7",
    ])
    func otherSignsAreNoComments(matter: String) throws {
        let base = "type: updated\nstory: s\ntime: 2026-03-02T17:20:00Z"
        _ = try read("---\n\(base)\n\(matter)\n---\nb")
    }

    @Test(arguments: [
        ("@wire says", "'"), ("[Update] Bridge closed", "'"), ("*Bold* words", "'"), ("\"Quoted\" he said", "'"),
        ("'tis over", "\""), ("`code` x", "'"), ("%x", "'"), ("- x", "'"), ("? x", "'"), (": x", "'"), ("| x", "'"),
        ("> x", "'"),
    ])
    func adviceFitsWhatAValueBeginsWith(value: String, quote: String) {
        let refusals = readAll("---\nheadline: \(value)\n---\nb", format: .frontMatter).refusals
        #expect(refusals.map(\.code) == [.badFrontMatter])
        #expect(
            refusals.first?.remedy
                == "a value that begins with \(value.first!) wants \(quote) before and behind the whole of it")
    }

    /// A time and its zone stand on one line there, and advice shows them so.
    @Test(arguments: [
        "time: 2026-03-02T17:20", "time: 2026-03-02 17:20", "time: yesterday", "time: 3", "time: 2026-13-02T17:20Z",
        "time: 2026-03-02T17:20:00Z\nembargo: 2026-03-02T17:20", "time: 2026-03-02T25:20 America/New_York",
        "time: 2026-03-02T17:20:00Z\nrequests:\n  - id: r\n    party: P\n    asked: 2026-03-02T17:20",
        "time:\n  at: 2026-03-02T17:20",
    ])
    func adviceForATimeIsThatOfFrontMatter(matter: String) {
        let refusals = readAll("---\ntype: published\nstory: s\nheadline: h\n\(matter)\n---\nb", format: .frontMatter)
            .refusals
        #expect(!refusals.isEmpty)
        for refusal in refusals {
            #expect(!refusal.remedy.contains("{"), "\(refusal)")
            #expect(refusal.remedy.contains("2026-03-02T17:20 America/New_York"), "\(refusal)")
        }
    }

    /// Deep nesting must not exhaust the stack of a small thread.
    @Test(arguments: [100, 1_000, 30_000], ["[", "{a: ", "- ", "? ", "- - ", "[{a: "])
    func deepNestingIsRefused(depth: Int, opening: String) throws {
        let base = "---\ntype: updated\nstory: s\ntime: 2026-03-02T17:20:00Z\nextra:\n  a:\n   "
        for end in ["\n---\n", "x\n---\n"] {
            let text = base + String(repeating: opening, count: depth) + end
            #expect(onSmallThread { !readAll(text, format: .frontMatter).refusals.isEmpty })
        }
        let closed = base + String(repeating: "[", count: depth) + String(repeating: "]", count: depth) + "\n---\n"
        let refusals = onSmallThread { readAll(closed, format: .frontMatter).refusals }
        #expect(refusals.count == 1)
        #expect([.tooDeep, .badFrontMatter].contains(refusals.first?.code))
    }

    /// The deepest that the limits let through.
    @Test func whatIsNotRefusedBeforeItIsReadFitsTheStack() {
        let text =
            "---\na:\n" + String(repeating: "- ", count: 50) + String(repeating: "[", count: 200)
            + String(repeating: "]", count: 200) + "\n---\n"
        let refusals = onSmallThread { readAll(text, format: .frontMatter).refusals }
        #expect(refusals.map(\.code) == [.tooDeep])
        #expect(refusals.first?.message == "lists and mappings nested more than 64 deep")
    }

    @Test func indentationIsNestingToo() {
        let lines = (0..<300).map { String(repeating: " ", count: $0) + "a:" }.joined(separator: "\n")
        let refusals = onSmallThread { readAll("---\n" + lines + "\n---\n", format: .frontMatter).refusals }
        #expect(refusals.map(\.code) == [.tooDeep])
    }

    /// Aliases of aliases, in values and in names, as few as are allowed.
    @Test(arguments: [
        "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nd: &d [*c,*c]\ne: [*d,*d]",
        "a: &a {x: y}\n? *a\n: b", "a: &a [*a]", "? &a [*a]\n: b",
    ])
    func aliasBombsAreRefusedSoon(matter: String) {
        #expect(!readAll("---\n\(matter)\n---\n", format: .frontMatter).refusals.isEmpty)
    }

    @Test func aliasesOfALongTextAreRefused() {
        let long = String(repeating: "x", count: 60_000)
        let text = "---\na: &a \(long)\nb: &b [*a,*a]\nc: &c [*b,*b]\nd: [*c,*c]\n---\n"
        let refusals = readAll(text, format: .frontMatter).refusals
        #expect(refusals.map(\.message) == ["the front matter has more than 262144 bytes of text"])
    }

    @Test func aliasesOfManyValuesAreRefused() {
        let many = String(repeating: "1,", count: 6_000)
        let refusals = readAll("---\na: &a [\(many)]\nb: [*a, *a, *a]\n---\n", format: .frontMatter).refusals
        #expect(refusals.map(\.message) == ["the front matter has more than 20000 values"])
    }

    @Test(arguments: [
        ("k: [", "a,", "]"), ("k: {", "N: é,", "}"), ("", "kN: é #\n", ""), ("k: [", "é, ", "]"),
        ("k: [", "'a' , ", "]"),
    ])
    func manyValuesAreReadInLinearTime(start: String, value: String, end: String) {
        let times = ThreadTime.excess(1_000) { count in
            let values = (0..<count).map { value.replacing("N", with: "\($0)") }.joined()
            _ = readAll("---\n\(start)\(values)\(end)\n---\n", format: .frontMatter)
        }
        #expect(times == nil)
    }

    @Test func whatItSaysIsReadInAllOfIt() throws {
        let text = "---\nk: >-\n  a\n  b\n? 'it''s'\n: [\"x\\x20y\", &a 1, *a]\n---\nThe text.\n"
        let strings = try #require(FrontMatterStrings(Array(text.utf8)))
        #expect(
            Set(strings.all.map { String(decoding: $0, as: UTF8.self) }) == [
                "k", "a b", "it's", "x y", "1", "The text.",
            ])
        #expect(FrontMatterStrings(Array("---\nk: [\n---\n".utf8)) == nil)
    }

    @Test func starsInProseAreNoAliases() throws {
        let note = "**Bold** R&D 2*3 " + String(repeating: "*x* ", count: 20)
        let text = "---\ntype: updated\nstory: s\ntime: 2026-03-02T17:20:00Z\nnote: |\n  \(note)\n---\n"
        #expect(try read(text).data["note"] != nil)
    }

    private func onSmallThread<Value: Sendable>(_ body: @escaping @Sendable () -> Value) -> Value {
        let box = Box<Value>()
        let thread = Thread {
            box.value = body()
            box.done.signal()
        }
        thread.stackSize = 512 * 1_024
        thread.start()
        box.done.wait()
        return box.value!
    }

    /// Written by the thread before the signal, read after it.
    private final class Box<Value>: @unchecked Sendable {
        var value: Value?
        let done = DispatchSemaphore(value: 0)
    }
}

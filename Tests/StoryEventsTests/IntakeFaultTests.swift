import Foundation
import StoryEvents
import Testing

@Suite("A leaf that no ledger takes")
struct IntakeFaultTests {
    private func fault(
        subject: String = "s", id: String = "i", time: String = "2026-03-02T12:00:00Z", type: String = "published"
    ) throws -> String? {
        let source = type == "withheld" ? "org.storyledger" : "inbox"
        let leaf = """
            {"commitment":"sha256:\(String(repeating: "0", count: 64))","id":"\(id)","position":0,"previous":null,\
            "recordedtime":"2026-03-02T12:00:00.000000Z","revision":0,"schema":1,"source":"\(source)",\
            "subject":"\(subject)","time":"\(time)","type":"\(type)"}
            """
        return try Envelope(leaf: Array(leaf.utf8)).intakeFault
    }

    @Test(arguments: ["harbor", "caf\u{E9}", "港の橋", "a b", "x-\u{378}"])
    func isNoneWithAnHonestID(_ id: String) throws { #expect(try fault(subject: id) == nil) }

    @Test(arguments: [
        ("harbor\u{200B}", "the invisible character U+200B"), ("har\u{AD}bor", "the invisible character U+00AD"),
        ("\u{FEFF}x", "the invisible character U+FEFF"), ("x\u{3164}", "the invisible character U+3164"),
        ("x\u{115F}", "the invisible character U+115F"), ("x\u{34F}y", "the invisible character U+034F"),
        ("x\u{FE0F}", "the invisible character U+FE0F"), ("x\u{E000}", "the invisible character U+E000"),
        ("x\u{E0041}", "the invisible character U+E0041"), ("x\u{2800}y", "the invisible character U+2800"),
        ("x\u{A0}y", "white space other than the space: U+00A0"),
    ])
    func hasAnIDThatLooksLikeAnother(_ id: String, _ what: String) throws {
        #expect(try fault(subject: id) == "its story's id holds \(what)")
    }

    @Test(arguments: [".", ".."])
    func hasAnIDThatNoAddressCanHold(_ id: String) throws {
        #expect(
            try fault(subject: id) == "its story's id is a step within addresses, and no browser could ask for its page"
        )
    }

    @Test func hasAnIDThatIsNotComposed() throws {
        #expect(
            try fault(subject: "cafe\u{301}") == "its story's id is not in the composed form (Unicode NFC) at U+0065")
    }

    @Test(arguments: [
        ("a\u{200D}b", "holds the invisible character U+200D"),
        ("..", "is a step within addresses, and no browser could ask for its page"),
        ("cafe\u{301}", "is not in the composed form (Unicode NFC) at U+0065"),
    ])
    func isAnEventsIDThatNoDocumentMayHave(_ id: String, _ what: String) throws {
        #expect(try fault(id: id) == "its id \(what)")
        #expect(try fault(id: id, type: "withheld") == nil)
    }

    @Test func liesFurtherAheadThanAnyConfigurationAllows() throws {
        #expect(try fault(time: "2027-03-03T12:00:00Z") == nil)
        #expect(
            try fault(time: "2027-03-03T12:00:01Z")
                == "its time, 2027-03-03T12:00:01Z, is more than 366 days after it was recorded, 2026-03-02T12:00:00.000000Z"
        )
        #expect(try fault(time: "9999-12-31T23:59:59-23:59") != nil)
        #expect(try fault(time: "9999-12-31T23:59:59Z", type: "withheld") == nil)
    }
}

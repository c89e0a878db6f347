import CanonicalJSON
import Foundation
import Testing

@testable import StoryEvents

struct IdentifierTests {
    @Test(arguments: [
        String(repeating: "a", count: 200), String(repeating: "é", count: 100), "a", "a b", "0", "e\u{301}",
        "港の橋", "a\u{200D}b", "..", "a/b?c#d", "\u{1F6A2}", "a\u{200F}b",
    ])
    func storyIDsKeepTheRule(text: String) {
        #expect(StoryID(Text(text))?.text == Text(text))
    }

    @Test(arguments: [
        ("", "is empty"), (String(repeating: "a", count: 201), "is 201 bytes long; at most 200 are allowed"),
        (String(repeating: "é", count: 100) + "a", "is 201 bytes long; at most 200 are allowed"),
        (" a", "begins with white space"), ("a ", "ends with white space"), ("a\u{A0}", "ends with white space"),
        ("\u{3000}a", "begins with white space"), ("a\nb", "holds the control character U+000A"),
        ("a\0", "holds the control character U+0000"), ("a\u{7F}b", "holds the control character U+007F"),
        ("a\u{85}b", "holds the control character U+0085"), ("a\u{2028}b", "holds the control character U+2028"),
        ("a\u{2029}b", "holds the control character U+2029"), ("a\u{202E}b", "holds the control character U+202E"),
        ("a\u{2066}b", "holds the control character U+2066"), ("\u{9B}31m", "holds the control character U+009B"),
    ])
    func storyIDsThatBreakTheRuleSayHow(text: String, fault: String) {
        #expect(StoryID(Text(text)) == nil)
        #expect(IdentifierRule.story.fault(in: Text(text)) == fault)
    }

    /// No two ids of documents look the same, but for letters of different scripts.
    @Test(arguments: [
        ("cafe\u{301}", "is not in the composed form (Unicode NFC) at U+0065"),
        ("\u{1100}\u{1161}", "is not in the composed form (Unicode NFC) at U+1100"),
        ("a\u{323}\u{302}", "is not in the composed form (Unicode NFC) at U+0061"),
        ("a\u{200B}b", "holds the invisible character U+200B"), ("a\u{AD}b", "holds the invisible character U+00AD"),
        ("a\u{2060}", "holds the invisible character U+2060"), ("\u{3164}", "holds the invisible character U+3164"),
        ("a\u{2800}b", "holds the invisible character U+2800"), ("a\u{FE0F}b", "holds the invisible character U+FE0F"),
        ("a\u{E0041}b", "holds the invisible character U+E0041"),
        ("a\u{E000}b", "holds the invisible character U+E000"),
        ("a\u{A0}b", "holds white space other than the space: U+00A0"), ("a\nb", "holds the control character U+000A"),
    ])
    func subjectsThatMayLookLikeOthersAreRefused(text: String, fault: String) throws {
        #expect(IdentifierRule.subject.fault(in: Text(text)) == fault)
        let subject = JSON.string(Text(text)).canonicalBytes
        let document =
            #"{"type":"published","subject":\#(String(decoding: subject, as: UTF8.self)),"data":{"headline":"h","body":"b"}}"#
        #expect(throws: Refusals.self) { try read(document) }
    }

    @Test(arguments: ["café", "한", "a b", "港の橋", "\u{1F6A2}", "Ω", "a/b?c#d", "\u{928}\u{93F}"])
    func subjectsThatLookLikeThemselvesAreTaken(text: String) throws {
        #expect(IdentifierRule.subject.fault(in: Text(text.precomposedStringWithCanonicalMapping)) == nil)
    }

    @Test func idsAndSourcesHold1024Bytes() {
        for rule in [IdentifierRule.event, .source] {
            #expect(rule.fault(in: Text(String(repeating: "x", count: 1_024))) == nil)
            #expect(rule.fault(in: Text(String(repeating: "x", count: 1_025))) != nil)
        }
        #expect(IdentifierRule.part.fault(in: Text(String(repeating: "x", count: 200))) == nil)
        #expect(IdentifierRule.part.fault(in: Text(String(repeating: "x", count: 201))) != nil)
    }

    @Test(arguments: ["https://cms.example.org/a%20b?x=[1]#y", "newsdesk", "//host", "urn:x:1", "../a", "%C3%BC"])
    func sourcesAreURIReferences(text: String) {
        #expect(IdentifierRule.source.fault(in: Text(text)) == nil)
    }

    @Test(arguments: ["a b", "é", "a\"b", "a<b", "a\\b", "a^b", "{a}", "%", "a%4", "%g0", "%4g", "%%41"])
    func otherTextIsNoURIReference(text: String) {
        #expect(IdentifierRule.source.fault(in: Text(text))?.hasPrefix("is no URI reference") == true)
    }

    @Test(arguments: [
        ("news desk", "news%20desk"), ("büro", "b%C3%BCro"), ("a%b", "a%25b"), ("a\nb", "a%0Ab"), ("x", "x"),
    ])
    func aNameBecomesAURIReference(name: String, encoded: Text) {
        #expect(Text(name).percentEncoded == encoded)
        #expect(IdentifierRule.source.fault(in: encoded) == nil)
    }

    /// The ledger's own events have one subject and one source, byte for byte; what only looks like them is anybody's.
    @Test func theLedgersOwnNameIsReserved() throws {
        func document(_ subject: String, from source: String) -> String {
            #"{"type": "published", "subject": "\#(subject)", "source": "\#(source)", "data": {"headline": "h", "body": "b"}}"#
        }
        for name in ["storyledger", "ORG.STORYLEDGER", "org.storyledger.x"] {
            #expect(throws: Never.self) { try read(document(name, from: name)) }
        }
        #expect(throws: Refusals.self) { try read(document("org.storyledger", from: "wire")) }
        #expect(throws: Refusals.self) { try read(document("roof", from: "org.storyledger")) }
    }
}

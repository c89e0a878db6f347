import CanonicalJSON
import EventLog
import Testing

@Suite("Words are found however a file folds or escapes them")
struct FoldedTextTests {
    private let words = WantedText("it's Ilse É. at the quay")

    @Test(arguments: [
        "x it's Ilse É. at the quay x", "it's Ilse E\u{301}. at the quay", "it's Ilse \\u00c9. at the quay",
        "it's Ilse\n   É. at\r\n\tthe quay", "it''s Ilse É.\n  at the quay", "it's Ilse\\x20\\xC9. at the quay",
        "it's Il\\\n   se É. at the quay", "it's%20Ilse%20%C3%89.%20at%20the%20quay",
        "it's Ilse \\U000000C9. at the\\tquay", "it's Ilse É. at\u{2028}the\u{85}quay",
    ])
    func theyMayStandIn(_ text: String) { #expect(words.mayStand(in: Array(text.utf8))) }

    @Test(arguments: [
        "", "it's Ilse É. at the", "its Ilse É. at the quay", "it's Ilse%2 É. at the quay", "\\", "%", "'", "\\x",
        "\\U0000",
    ])
    func theyDoNotStandIn(_ text: String) { #expect(!words.mayStand(in: Array(text.utf8))) }

    @Test(arguments: ["it''s Ilse É. at the quay", "it's%20Ilse É. at the quay"])
    func whatIsReadAsItIsHoldsThemAsTheyAre(_ text: String) { #expect(!words.isWritten(in: Array(text.utf8))) }
}

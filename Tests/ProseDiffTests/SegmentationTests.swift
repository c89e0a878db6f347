import Testing

@testable import ProseDiff

@Suite("Sentences and paragraphs")
struct SegmentationTests {
    @Test(arguments: [
        ("One here. Two there.", ["One here.", "Two there."]),
        ("Dr. Ana Quell spoke. Nobody answered.", ["Dr. Ana Quell spoke.", "Nobody answered."]),
        ("J. P. Marsh of the U.S. Senate left.", ["J. P. Marsh of the U.S. Senate left."]),
        ("He left the U.S. The rest stayed.", ["He left the U.S.", "The rest stayed."]),
        ("It cost $3.5 million. No. 7 won.", ["It cost $3.5 million.", "No. 7 won."]),
        ("“Why?” he asked. “Because.” She left.", ["“Why?” he asked.", "“Because.”", "She left."]),
        ("Who? Me! Yes... perhaps.", ["Who?", "Me!", "Yes... perhaps."]),
        ("市長は辞任した。記者は「なぜか。」と聞いた。", ["市長は辞任した。", "記者は「なぜか。」と聞いた。"]),
        ("क्या हुआ। कुछ नहीं।", ["क्या हुआ।", "कुछ नहीं।"]),
        ("Contents\nFirst part\nSecond part", ["Contents", "First part", "Second part"]),
        (
            "A line that was wrapped by the editor's own old typewriter at\nPort Ellery goes on.",
            ["A line that was wrapped by the editor's own old typewriter at\nPort Ellery goes on."]
        ),
        ("1. The first rule. 2. The second.", ["1. The first rule.", "2. The second."]),
        ("No stop\n\nat a blank line", ["No stop", "at a blank line"]),
        ("Buses\u{85}Trains\u{2028}Ferries", ["Buses", "Trains", "Ferries"]),
        ("市長は辞任した。（本人談）続く。", ["市長は辞任した。", "（本人談）続く。"]),
        ("市長は辞任した。«Oui»続く。", ["市長は辞任した。«Oui»続く。"]),
    ])
    func sentencesEndWhereReadersStop(text: String, sentences: [String]) {
        let bytes = Array(text.utf8)
        #expect(Segmentation.sentences(in: bytes).map { String(decoding: bytes[$0], as: UTF8.self) } == sentences)
    }

    @Test(arguments: ["a\n\nb", "a\r\n\r\nb", "a\r\rb", "a\n \t\nb", "a\u{2029}b", "a\n\n\n\nb"])
    func blankLinesPartParagraphs(text: String) {
        let bytes = Array(text.utf8)
        #expect(Segmentation.paragraphs(in: bytes).map { bytes[$0] } == [Array("a".utf8)[...], Array("b".utf8)[...]])
    }

    @Test func aTextWithoutWordsHasNoUnits() {
        #expect(Segmentation.paragraphs(in: Array(" \n\n\t".utf8)).isEmpty)
        #expect(Segmentation.words(in: []).isEmpty)
    }
}

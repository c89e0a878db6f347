import Testing

@testable import ProseDiff

@Suite("Blame")
struct BlameTests {
    private func shown(_ versions: [String]) -> String {
        let texts = versions.map { Array($0.utf8) }
        let blame = blame(texts)
        return blame.spans.map { span in
            let words = String(decoding: texts[texts.count - 1][span.range], as: UTF8.self)
            return "\(span.origin.version)" + (span.origin.returned.map { "<\($0)" } ?? "") + "[\(words)]"
        }.joined()
    }

    @Test func givesEachWordToTheVersionThatBroughtIt() {
        #expect(
            shown(["The mayor left. Nobody spoke.", "The mayor quietly left. Nobody spoke.", "The mayor quietly left."])
                == "0[The mayor]1[ quietly]0[ left.]")
    }

    @Test func survivesMovesOfParagraphs() {
        let story = [
            "One thing happened here first.", "A second thing followed in town.", "The third came last of all.",
        ]
        let moved = [story[2], story[0], story[1]].joined(separator: "\n\n")
        #expect(shown([story.joined(separator: "\n\n"), moved]) == "0[\(moved)]")
    }

    @Test func aSentenceThatComesBackKeepsItsOrigin() {
        let before = "The ferry left at noon. It carried no lifeboats at all. It returned at six."
        let without = "The ferry left at noon. It returned at six."
        #expect(
            shown([before, without, before])
                == "0[The ferry left at noon.]0<2[ It carried no lifeboats at all.]0[ It returned at six.]")
    }

    @Test func aWordPutBackBetweenTheSameWordsKeepsItsOrigin() {
        #expect(
            shown(["The minister lied to us.", "The minister spoke to us.", "The minister lied to us."])
                == "0[The minister]0<2[ lied]0[ to us.]")
    }

    @Test func aShortSentenceThatComesBackBesideANewOneKeepsItsOrigin() {
        #expect(
            shown([
                "Ana Quell asked. The council declined. Nobody knew.", "Ana Quell asked. Nobody knew.",
                "Ana Quell asked. The council declined. Bo Tarn wept. Nobody knew.",
            ]) == "0[Ana Quell asked.]0<2[ The council declined.]2[ Bo Tarn wept.]0[ Nobody knew.]")
    }

    @Test func aTextPutBackWholeKeepsItsOriginsHoweverShort() {
        #expect(shown(["Fire", "Blaze", "Fire"]) == "0<2[Fire]")
        #expect(shown(["Fire, two dead", "", "Fire, two dead"]) == "0<2[Fire, two dead]")
    }

    @Test func commonWordsInANewSentenceAreNotReturned() {
        let blamed = shown([
            "The talks on Monday failed. The end.", "The end.", "The minister said on Monday that he knew. The end.",
        ])
        #expect(blamed == "2[The minister said on Monday that he knew.]0[ The end.]")
    }

    @Test func tilesAnyTextAndKnowsItsSentences() {
        for last in Hostile.texts {
            let blame = blame([Array("A b c. D e f.".utf8), last])
            #expect(blame.spans.first?.range.lowerBound ?? 0 == 0)
            #expect(blame.spans.last.map { $0.range.upperBound == last.count } ?? true)
            #expect(zip(blame.spans, blame.spans.dropFirst()).allSatisfy { $0.range.upperBound == $1.range.lowerBound })
            #expect(blame.sentences.map(\.range) == Segmentation.sentences(in: last))
        }
        #expect(blame([]).spans.isEmpty)
    }

    @Test func sentencesSayWhenTheyWereLastAddedTo() {
        let blame = blame(["He came. She left.", "He came. She quickly left."].map { Array($0.utf8) })
        #expect(blame.sentences.map(\.origin.version) == [0, 0])
        #expect(blame.sentences.map(\.newest) == [0, 1])
    }
}

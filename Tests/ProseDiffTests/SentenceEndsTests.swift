import Testing

@testable import ProseDiff

@Suite("Ends of sentences that stayed")
struct SentenceEndsTests {
    /// Of equal marks at both ends of what came, the sentence that stayed keeps the first, where a sentence ends there.
    @Test(arguments: [
        ("It is below it.", "It is below it. Some fled.", true), ("Stay.”", "Stay.” Some “fled.”", true),
        ("(Stay!”)", "(Stay!”) (“Some fled!”)", true), ("It is below it.", "It is below it. some fled.", false),
        ("See it, now", "See it, or not, now", false),
    ])
    func stayWithTheirSentence(old: String, new: String, isSlid: Bool) {
        let (before, after) = EdgeSliderTests.texts(old, new)
        let shift = after.count - before.count
        // What both end with is matched from the back, the rest from the front.
        let marks = before.traits.reversed().prefix { !$0.contains(.word) }.count
        let apart = before.numbers.indices.map { Int32($0 < before.count - marks ? $0 : $0 + shift) }
        var matches = apart
        SentenceEnds(before, Array(0..<before.count), after, Array(0..<after.count)).slide(&matches)
        #expect(matches == (isSlid ? before.numbers.indices.map { Int32($0) } : apart))
    }

    /// A changed list item keeps its bullet when the item before it goes or comes, and a sentence its first word.
    @Test(arguments: [
        ("- One here.\n- It is so.\n- Ten died.", "- One here.\n- Two died.", "- It is so.\n"),
        ("- One here.\n- Ten died.", "- One here.\n- It is so.\n- Two died.", "- It is so.\n"),
        ("One here. The fee rose. The vote failed here.", "One here. The bid failed here.", "The fee rose. "),
    ])
    func changedSentencesKeepTheirBeginnings(old: String, new: String, whole: String) {
        let texts = (Array(old.utf8), Array(new.utf8))
        let changes = compare(texts.0, texts.1).finestOperations.map { change in
            String(decoding: change.kind == .delete ? texts.0[change.old] : texts.1[change.new], as: UTF8.self)
        }
        #expect(changes.contains(whole), "\(changes)")
    }

    /// One sign of a script without spaces, between changes, is a part of a word.
    @Test(arguments: [
        ("三座老旧桥梁。", "三座老桥，并加固。", "旧桥梁"), ("男は否認している。", "男は認めている。", "否認し"),
    ])
    func aLoneSignIsPartOfTheChange(old: String, new: String, word: String) {
        let texts = (Array(old.utf8), Array(new.utf8))
        let gone = compare(texts.0, texts.1).finestOperations.filter { $0.kind != .equal }
        #expect(gone.contains { String(decoding: texts.0[$0.old], as: UTF8.self) == word })
    }
}

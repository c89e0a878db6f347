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
}

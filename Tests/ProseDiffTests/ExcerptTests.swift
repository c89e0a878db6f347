import Testing

@testable import ProseRendering

/// The first words of a moved passage, as a terminal shows them at its old place.
@Suite("Excerpts of moved passages")
struct ExcerptTests {
    @Test(arguments: [
        ("One two three.", "", "One two three."),
        ("One two three four five six seven eight.", "", "One two three four five six seven eight."),
        ("One two three four five six seven eight nine", "", "One two three four five six seven eight..."),
        ("One two three four five six seven… eight nine", " Ten.", "One two three four five six seven..."),
        ("One two three four five six seven, eight nine", " Ten.", "One two three four five six seven..."),
        (
            "One two three four five six seven eight nine", ".",
            "One two three four five six seven eight, and 1 word more"
        ),
        (
            "One two three four five six seven eight nine, ten", ". B",
            "One two three four five six seven eight, and 2 words more"
        ),
    ])
    func areTheFirstWords(passage: String, rest: String, excerpt: String) {
        let bytes = Array((passage + rest).utf8)
        #expect(Excerpt.opening(of: bytes, 0..<passage.utf8.count) == excerpt)
    }

    /// Whatever stands between the words and behind the passage, no dots stand beside dots, and an ellipsis stands for words.
    @Test(arguments: 0..<400)
    func haveNoDoubledDots(seed: Int) {
        var dice = SeededDice(UInt64(seed))
        let marks = ["", "", "", ",", ".", "...", "…", ";", ":"]
        var passage = ""
        let count = dice.next(in: 1...14)
        for word in 0..<count {
            passage += (word == 0 ? "" : " ") + ["the", "bridge", "May", "U.S", "p.m"][dice.next(in: 0...4)]
            passage += marks[dice.next(in: 0...marks.count - 1)]
        }
        let rest = ["", ".", "...", " Next.", "\n\nNext."][dice.next(in: 0...4)]
        let bytes = Array((passage + rest).utf8)
        let excerpt = Excerpt.opening(of: bytes, 0..<passage.utf8.count)
        guard excerpt != passage else { return }
        let dots = excerpt.reversed().prefix { $0 == "." || $0 == "…" }.count
        #expect(dots == (rest.hasPrefix(".") ? 0 : 3), "seed \(seed): \(excerpt)")
        #expect(count > excerpt.split(separator: " ").count - (rest.hasPrefix(".") ? 4 : 0), "seed \(seed): \(excerpt)")
    }
}

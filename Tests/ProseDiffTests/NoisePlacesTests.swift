import Testing

@testable import ProseDiff
@testable import ProseRendering

/// Only other white space and typography between the same words is noise that a reader looks for.
@Suite("Places of noise")
struct NoisePlacesTests {
    private static func rendered(_ pair: RearrangedText, showsNoise: Bool) -> [String] {
        var options = Rendering.Options()
        options.showsNoise = showsNoise
        options.context = nil
        let comparison = compare(pair.old, pair.new)
        return [
            Rendering.inline(comparison, old: pair.old, new: pair.new, options: options),
            Rendering.sideBySide(comparison, old: pair.old, new: pair.new, options: options),
            Rendering.html(comparison, old: pair.old, new: pair.new, options: options),
        ]
    }

    @Test(arguments: 0..<300)
    func rearrangedParagraphsHaveNone(seed: Int) {
        let pair = RearrangedText(seed: UInt64(seed), places: 0)
        #expect(compare(pair.old, pair.new).noisePlaces == 0, "seed \(seed)")
        #expect(Self.rendered(pair, showsNoise: true) == Self.rendered(pair, showsNoise: false), "seed \(seed)")
    }

    @Test(arguments: 0..<300)
    func whatWasPutInIsFound(seed: Int) {
        let pair = RearrangedText(seed: UInt64(seed), places: 1 + seed % 4)
        #expect(compare(pair.old, pair.new).noisePlaces == pair.places, "seed \(seed)")
    }

    /// A split or joined paragraph is shown without asking for noise; whatever else is noise is not.
    @Test(arguments: 0..<300)
    func whatIsShownIsNotHidden(seed: Int) {
        let pair = RearrangedText(seed: UInt64(seed), places: seed % 3)
        let comparison = compare(pair.old, pair.new)
        let isShown = Self.rendered(pair, showsNoise: false)[0].contains("[\u{B6}")
        #expect(comparison.isHiddenNoise == (comparison.isNoise && !isShown), "seed \(seed)")
    }

    @Test(
        arguments: [
            ("One two three four.\n\nFive six seven.", "Five six seven.\n\nOne two three four.", 0),
            ("One two three four.\n\nFive six seven.\n", "Five six seven.\n\nOne two three four.\n", 0),
            ("One two three.", "One  two three.", 1), ("One two three.\n", "One two three.", 1),
            ("One two three.", "One\u{A0}two three four.", 1),
            ("One two.\n\nThree four.\n\nFive six.", "One two. Three four.\n\nFive  six.", 1),
            ("« Oui », dit-il hier.", "«Oui», dit-il demain.", 2),
        ])
    func areCounted(old: String, new: String, places: Int) {
        #expect(compare(Array(old.utf8), Array(new.utf8)).noisePlaces == places)
    }
}

/// A text and the same with its paragraphs in another order, or one of them cut in two or joined to the next: made from a
/// seed. No word stands twice in it.
struct RearrangedText {
    let old: [UInt8]
    let new: [UInt8]
    /// How many places of noise were put in.
    let places: Int

    init(seed: UInt64, places: Int) {
        var dice = SeededDice(seed)
        var word = 0
        func sentence(_ dice: inout SeededDice) -> [String] {
            (0..<dice.next(in: 5...10)).map { place in
                word += 1
                let name = String(word, radix: 4).utf8.map { ["ba", "do", "ki", "mu"][Int($0 - 0x30)] }.joined()
                return place == 2 ? "it's" : place == 0 ? "L" + name : "l" + name
            }
        }
        var paragraphs = (0..<dice.next(in: 2...6)).map { _ in
            (0..<dice.next(in: 1...3)).map { _ in sentence(&dice) }
        }
        let before = Self.text(paragraphs)
        // One sort at a time: a sentence that left a moved paragraph is removed there, and inserted elsewhere.
        if dice.next(in: 0...1) == 0 {
            for _ in 0..<dice.next(in: 1...3) {
                let moved = paragraphs.remove(at: dice.next(in: 0...paragraphs.count - 1))
                paragraphs.insert(moved, at: dice.next(in: 0...paragraphs.count))
            }
        } else {
            for _ in 0..<dice.next(in: 1...2) { Self.cutOrJoin(&paragraphs, &dice) }
        }
        var count = 0
        for paragraph in paragraphs.indices {
            for sentence in paragraphs[paragraph].indices where count < places {
                Self.restyle(&paragraphs[paragraph][sentence], &dice)
                count += 1
            }
        }
        (old, new, self.places) = (before, Self.text(paragraphs), count)
    }

    private static func cutOrJoin(_ paragraphs: inout [[[String]]], _ dice: inout SeededDice) {
        let place = dice.next(in: 0...paragraphs.count - 1)
        let paragraph = paragraphs[place]
        if paragraph.count > 1, dice.next(in: 0...1) == 0 {
            let cut = dice.next(in: 1...paragraph.count - 1)
            paragraphs.replaceSubrange(place...place, with: [Array(paragraph[..<cut]), Array(paragraph[cut...])])
        } else if place + 1 < paragraphs.count {
            paragraphs.replaceSubrange(place...place + 1, with: [paragraph + paragraphs[place + 1]])
        }
    }

    /// Puts other white space between two words, or another apostrophe into one.
    private static func restyle(_ sentence: inout [String], _ dice: inout SeededDice) {
        if dice.next(in: 0...1) == 0 {
            sentence[2] = "it’s"
        } else {
            let gap = ["  ", "\u{A0}", "\n"][dice.next(in: 0...2)]
            let first = dice.next(in: 0...sentence.count - 2)
            sentence[first...first + 1] = [sentence[first] + gap + sentence[first + 1]]
        }
    }

    private static func text(_ paragraphs: [[[String]]]) -> [UInt8] {
        let lines = paragraphs.map { $0.map { $0.joined(separator: " ") + "." }.joined(separator: " ") }
        return Array(lines.joined(separator: "\n\n").utf8)
    }
}

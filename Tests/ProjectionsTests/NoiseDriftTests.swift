import CanonicalJSON
import Foundation
import LedgerTestKit
import ProseDiff
import StoryEvents
import Testing

@testable import Projections

/// Whatever the diff calls noise leaves the words of a claim in the text.
@Suite("Claims in a text of which only white space and typography change")
struct NoiseDriftTests {
    private static let texts: [(language: String, sentence: String, quotes: [String])] = [
        (
            "en", "The office of Zoë Müller-Straße said the first fire cost 240 million crowns on 3 October.",
            ["first fire cost 240 million crowns", "the office"]
        ),
        (
            "en", "“It’s a difficult, final offer...” said Søren Naïve at 17:20 - before the flood.",
            ["difficult, final offer"]
        ),
        ("fr", "L’office « Été à Évry » a versé 240 000 euros à Zoé Lefèvre le 3 mai.", ["240 000 euros", "L’office"]),
        (
            "de", "„Größe fließt“, sagte Jürgen Voß, und 12,5 Prozent fehlten am 3. Mai.",
            ["Jürgen Voß", "12,5 Prozent"]
        ),
        ("ja", "ガス会社は「五月に復旧する」と述べ、損害は240億円だと説明した。", ["五月に復旧する", "ガス会社"]),
        ("zh", "市长王伟说：“大桥五月关闭。”费用为240亿元。", ["大桥五月关闭"]),
    ]

    private static let ligatures = [
        ("ffi", "\u{FB03}"), ("ffl", "\u{FB04}"), ("ff", "\u{FB00}"), ("fi", "\u{FB01}"), ("fl", "\u{FB02}"),
        ("st", "\u{FB06}"),
    ]
    private static let marks: [[String]] = [
        ["“", "\"", "„", "«"], ["”", "\"", "‟", "»"], ["’", "'", "ʼ", "‘"], ["-", "–", "‑"], ["...", "…"],
    ]
    private static let hidden = [
        "\u{AD}", "\u{200B}", "\u{2060}", "\u{FEFF}", "\u{FE0F}", "\u{E0101}", "\u{FEFF}\u{FE01}\u{E0102}\u{FE0F}",
    ]

    private func noise(_ text: String, _ random: inout SeededRandom) -> String {
        var text = text
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            switch Int.random(in: 0..<5, using: &random) {
            case 0:
                text =
                    Bool.random(using: &random)
                    ? text.decomposedStringWithCanonicalMapping : text.precomposedStringWithCanonicalMapping
            case 1:
                for (letters, one) in Self.ligatures where Bool.random(using: &random) {
                    text = text.replacing(letters, with: one)
                }
            case 2:
                let forms = Self.marks.randomElement(using: &random)!
                let (from, to) = (forms.randomElement(using: &random)!, forms.randomElement(using: &random)!)
                text = text.replacing(from, with: to)
            case 3:
                var scalars = Array(text.unicodeScalars)
                let place = Int.random(in: 0...scalars.count, using: &random)
                scalars.insert(contentsOf: Self.hidden.randomElement(using: &random)!.unicodeScalars, at: place)
                text = String(String.UnicodeScalarView(scalars))
            default:
                text = text.replacing(" ", with: ["\u{A0}", "  ", "\n", "\u{202F}"].randomElement(using: &random)!)
            }
        }
        return text
    }

    @Test func haveNoDrift() throws {
        var checked = 0
        for seed in RandomRuns.seeds(400) {
            var random = SeededRandom(seed: seed)
            let (language, sentence, quotes) = Self.texts.randomElement(using: &random)!
            let claimed = Bool.random(using: &random) ? sentence : noise(sentence, &random)
            var claims: [JSON] = [["id": "own", "text": .string(Text(claimed))]]
            for (index, quote) in quotes.enumerated() where sentence.contains(quote) {
                claims.append([
                    "id": .string(Text("q\(index)")), "text": "It is so.", "quotes": [["exact": .string(Text(quote))]],
                ])
            }
            let old = sentence
            let noisy = noise(sentence, &random)
            // Beside a sentence that changes, or alone.
            let (first, last) = Bool.random(using: &random) ? ("It rained. ", "It snows. ") : ("", "")
            // What a diff does not call noise is another test's.
            guard differsInTypographyOnly(old, noisy) || old.utf8.elementsEqual(noisy.utf8),
                differsInTypographyOnly(old, claimed) || old.utf8.elementsEqual(claimed.utf8)
            else { continue }
            checked += 1
            var (story, board) = (MemoryStory(), ClaimBoard())
            _ = try story.append(
                [
                    "type": "published", "time": "2026-03-02T12:00:00Z",
                    "data": [
                        "headline": "H", "language": .string(Text(language)), "body": .string(Text(first + old)),
                        "claims": .array(claims),
                    ],
                ], recorded: 1_800_000_000)
            _ = try story.append(
                [
                    "type": "updated", "time": "2026-03-02T12:00:00Z",
                    "data": ["headline": "I", "body": .string(Text(last + noisy))],
                ],
                recorded: 1_800_000_100)
            for event in story.events { board.apply(event, try ReadEvent(event).payload.get()) }
            for id in ["own", "q0", "q1"] {
                #expect(
                    board.drift(of: Text(id)).isEmpty,
                    "seed \(seed), \(board.drift(of: Text(id)).map(\.line)): \(noisy.debugDescription)")
            }
        }
        #expect(checked > 100)
    }
}

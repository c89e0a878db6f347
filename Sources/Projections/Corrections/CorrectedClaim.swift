import CanonicalJSON
import ProseDiff
import StoryEvents

/// A claim that a correction names.
struct CorrectedClaim {
    let id: Text
    private let texts: [ReadText]

    init(_ claim: Claim, _ language: String?, _ labels: Labels) {
        id = claim.id
        texts = ([claim.text] + claim.quotes.map(\.exact)).map {
            ReadText($0.bytes, language: language, labels: labels)
        }
    }

    /// Whether the claim has some changed words, and they tell it from others.
    func has(_ words: [ReadToken]) -> Bool {
        guard words.count > 2 || words.contains(where: { $0.isTelling || $0.isValue }) else { return false }
        return texts.contains { $0.has(words[...]) }
    }

    /// Whether the sentence of a place has most of the claim's words.
    func isSaid(_ text: ReadText, _ place: Range<Int>) -> Bool {
        texts.contains { Self.hasMost($0, text, text.sentence(around: place)) }
    }

    private static func hasMost(_ claim: ReadText, _ text: ReadText, _ sentence: Range<Int>) -> Bool {
        guard !claim.tokens.isEmpty else { return false }
        let senses = Set(text.tokens[sentence].prefix(200).flatMap(\.senses))
        let common = claim.tokens.count { $0.senses.contains { senses.contains($0) } }
        return common * 5 >= claim.tokens.count * 3
    }
}

/// The numbers of the sentences that the tokens of two texts are in.
struct SentencePairs {
    private let old: ProseText
    private let new: ProseText
    private let olds: [Int]
    private let news: [Int]

    init(_ old: ProseText, _ new: ProseText) {
        (self.old, self.new) = (old, new)
        (olds, news) = (Self.numbers(old), Self.numbers(new))
    }

    private static func numbers(_ text: ProseText) -> [Int] {
        var number = 0
        return text.traits.map { traits in
            if traits.contains(.startsSentence) { number += 1 }
            return number
        }
    }

    /// The number of the old sentence that a change is in. What begins a new sentence is in the sentence that it comes before.
    func number(of operation: Comparison.Operation) -> Int {
        let token = old.token(at: operation.old.lowerBound)
        let inside = operation.old.isEmpty && !beginsSentence(operation.new) ? max(0, token - 1) : token
        return olds.indices.contains(inside) ? olds[inside] : olds.last ?? 0
    }

    /// Whether an insertion is the beginning of a sentence, and no whole one.
    private func beginsSentence(_ range: Range<Int>) -> Bool {
        let tokens = new.tokens(in: range)
        guard let first = tokens.first, new.traits[first].contains(.startsSentence),
            news.indices.contains(tokens.upperBound)
        else { return false }
        return news[first] == news[tokens.upperBound]
    }

    /// The old sentences that have words in several new ones, or share one with another old sentence.
    func cut(_ operations: [Comparison.Operation]) -> Set<Int> {
        var cut: Set<Int> = []
        var (later, former): ([Int: Int], [Int: Int]) = ([:], [:])
        for operation in operations where operation.kind == .equal {
            for (before, after) in zip(old.tokens(in: operation.old), new.tokens(in: operation.new))
            where old.traits[before].contains(.word) {
                let (sentence, other) = (olds[before], news[after])
                if let known = later[sentence], known != other { cut.insert(sentence) }
                if let known = former[other], known != sentence { cut.formUnion([known, sentence]) }
                (later[sentence], former[other]) = (other, sentence)
            }
        }
        return cut
    }
}

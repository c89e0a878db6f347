import CanonicalJSON
import ProseDiff
import StoryEvents

/// Words of a claim that are followed through the versions: a value, a name or a quotation.
struct ClaimedPassage: Hashable, Sendable {
    /// The words, as written in the claim.
    let words: String
    private let tokens: [ReadToken]
    /// The other words of the claim, by which the place is chosen where the text has the passage more than once.
    private let claim: Set<Sense>

    /// A place in a story's texts, with the words around it.
    struct Place: Hashable, Sendable {
        /// The text's place in `StoryState.textFields`.
        let field: Int
        /// UTF-8 bytes.
        let bytes: Range<Int>
        /// Around the one value or name of the passage; around all of it where it has none or more.
        let surroundings: Surroundings
    }

    /// The passages of a claim: what it quotes of the story, or else its own quotations, values and names.
    ///
    /// - Parameter read: The story's texts: a name is longer where the text has it so.
    static func all(
        of claim: Claim, _ language: String?, _ labels: Labels, in read: [ReadText], _ work: inout WordBudget
    ) -> [ClaimedPassage] {
        let bytes = claim.text.bytes
        let text = ReadText(bytes, language: language, labels: labels)
        let senses = Set(text.tokens.flatMap(\.senses))
        func passage(_ bytes: [UInt8], _ tokens: ArraySlice<ReadToken>) -> ClaimedPassage? {
            let isHidden = tokens.contains { $0.kind == .withheld }
            return tokens.isEmpty || isHidden
                ? nil
                : ClaimedPassage(words: String(decoding: bytes, as: UTF8.self), tokens: Array(tokens), claim: senses)
        }
        let most = StoryLimits.selectors
        guard claim.quotes.isEmpty else {
            return claim.quotes.prefix(most).compactMap { quote in
                let text = ReadText(quote.exact.bytes, language: language, labels: labels)
                return passage(quote.exact.bytes, text.tokens[...])
            }
        }
        let quotations = QuotedPassages.inside(bytes, labels: labels)
        var ranges = quotations.map { text.tokens(touching: $0) }
        func isTaken(_ range: Range<Int>) -> Bool { ranges.contains { $0.overlaps(range) } }
        for (index, token) in text.tokens.enumerated() where token.isValue && !isTaken(index..<index + 1) {
            ranges.append(index..<index + 1)
        }
        for name in TellingWords.inside(bytes, language: language, labels: labels) {
            let range = text.tokens(touching: name)
            guard !isTaken(range), TellingWords.kind(of: Array(bytes[name]), language: language) == .name else {
                continue
            }
            ranges.append(whole(range, text, read, &work))
        }
        return ranges.prefix(most).compactMap { range in
            text.bytes(of: range).flatMap { passage(Array(bytes[$0]), text.tokens[range]) }
        }
    }

    /// A name with the word before it that begins the sentence, where the text has both: "Jo Fisher".
    private static func whole(
        _ name: Range<Int>, _ text: ReadText, _ read: [ReadText], _ work: inout WordBudget
    ) -> Range<Int> {
        guard name.lowerBound > 0, text.tokens[name.lowerBound - 1].isCapital,
            text.sentences[name.lowerBound - 1] == text.sentences[name.lowerBound]
        else { return name }
        let longer = name.lowerBound - 1..<name.upperBound
        let isName = read.contains { other in
            other.places(of: text.tokens[longer], &work).contains { other.tokens[$0.lowerBound].isCapital }
        }
        // "The Ministry": the text has "the" elsewhere with a small letter.
        let isWord = read.contains { $0.hasSmall(text.tokens[longer.lowerBound]) }
        return isName && !isWord ? longer : name
    }

    /// Whether it is one value.
    var isValue: Bool { tokens.count == 1 && tokens[0].isValue }

    /// Whether it is a name.
    private var isName: Bool { tokens.allSatisfy { $0.isCapital && $0.kind == .word } }

    /// The words that are compared around one place.
    private static let placeWork = 64

    /// The place of the passage in the texts that is most like the place where it was; nil where the texts have it not.
    func place(in read: [ReadText], like last: Place?, _ work: inout WordBudget) -> Place? {
        var best: (place: Place, score: Int)?
        for (field, text) in read.enumerated() {
            for range in text.places(of: tokens[...], &work) {
                work.spend(Self.placeWork)
                let score =
                    last.map { $0.surroundings.agreement(text, range).score + ($0.field == field ? 1 : 0) }
                    ?? text.tokens[text.sentence(around: range)].prefix(200).count { token in
                        token.senses.contains { claim.contains($0) }
                    }
                if score > best?.score ?? -1, let bytes = text.bytes(of: range) {
                    best = (Place(field: field, bytes: bytes, surroundings: Surroundings(text, core(range))), score)
                }
            }
        }
        return best?.place
    }

    /// The value or name that a comparison puts in the place of the one that the passage has; nil where there is none of its
    /// sort.
    ///
    /// What the older text has already is not put there, be it so that the comparison pairs other sentences than a reader
    /// would. A name counts only where nearly nothing else of its sentence changed: else it may be that of a person of whom
    /// the text says other things.
    ///
    /// - Returns: UTF-8 bytes of the newer text.
    func instead(
        in text: ReadText, of last: Place, _ put: Replacements.Put, _ work: inout WordBudget
    ) -> Range<Int>? {
        let cores = tokens.filter(\.isValue)
        guard cores.count == 1 || cores.isEmpty && isName else { return nil }
        var best: (bytes: Range<Int>, score: Int)?
        for range in cores.first.map({ text.values(like: $0) }) ?? text.names {
            guard !work.isSpent else { return nil }
            work.spend(put.ranges.count)
            guard let bytes = text.bytes(of: range), put.ranges.contains(where: { $0.overlaps(bytes) }) else {
                continue
            }
            work.spend(Self.placeWork)
            let agreement = last.surroundings.agreement(text, range)
            guard agreement.isSame, agreement.score > best?.score ?? -1 else { continue }
            let words = text.tokens[range]
            if cores.isEmpty {
                guard agreement.shared > 80, isLike(words) || agreement.beside > 1 else { continue }
                let others = words.filter { word in !tokens.contains { $0.says(word) } }
                guard !others.contains(where: { put.older.has([$0]) }) else { continue }
            }
            let (before, after) = (put.older.places(of: words, &work).count, text.places(of: words, &work).count)
            if after > before { best = (bytes, agreement.score) }
        }
        return best?.bytes
    }

    /// Whether another name has as many words, or one of them; a single word may be no name.
    private func isLike(_ name: ArraySlice<ReadToken>) -> Bool {
        name.count == tokens.count && name.count > 1 || name.contains { word in tokens.contains { $0.says(word) } }
    }

    /// The one value of the passage, where it stands.
    private func core(_ range: Range<Int>) -> Range<Int> {
        let values = tokens.indices.filter { tokens[$0].isValue }
        guard values.count == 1 else { return range }
        return range.lowerBound + values[0]..<range.lowerBound + values[0] + 1
    }
}

extension ReadText {
    /// The values of the sort of another.
    fileprivate func values(like other: ReadToken) -> [Range<Int>] {
        tokens.indices.filter { tokens[$0].kind == other.kind }.map { $0..<$0 + 1 }
    }

    /// Runs of words with capitals.
    fileprivate var names: [Range<Int>] {
        var names: [Range<Int>] = []
        for index in tokens.indices where tokens[index].isCapital && tokens[index].kind == .word {
            if let last = names.last, last.upperBound == index, sentences[index] == sentences[index - 1] {
                names[names.count - 1] = last.lowerBound..<index + 1
            } else {
                names.append(index..<index + 1)
            }
        }
        // What begins a sentence has a capital, name or not.
        return names.filter { $0.count > 1 || ranges[sentences[$0.lowerBound]].lowerBound != $0.lowerBound }
    }
}

import CanonicalJSON
import ProseDiff

/// A passage that a correction changed: what it took out, and what it put in.
struct CorrectedPassage: Hashable, Sendable {
    /// `headline`, `dek` or `body`.
    let field: Text
    let old: [ReadToken]
    let new: [ReadToken]
    /// The words around it in the text before the correction, after it, and where it was found last.
    private var places: [Surroundings]
    /// The sentences that the correction took out or changed, which may come back at another place.
    private var sentences: [CorrectedSentence] = []
    /// The claims that it is about; empty where it is about none.
    var claims: Set<Text> = []

    /// What a text says in the place of the passage.
    enum State: Hashable, Sendable {
        /// What the correction put in.
        case corrected
        /// What the correction took out.
        case wrong
        /// A whole sentence that the correction took out or changed, at another place.
        case wrongElsewhere
        /// Neither.
        case neither
        /// It cannot be told, since text was withheld.
        case untold

        /// Whether it says again what the correction took out.
        var isWrong: Bool { self == .wrong || self == .wrongElsewhere }
    }

    init(field: Text, _ before: ReadText, _ old: Range<Int>, _ after: ReadText, _ new: Range<Int>) {
        self.field = field
        self.old = Array(before.tokens[old])
        self.new = Array(after.tokens[new])
        places = [Surroundings(before, old), Surroundings(after, new)]
        sentences = CorrectedSentence.all(of: before, old, after)
    }

    /// The same change, at another place of the text after the correction.
    init(_ passage: CorrectedPassage, in field: Text, _ text: ReadText, _ place: Range<Int>) {
        self.field = field
        old = passage.old
        new = Array(text.tokens[place])
        places = [Surroundings(text, place), Surroundings(text, place)]
        claims = passage.claims
    }

    /// Whether a withheld passage is part of it.
    var isHidden: Bool { (old + new).contains { $0.kind == .withheld } }

    /// What a text says, and the place is noted for the next text.
    mutating func state(in text: ReadText) -> State {
        let state = stateInPlace(in: text)
        guard [.corrected, .neither].contains(state), sentences.contains(where: { $0.isBack(in: text) }) else {
            return state
        }
        return .wrongElsewhere
    }

    private mutating func stateInPlace(in text: ReadText) -> State {
        let (wrong, corrected) = (best(old, in: text), best(new, in: text))
        guard let found = [wrong, corrected].compactMap({ $0 }).max(by: { $0.score < $1.score }) else {
            return isHidden || text.tokens.contains { $0.kind == .withheld } ? .untold : .neither
        }
        let isCorrected = corrected.map { $0.score >= found.score } ?? false
        let place = isCorrected ? corrected?.place : wrong?.place
        if let place { places[2...] = [Surroundings(text, place)] }
        return isCorrected ? .corrected : .wrong
    }

    /// The place of some words that has the most of the surroundings.
    private func best(_ words: [ReadToken], in text: ReadText) -> (place: Range<Int>, score: Int)? {
        guard !words.isEmpty else { return gap(in: text) }
        let exact = text.places(of: words[...])
        var found: (place: Range<Int>, score: Int)?
        func take(_ place: Range<Int>, _ score: Int) {
            if score > found?.score ?? -1 { found = (place, score) }
        }
        for place in exact {
            let agreements = places.map { $0.agreement(text, place) }
            let isAlone = exact.count == 1 && words.contains(where: \.isTelling)
            let good = agreements.filter { $0.isSame || isAlone && $0.mayBeSame }
            if let best = good.max() { take(place, best.score + 2) }
            // A sentence needs no words around it.
            if words.count >= 5 { take(place, 20) }
        }
        // Of a sentence only so many words are compared that it cannot have three quarters of a longer passage.
        if exact.isEmpty, (5...266).contains(words.count) {
            for range in text.ranges {
                let senses = text.senses(around: range)
                let common = words.count { $0.senses.contains { senses.contains($0) } }
                if common * 4 >= words.count * 3 { take(range, common * 20 / words.count) }
            }
        }
        return found
    }

    /// The place where nothing stands between the words around the passage.
    private func gap(in text: ReadText) -> (place: Range<Int>, score: Int)? {
        var found: (place: Range<Int>, score: Int)?
        for surroundings in places {
            for index in surroundings.gaps(in: text).prefix(64) {
                let agreement = surroundings.agreement(text, index..<index)
                guard agreement.isEnclosed, agreement.isSame, agreement.score > found?.score ?? -1 else { continue }
                found = (index..<index, agreement.score)
            }
        }
        return found
    }
}

extension ReadToken {
    /// Whether it tells one passage from most others: a number of two digits or with a unit, a date, a name.
    var isTelling: Bool {
        switch senses.first {
        case .number(let value, _, let unit)?: !unit.isEmpty || value.digits.count > 1 || value.exponent > 0
        case .time?, .date?, .weekday?, .withheld?: true
        case .word(let word)?: isCapital && word.count > 1
        case nil: false
        }
    }
}

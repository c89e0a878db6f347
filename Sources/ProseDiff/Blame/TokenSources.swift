/// The sources of a version's tokens: the version before, or text removed earlier.
///
/// Sentences come first: a sentence that the version before had, or that was removed, is taken whole, wherever the
/// comparison puts its words. The comparison decides the rest.
struct TokenSources {
    private enum Source {
        case none
        /// A token of the version before.
        case last(Int)
        /// A token of ``RemovedText``.
        case removed(Int)
    }

    private let last, next: TextHistory.Version
    private var sources: [Source]
    /// The matching old token of each new one in the comparison; -1 for none.
    private var matches: [Int32]
    /// Whether a new sentence comes whole from each old one.
    private var isUsed: [Bool]

    init(
        _ last: TextHistory.Version, _ next: TextHistory.Version, _ removed: inout RemovedText,
        _ options: Comparison.Options
    ) {
        (self.last, self.next) = (last, next)
        matches = .init(repeating: -1, count: next.text.count)
        let alignment = Alignment(last.text, next.text, options)
        for (token, match) in alignment.matches.enumerated() where match >= 0 && Int(match) < matches.count {
            matches[Int(match)] = Int32(truncatingIfNeeded: token)
        }
        sources = matches.map { $0 < 0 ? .none : .last(Int($0)) }
        isUsed = .init(repeating: false, count: last.sentences.count)
        takeSentences(from: &removed)
    }

    private mutating func takeSentences(from removed: inout RemovedText) {
        var sentenceOf = [Int](repeating: 0, count: last.text.count)
        for (number, sentence) in last.sentences.enumerated() {
            for token in sentence.tokens { sentenceOf[token] = number }
        }
        var torn: [TextHistory.Sentence] = []
        var isTaken = [Bool](repeating: false, count: last.text.count)
        for sentence in next.sentences {
            guard isWhole(sentence) else {
                torn.append(sentence)
                continue
            }
            for token in sentence.tokens { isTaken[Int(matches[token])] = true }
            let old = sentenceOf[Int(matches[sentence.tokens.lowerBound])]
            if last.sentences[old].key == sentence.key { isUsed[old] = true }
        }
        keepOldest(sentenceOf, &isTaken)
        guard !torn.isEmpty else { return }
        var unused: [Int32: [Int]] = [:]
        for (number, sentence) in last.sentences.enumerated().reversed() where !isUsed[number] {
            unused[sentence.key, default: []].append(number)
        }
        var rest: [TextHistory.Sentence] = []
        for sentence in torn {
            if let old = unused[sentence.key]?.popLast() {
                isUsed[old] = true
                let start = last.sentences[old].tokens.lowerBound
                for (offset, token) in sentence.tokens.enumerated() {
                    sources[token] = .last(start + offset)
                    isTaken[start + offset] = true
                }
            } else if let place = removed.take(sentence.key) {
                for (offset, token) in sentence.tokens.enumerated() { sources[token] = .removed(place + offset) }
            } else {
                rest.append(sentence)
            }
        }
        rest = takeRuns(rest, isTaken, removed)
        // Words of a sentence that is matched whole are not available to others.
        for token in rest.lazy.flatMap(\.tokens) {
            if case .last(let old) = sources[token], isUsed[sentenceOf[old]] { sources[token] = .none }
        }
        for sentence in rest { keepEnd(sentence, sentenceOf) }
    }

    /// Of equal sentences of which some went, the oldest stay.
    private mutating func keepOldest(_ sentenceOf: [Int], _ isTaken: inout [Bool]) {
        guard isUsed.contains(false), isUsed.contains(true) else { return }
        var copies: [Int32: [Int]] = [:]
        for (number, sentence) in last.sentences.enumerated() where !isUsed[number] { copies[sentence.key] = [] }
        for (number, sentence) in last.sentences.enumerated() { copies[sentence.key]?.append(number) }
        copies = copies.filter { $0.value.count > 1 }
        guard !copies.isEmpty else { return }
        var places: [Int32: [Range<Int>]] = [:]
        for sentence in next.sentences where copies[sentence.key] != nil {
            guard case .last(let old) = sources[sentence.tokens.lowerBound], isUsed[sentenceOf[old]],
                last.sentences[sentenceOf[old]].key == sentence.key
            else { continue }
            places[sentence.key, default: []].append(sentence.tokens)
        }
        for (key, news) in places {
            let olds = (copies[key] ?? []).sorted { (since($0), $0) < (since($1), $1) }
            for old in olds { setTaken(old, false, &isTaken) }
            for (tokens, old) in zip(news, olds.prefix(news.count).sorted()) {
                setTaken(old, true, &isTaken)
                let start = last.sentences[old].tokens.lowerBound
                for (offset, token) in tokens.enumerated() { sources[token] = .last(start + offset) }
            }
        }
    }

    /// The version that first had an old sentence.
    private func since(_ sentence: Int) -> Int32 {
        last.stamps[last.sentences[sentence].tokens].map(\.version).max() ?? 0
    }

    private mutating func setTaken(_ sentence: Int, _ value: Bool, _ isTaken: inout [Bool]) {
        isUsed[sentence] = value
        for token in last.sentences[sentence].tokens { isTaken[token] = value }
    }

    /// Finds sentences that were a part of another sentence, or across two, in the version before or in removed text.
    ///
    /// - Returns: The sentences that were not.
    private mutating func takeRuns(
        _ torn: [TextHistory.Sentence], _ isTaken: [Bool], _ removed: RemovedText
    ) -> [TextHistory.Sentence] {
        var places: [UInt64: Int] = [:]
        let numbers = last.text.numbers
        if numbers.count >= 3 {
            for token in 0..<numbers.count - 2 where !isTaken[token] {
                places[RemovedText.key(numbers, token)] = token
            }
        }
        return torn.filter { sentence in
            let tokens = sentence.tokens
            let old = RemovedText.find(next.text.numbers, tokens, in: numbers, at: places)
            if let old, !isTaken[old..<old + tokens.count].contains(true) {
                for (offset, token) in tokens.enumerated() { sources[token] = .last(old + offset) }
                return false
            }
            guard let place = removed.find(next.text, tokens) else { return true }
            for (offset, token) in tokens.enumerated() { sources[token] = .removed(place + offset) }
            return false
        }
    }

    /// Assigns the final mark of a changed sentence back to it, if the comparison assigns it to another one.
    private mutating func keepEnd(_ sentence: TextHistory.Sentence, _ sentenceOf: [Int]) {
        let end = sentence.tokens.upperBound - 1
        guard case .none = sources[end] else { return }
        for token in sentence.tokens {
            guard case .last(let old) = sources[token] else { continue }
            let oldEnd = last.sentences[sentenceOf[old]].tokens.upperBound - 1
            if oldEnd > old, last.text.numbers[oldEnd] == next.text.numbers[end] { sources[end] = .last(oldEnd) }
            return
        }
    }

    /// Whether all tokens of a new sentence were in the same order before.
    private func isWhole(_ sentence: TextHistory.Sentence) -> Bool {
        let first = matches[sentence.tokens.lowerBound]
        guard first >= 0 else { return false }
        for (offset, token) in sentence.tokens.enumerated() where Int(matches[token]) != Int(first) + offset {
            return false
        }
        return true
    }

    /// Finds the parts of the version before that the next one does not have.
    ///
    /// - Returns: Runs of sentences that are not there unchanged, and whether each token no longer stands before the token
    ///   that followed it.
    func findGone() -> (sentences: [Range<Int>], isParted: [Bool]) {
        var places = [Int](repeating: -1, count: last.text.count)
        for (token, source) in sources.enumerated() {
            if case .last(let old) = source { places[old] = token }
        }
        let isParted = places.indices.map { token in
            places[token] < 0 || token + 1 < places.count && places[token + 1] != places[token] + 1
        }
        var runs: [Range<Int>] = []
        for number in last.sentences.indices where !isUsed[number] {
            if let run = runs.last, run.upperBound == number {
                runs[runs.count - 1] = run.lowerBound..<number + 1
            } else {
                runs.append(number..<number + 1)
            }
        }
        return (runs, isParted)
    }

    /// Searches removed text for new tokens.
    mutating func findReturned(_ removed: RemovedText) {
        let isNew = sources.map { if case .none = $0 { true } else { false } }
        let origins = sources.map { source -> Int32 in
            switch source {
            case .none: -1
            case .last(let old): last.stamps[old].version
            case .removed(let place): removed.stamps[place].version
            }
        }
        removed.find(next.text, where: isNew, origins: origins) { tokens, place in
            for (offset, token) in tokens.enumerated() { sources[token] = .removed(place + offset) }
        }
    }

    /// The stamps of all tokens.
    func stamps(_ removed: RemovedText, _ index: Int) -> [TextHistory.Stamp] {
        let cuts = SentenceCuts(sources.map { if case .last(let old) = $0 { old } else { nil } }, last, next)
        return sources.indices.map { token in
            var stamp: TextHistory.Stamp
            switch sources[token] {
            case .none: stamp = .init(version: index)
            case .last(let old): stamp = last.stamps[old]
            case .removed(let place):
                let match = Int(matches[token])
                stamp = removed.stamp(place, in: index, stays: match < 0 ? nil : last.stamps[match])
                // A mark that comes back behind new words has not the cut of those it stood behind.
                let isBehindSame = next.text.traits[token].contains(.startsSentence) || joined(token, removed) != nil
                stamp.cut = isBehindSame ? removed.stamps[place].cut : -1
                stamp.cutAfter = removed.stamps[place].cutAfter
            }
            stamp.joined = joined(token, removed) ?? Int32(truncatingIfNeeded: index)
            if case .last = sources[token] {
                stamp.cut = cuts.before(token, index)
                stamp.cutAfter = cuts.after(token, index)
            }
            return stamp
        }
    }

    /// The version that first had a token after the one before it; nil if it is the new one.
    private func joined(_ token: Int, _ removed: RemovedText) -> Int32? {
        guard token > 0 else { return 0 }
        switch (sources[token - 1], sources[token]) {
        case (.last(let before), .last(let old)) where before + 1 == old: return last.stamps[old].joined
        case (.removed(let before), .removed(let place)) where before + 1 == place: return removed.stamps[place].joined
        // Removed text is stored with a token of context on either side, so the old neighbour is known.
        case (.removed(let before), .last): return removed.joined(before + 1, as: next.text.numbers[token - 1...token])
        case (.last, .removed(let place)): return removed.joined(place, as: next.text.numbers[token - 1...token])
        default: return nil
        }
    }
}

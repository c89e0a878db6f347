/// Text removed from earlier versions, searchable by whole sentences and by runs of three tokens.
struct RemovedText {
    /// The tokens of all passages in one array, each passage followed by a token that no text has.
    private(set) var numbers: [Int32] = []
    private(set) var stamps: [TextHistory.Stamp] = []
    private var traits: [TokenTraits] = []
    /// The version from which each token was missing.
    private var goneIn: [Int32] = []
    private var sentences: [Int32: [Int]] = [:]
    /// The last place of each run of three tokens, and the first.
    private var places: [UInt64: Int] = [:]
    private var firstPlaces: [UInt64: Int] = [:]

    /// The number of words in a row that are no coincidence.
    private static let telling = 6
    /// The number of tokens beside new ones that may show from where they come back.
    private static let context = 2

    /// Adds sentences that the next version does not have.
    ///
    /// - Parameters:
    ///   - sentences: Consecutive sentences.
    ///   - index: The next version.
    ///   - isParted: Whether a token of them no longer stands before the token that followed it.
    mutating func note(
        _ sentences: ArraySlice<TextHistory.Sentence>, of version: TextHistory.Version, in index: Int,
        isParted: (Int) -> Bool
    ) {
        guard let first = sentences.first, let last = sentences.last else { return }
        let text = version.text
        // One token of context on either side.
        let tokens = max(0, first.tokens.lowerBound - 1)..<min(text.count, last.tokens.upperBound + 1)
        let shift = numbers.count - tokens.lowerBound
        numbers += text.numbers[tokens] + [-1]
        traits += text.traits[tokens] + [.startsSentence]
        stamps += version.stamps[tokens] + [.init(version: index)]
        goneIn += Array(repeating: Int32(truncatingIfNeeded: index), count: tokens.count + 1)
        for sentence in sentences {
            self.sentences[sentence.key, default: []].append(sentence.tokens.lowerBound + shift)
        }
        for token in tokens.dropLast(2) where isParted(token) || isParted(token + 1) {
            let key = Self.key(text.numbers, token)
            if places.updateValue(token + shift, forKey: key) == nil { firstPlaces[key] = token + shift }
        }
    }

    /// The place in ``numbers`` of a removed sentence that comes back. Each one is returned once.
    mutating func take(_ key: Int32) -> Int? {
        guard let found = sentences[key]?.first else { return nil }
        sentences[key]?.removeFirst()
        return found
    }

    /// The place in ``numbers`` of a sentence's tokens in a row; nil for short ones, and if there is none.
    func find(_ text: ProseText, _ tokens: Range<Int>) -> Int? {
        guard text.wordCount(tokens) > 1 else { return nil }
        return Self.find(text.numbers, tokens, in: numbers, at: places)
            ?? Self.find(text.numbers, tokens, in: numbers, at: firstPlaces)
    }

    /// The place of some tokens in a row.
    ///
    /// - Parameter places: The places of runs of three tokens.
    static func find(_ numbers: [Int32], _ tokens: Range<Int>, in old: [Int32], at places: [UInt64: Int]) -> Int? {
        for token in tokens.dropLast(2) {
            guard let place = places[key(numbers, token)] else { continue }
            let start = place - (token - tokens.lowerBound)
            guard start >= 0, start + tokens.count <= old.count else { continue }
            if old[start..<start + tokens.count] == numbers[tokens] { return start }
        }
        return nil
    }

    /// The stamp of a token that comes back.
    ///
    /// - Parameter stays: The stamp of its match in the version before; nil if there is none.
    func stamp(_ place: Int, in index: Int, stays: TextHistory.Stamp?) -> TextHistory.Stamp {
        var stamp = stamps[place]
        if let stays, stays.version == stamp.version { return stays }
        // A token that is missing only since this version has moved.
        if goneIn[place] != Int32(truncatingIfNeeded: index) { stamp.returned = Int32(truncatingIfNeeded: index) }
        return stamp
    }

    /// The version that first had a token after the one before it; nil if the two are not the given pair.
    func joined(_ place: Int, as pair: ArraySlice<Int32>) -> Int32? {
        guard place > 0, place < numbers.count, numbers[place - 1...place] == pair else { return nil }
        return stamps[place].joined
    }

    /// Finds new tokens that earlier versions had.
    ///
    /// - Parameters:
    ///   - origins: The version of each token that is not new.
    ///   - found: Called with each run of them, and the place of its first token in ``numbers``.
    func find(_ text: ProseText, where isNew: [Bool], origins: [Int32], _ found: (Range<Int>, Int) -> Void) {
        var start = 0
        while start < isNew.count {
            guard isNew[start] else {
                start += 1
                continue
            }
            var end = start + 1
            while end < isNew.count, isNew[end] { end += 1 }
            find(start..<end, text, origins, found)
            start = end
        }
    }

    private func find(
        _ run: Range<Int>, _ text: ProseText, _ origins: [Int32], _ found: (Range<Int>, Int) -> Void
    ) {
        // Tokens of context on either side count towards a match, but keep their own origin.
        let window =
            max(0, run.lowerBound - Self.context)..<min(text.count, run.upperBound + Self.context)
        var token = window.lowerBound
        var end = run.lowerBound
        while token < run.upperBound, token + 2 < text.count {
            let key = Self.key(text.numbers, token)
            guard let last = places[key], let first = firstPlaces[key] else {
                token += 1
                continue
            }
            var next = token + 1
            for place in first == last ? [last] : [last, first] {
                let shift = place - token
                let same = extend(token, shift, text, window)
                let telling = telling(same, run, text, origins, shift)
                guard same.count >= 3, telling.upperBound > end else { continue }
                // What was found before has its origin.
                let rest = max(end, telling.lowerBound)..<telling.upperBound
                found(rest, rest.lowerBound + shift)
                end = rest.upperBound
                // Another passage may go on with words that this one ends with.
                next = max(next, same.upperBound - 2)
            }
            token = next
        }
    }

    /// The part of a found run that is no coincidence: all of it if it has enough words, if it is everything new between
    /// the same neighbours as before, or if it follows or precedes the same two tokens as before; else its whole
    /// sentences.
    private func telling(
        _ found: Range<Int>, _ run: Range<Int>, _ text: ProseText, _ origins: [Int32], _ shift: Int
    ) -> Range<Int> {
        let restored = found.clamped(to: run)
        guard !restored.isEmpty else { return restored }
        func isNeighbour(_ token: Int) -> Bool {
            found.contains(token) || token < 0 || token == text.count
        }
        let isWhole = restored == run && isNeighbour(run.lowerBound - 1) && isNeighbour(run.upperBound)
        if isWhole || text.wordCount(restored) >= Self.telling { return restored }
        /// Whether tokens of context were there before, and are not others of the same words.
        func isSameContext(_ tokens: Range<Int>) -> Bool {
            tokens.count >= Self.context && tokens.allSatisfy { origins[$0] == stamps[$0 + shift].version }
        }
        if isSameContext(Range(from: found.lowerBound, upTo: restored.lowerBound))
            || isSameContext(Range(from: restored.upperBound, upTo: found.upperBound))
        {
            return restored
        }
        func begins(_ token: Int) -> Bool {
            (token == text.count || text.traits[token].contains(.startsSentence))
                && (token + shift >= traits.count || traits[token + shift].contains(.startsSentence))
        }
        guard let first = restored.first(where: begins) else { return restored.prefix(0) }
        let end = (first + 1...restored.upperBound).last(where: begins) ?? first
        return text.wordCount(first..<end) > 1 ? first..<end : first..<first
    }

    /// The longest run around a token that is the same in both texts.
    private func extend(_ token: Int, _ shift: Int, _ text: ProseText, _ window: Range<Int>) -> Range<Int> {
        func isSame(_ token: Int) -> Bool {
            numbers.indices.contains(token + shift) && numbers[token + shift] == text.numbers[token]
        }
        guard isSame(token) else { return token..<token }
        var first = token
        while first > window.lowerBound, isSame(first - 1) { first -= 1 }
        var end = token + 1
        while end < window.upperBound, isSame(end) { end += 1 }
        return first..<end
    }

    static func key(_ numbers: [Int32], _ token: Int) -> UInt64 {
        var key = UInt64(UInt32(bitPattern: numbers[token]))
        key = key &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(UInt32(bitPattern: numbers[token + 1]))
        return key &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(UInt32(bitPattern: numbers[token + 2]))
    }
}

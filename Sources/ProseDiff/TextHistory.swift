/// The versions of a text so far, with the origin of each of their tokens.
struct TextHistory {
    private var lexicon = Lexicon()
    private var versions: [Version]
    private var removed = RemovedText()

    /// One version.
    struct Version {
        let text: ProseText
        var origins: [Blame.Origin]
    }

    init(_ first: [UInt8]) {
        let text = ProseText(first, &lexicon)
        versions = [Version(text: text, origins: .init(repeating: .init(version: 0), count: text.count))]
    }

    /// Adds the next version.
    mutating func add(_ bytes: [UInt8], _ options: Comparison.Options) {
        let index = versions.count
        let last = versions[index - 1]
        guard bytes != last.text.bytes else { return versions.append(last) }
        let text = ProseText(bytes, &lexicon)
        let alignment = Alignment(last.text, text, options)
        var next = Version(text: text, origins: .init(repeating: .init(version: index), count: text.count))
        var isNew = [Bool](repeating: true, count: text.count)
        for (token, match) in alignment.matches.enumerated() where match >= 0 {
            next.origins[Int(match)] = last.origins[token]
            isNew[Int(match)] = false
        }
        if let same = versions.lastIndex(where: { $0.text.bytes == bytes }) {
            for token in isNew.indices where isNew[token] {
                next.origins[token] = .init(version: versions[same].origins[token].version, returned: index)
            }
        } else {
            removed.restore(&next, where: isNew, from: versions, as: index)
        }
        removed.note(last.text, version: index - 1) { alignment.matches[$0] < 0 }
        versions.append(next)
    }

    /// Says where each part of the last version comes from.
    func blame() -> Blame {
        let last = versions[versions.count - 1]
        let text = last.text
        var spans: [Blame.Span] = []
        for token in 0..<text.count {
            let start = text.gap(before: token).lowerBound
            let end = token + 1 == text.count ? text.bytes.count : Int(text.ends[token])
            if let span = spans.last, span.origin == last.origins[token] {
                spans[spans.count - 1].range = span.range.lowerBound..<end
            } else {
                spans.append(Blame.Span(range: start..<end, origin: last.origins[token]))
            }
        }
        let sentences = text.runs(.startsSentence, in: 0..<text.count).map { tokens in
            let origins = last.origins[tokens]
            return Blame.Sentence(
                range: text.byteRange(tokens), origin: Self.main(origins), newest: origins.map(\.version).max() ?? 0,
                startsParagraph: text.traits[tokens.lowerBound].contains(.startsParagraph))
        }
        return Blame(spans: spans, sentences: sentences)
    }

    private static func main(_ origins: ArraySlice<Blame.Origin>) -> Blame.Origin {
        var counts: [Blame.Origin: Int] = [:]
        for origin in origins { counts[origin, default: 0] += 1 }
        let most = counts.max { first, second in
            (first.value, second.key.version, second.key.returned ?? 0)
                < (second.value, first.key.version, first.key.returned ?? 0)
        }
        return most?.key ?? Blame.Origin(version: 0)
    }
}

/// Text that was taken out, found again by runs of three tokens.
struct RemovedText {
    private var places: [UInt64: Place] = [:]

    private struct Place {
        var version: Int32
        var token: Int32
    }

    /// Words in a row that are no coincidence.
    private static let telling = 6

    /// Notes where tokens were last seen, with a neighbour on each side.
    mutating func note(_ text: ProseText, version: Int, isGone: (Int) -> Bool) {
        guard text.count >= 3 else { return }
        for token in 0..<text.count - 2 where isGone(token) || isGone(token + 1) || isGone(token + 2) {
            places[Self.key(text, token)] = Place(version: Int32(version), token: Int32(token))
        }
    }

    /// Gives new tokens that were there before the origins that they had.
    func restore(
        _ next: inout TextHistory.Version, where isNew: [Bool], from versions: [TextHistory.Version], as index: Int
    ) {
        var start = 0
        while start < isNew.count {
            guard isNew[start] else {
                start += 1
                continue
            }
            var end = start + 1
            while end < isNew.count, isNew[end] { end += 1 }
            restore(start..<end, &next, versions, index)
            start = end
        }
    }

    private func restore(
        _ run: Range<Int>, _ next: inout TextHistory.Version, _ versions: [TextHistory.Version], _ index: Int
    ) {
        var token = max(0, run.lowerBound - 1)
        while token < run.upperBound, token + 2 < next.text.count {
            guard let place = places[Self.key(next.text, token)] else {
                token += 1
                continue
            }
            let before = versions[Int(place.version)]
            let shift = Int(place.token) - token
            // One token of context on either side counts towards a match but keeps its own origin.
            let window = max(0, run.lowerBound - 1)..<min(next.text.count, run.upperBound + 1)
            let found = Self.extend(token, shift, next.text, before.text, window)
            let telling = telling(found, run, window, next.text, before.text, shift)
            if found.count >= 3 && !telling.isEmpty {
                for restored in telling {
                    let origin = before.origins[restored + shift]
                    next.origins[restored] = Blame.Origin(version: origin.version, returned: index)
                }
                token = found.upperBound
            } else {
                token += 1
            }
        }
    }

    /// What of a run found is no coincidence: all of it, where it has enough words or is all that is new with the same
    /// neighbours as before; else its whole sentences.
    private func telling(
        _ found: Range<Int>, _ run: Range<Int>, _ window: Range<Int>, _ text: ProseText, _ before: ProseText,
        _ shift: Int
    ) -> Range<Int> {
        let restored = found.clamped(to: run)
        if found == window || text.wordCount(restored) >= Self.telling { return restored }
        func begins(_ token: Int) -> Bool {
            func begins(_ text: ProseText, _ token: Int) -> Bool {
                token == text.count || text.traits[token].contains(.startsSentence)
            }
            return begins(text, token) && begins(before, token + shift)
        }
        guard let first = restored.first(where: begins) else { return restored.prefix(0) }
        let end = (first + 1...restored.upperBound).last(where: begins) ?? first
        return text.wordCount(first..<end) > 1 ? first..<end : first..<first
    }

    /// The longest run around a token that is the same in both texts.
    private static func extend(
        _ token: Int, _ shift: Int, _ text: ProseText, _ before: ProseText, _ window: Range<Int>
    ) -> Range<Int> {
        func isSame(_ token: Int) -> Bool {
            before.numbers.indices.contains(token + shift) && before.numbers[token + shift] == text.numbers[token]
        }
        guard isSame(token) else { return token..<token }
        var first = token
        while first > window.lowerBound, isSame(first - 1) { first -= 1 }
        var end = token + 1
        while end < window.upperBound, isSame(end) { end += 1 }
        return first..<end
    }

    private static func key(_ text: ProseText, _ token: Int) -> UInt64 {
        var key = UInt64(UInt32(bitPattern: text.numbers[token]))
        key = key &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(UInt32(bitPattern: text.numbers[token + 1]))
        return key &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(UInt32(bitPattern: text.numbers[token + 2]))
    }
}

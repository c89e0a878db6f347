import CanonicalJSON

/// An excerpt of a text around the words that were found.
public struct Snippet: Hashable, Sendable {
    /// The excerpt; `…` marks where it is cut.
    public let text: Text
    /// The words that were found, as ranges of UTF-8 bytes in the excerpt.
    public let matches: [Range<Int>]
}

/// Cuts the excerpt that shows a match best.
struct SnippetCutter {
    private let phrases: [SearchQuery.Phrase]
    private var scalars = SearchScalars()

    /// The length of an excerpt: this many words, or three times as many letters of a script without spaces.
    private static let length = 16

    init(_ query: SearchQuery) {
        phrases = query.wanted
    }

    /// An occurrence of a phrase.
    private struct Hit {
        let phrase: Int
        let tokens: Range<Int>
    }

    /// Cuts the excerpt with the most phrases close together. Among equal texts the last wins: the first is the
    /// headline, which lists show anyway.
    mutating func cut(_ texts: [String]) -> Snippet {
        var best: (score: Int, text: String, folded: SearchText, hits: [Hit]) = (-1, "", SearchText("", &scalars), [])
        for text in texts.reversed() {
            let folded = SearchText(text, &scalars, recordsTokens: true)
            let all = hits(folded)
            for first in all.indices {
                let end = Self.end(folded.tokens, all[first].tokens.lowerBound)
                let hits = Array(all[first...].prefix { $0.tokens.lowerBound < end })
                let score = Set(hits.map(\.phrase)).count * 64 + min(hits.count, 63)
                if score > best.score { best = (score, text, folded, hits) }
            }
            if best.score < 0, !folded.tokens.isEmpty { best = (-1, text, folded, []) }
        }
        return Self.piece(best.text, best.folded.tokens, best.hits)
    }

    /// The occurrences of the phrases, in text order.
    private func hits(_ text: SearchText) -> [Hit] {
        var hits: [Hit] = []
        for start in text.tokens.indices {
            for (number, phrase) in phrases.enumerated() where phrase.isAt(start, in: text) {
                hits.append(Hit(phrase: number, tokens: start..<start + phrase.words.count))
            }
        }
        return hits
    }

    private static func weight(_ token: SearchText.Token) -> Int { token.isCharacter ? 1 : 3 }

    /// The last token of an excerpt that starts at a token.
    private static func end(_ tokens: [SearchText.Token], _ start: Int) -> Int {
        var (end, left) = (start, length * 3)
        while end < tokens.count, left > 0 {
            left -= weight(tokens[end])
            end += 1
        }
        return end
    }

    /// The excerpt around some occurrences: from the beginning of a sentence when there is room, else with context on
    /// both sides.
    private static func piece(_ text: String, _ tokens: [SearchText.Token], _ hits: [Hit]) -> Snippet {
        let bytes = Array(text.utf8)
        let hit = hits.first?.tokens.lowerBound ?? 0
        let last = hits.map(\.tokens.upperBound).max() ?? hit
        let room = max(0, length * 3 - tokens[hit..<max(hit, last)].reduce(0) { $0 + weight($1) })
        var start = hit
        var middle = hit
        var used = 0
        while start > 0, !startsSentence(bytes, tokens, start), used + weight(tokens[start - 1]) <= room {
            start -= 1
            used += weight(tokens[start])
            if used <= room / 2 { middle = start }
        }
        if start > 0, !startsSentence(bytes, tokens, start) { start = middle }
        let end = max(end(tokens, start), last)
        let from = start == 0 ? 0 : tokens[start].source.lowerBound
        let to = end >= tokens.count ? bytes.count : tokens[end - 1].source.upperBound
        let head = start == 0 ? "" : "…"
        let shift = head.utf8.count - from
        var matches: [Range<Int>] = []
        for hit in hits {
            let range =
                tokens[hit.tokens.lowerBound].source.lowerBound + shift..<tokens[hit.tokens.upperBound - 1].source
                .upperBound + shift
            if let before = matches.last, range.lowerBound < before.upperBound {
                matches[matches.count - 1] = before.lowerBound..<max(before.upperBound, range.upperBound)
            } else {
                matches.append(range)
            }
        }
        let piece = head + String(decoding: bytes[from..<to], as: UTF8.self) + (to == bytes.count ? "" : "…")
        return Snippet(text: Text(piece), matches: matches)
    }

    /// Whether a sentence end or a line break precedes a word.
    private static func startsSentence(_ bytes: [UInt8], _ tokens: [SearchText.Token], _ token: Int) -> Bool {
        guard token > 0 else { return true }
        let (before, after) = (tokens[token - 1].source.upperBound, tokens[token].source.lowerBound)
        // One scalar may fold to two letters.
        guard before < after else { return false }
        let gap = bytes[before..<after]
        if gap.contains(0x0A) || gap.contains(0x0D) { return true }
        let marks = String(decoding: gap, as: UTF8.self)
        if marks.contains(where: { "。！？．".contains($0) }) { return true }
        return gap.contains(0x20) && marks.contains { ".!?…।".contains($0) }
    }
}

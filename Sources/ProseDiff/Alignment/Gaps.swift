/// Iterates over the gaps between ascending matches.
enum Gaps {
    /// Calls `body` with each gap: before the first match, between two neighbouring matches, and after the last, in
    /// order. Either side of a gap may be empty, never both.
    ///
    /// - Parameters:
    ///   - matches: The partner of each old index, or a negative number. A match that is out of order or out of range
    ///     is skipped.
    ///   - old: The old indices to visit, within those of `matches`.
    ///   - new: The range of partners.
    static func forEach(_ matches: [Int32], old: Range<Int>, new: Range<Int>, _ body: (TokenSpan) -> Void) {
        var from = (old: old.lowerBound, new: new.lowerBound)
        for index in old.clamped(to: matches.indices) where matches[index] >= 0 {
            let partner = Int(matches[index])
            guard partner >= from.new, partner < new.upperBound else { continue }
            if index > from.old || partner > from.new {
                body(TokenSpan(old: from.old..<index, new: from.new..<partner))
            }
            from = (index + 1, partner + 1)
        }
        if from.old < old.upperBound || from.new < new.upperBound {
            body(TokenSpan(old: from.old..<old.upperBound, new: from.new..<new.upperBound))
        }
    }
}

extension Range<Int> {
    /// Creates a range, which is empty if the end is before the start.
    init(from start: Int, upTo end: Int) { self = start..<Swift.max(start, end) }
}

extension TokenSpan {
    /// Whether both sides have tokens.
    var hasBoth: Bool { !old.isEmpty && !new.isEmpty }
}

/// Stretches in order on both sides, visited from front to back.
struct SpanCursor {
    private let spans: [TokenSpan]
    private var index = 0

    init(_ spans: [TokenSpan]) { self.spans = spans }

    /// Whether one of the stretches contains another. Queries must come in order.
    mutating func holds(_ span: TokenSpan) -> Bool { overlaps(span).contains { $0.holds(span) } }

    /// Returns the intersections of the stretches with another one, if they have tokens on both sides.
    mutating func parts(of span: TokenSpan) -> [TokenSpan] {
        overlaps(span)
            .map { TokenSpan(old: $0.old.clamped(to: span.old), new: $0.new.clamped(to: span.new)) }
            .filter(\.hasBoth)
    }

    private mutating func overlaps(_ span: TokenSpan) -> ArraySlice<TokenSpan> {
        while index < spans.count, spans[index].old.upperBound <= span.old.lowerBound,
            spans[index].new.upperBound <= span.new.lowerBound
        {
            index += 1
        }
        return spans[index...].prefix {
            $0.old.lowerBound < span.old.upperBound || $0.new.lowerBound < span.new.upperBound
        }
    }
}

extension TokenSpan {
    /// Whether this stretch contains another one on both sides.
    func holds(_ other: TokenSpan) -> Bool {
        old.lowerBound <= other.old.lowerBound && old.upperBound >= other.old.upperBound
            && new.lowerBound <= other.new.lowerBound && new.upperBound >= other.new.upperBound
    }
}

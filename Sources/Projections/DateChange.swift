import ProseDiff

/// Tells whether a changed number is a month or a day.
enum DateChange {
    /// Bytes before and after a change in which its date is written.
    private static let reach = 32

    static func isOne(_ leaf: Comparison.Operation, in field: FieldDifference, language: String?) -> Bool {
        guard leaf.kind != .equal, !leaf.marks.isDisjoint(with: [.number, .numberWord]) else { return false }
        let sides = [(field.old, leaf.old), (field.new, leaf.new)].filter { !$0.1.isEmpty }
        if !leaf.marks.contains(.numberWord) {
            let words = sides.map { Array($0.0[$0.1]) }
            if words.allSatisfy({ !TellingWords.hasDigit($0) }),
                words.contains(where: { TellingWords.hasMonthOrDay($0, language: language) })
            {
                return true
            }
        }
        return !sides.isEmpty && sides.allSatisfy { isInDate($0.1, of: $0.0, language) }
    }

    /// Whether everything that changed is in a date: the "3" of "3 May", the "六" of "六月".
    private static func isInDate(_ range: Range<Int>, of text: [UInt8], _ language: String?) -> Bool {
        let (start, window) = (begin(range.lowerBound, text), end(range.upperBound, text))
        let tokens = ReadToken.all(in: Array(text[start..<window]), language: language, labels: Labels())
            .filter { $0.range.overlaps(range.lowerBound - start..<range.upperBound - start) }
        if !tokens.isEmpty, tokens.allSatisfy({ $0.kind == .date }) { return true }
        return isInEasternDate(range, of: text)
    }

    /// The place about ``reach`` bytes before another at which a word begins.
    private static func begin(_ place: Int, _ text: [UInt8]) -> Int {
        let far = max(0, place - reach)
        return far == 0 ? 0 : text[far..<place].firstIndex(of: 0x20) ?? place
    }

    private static func end(_ place: Int, _ text: [UInt8]) -> Int {
        let far = min(text.count, place + reach)
        return far == text.count ? far : text[place..<far].lastIndex(of: 0x20) ?? place
    }

    /// Whether the numeral that changed stands before the sign for month or day, and no span of time is meant.
    private static func isInEasternDate(_ range: Range<Int>, of text: [UInt8]) -> Bool {
        let changed = String(decoding: text[range], as: UTF8.self).filter { !$0.isWhitespace }
        let rest = String(decoding: text[range.upperBound..<min(text.count, range.upperBound + reach)], as: UTF8.self)
        let all = changed + rest
        let numeral = all.prefix { $0.isASCII && $0.isNumber || numerals.contains($0) }
        let tail = all.dropFirst(numeral.count)
        guard !numeral.isEmpty, let sign = tail.first, signs.contains(sign), numeral.count >= changed.count - 1 else {
            return false
        }
        return tail.dropFirst().first.map { !spans.contains($0) } ?? true
    }

    private static let numerals: Set<Character> = [
        "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "廿",
    ]
    /// Month, and day in two signs.
    private static let signs: Set<Character> = ["月", "日", "号", "號"]
    /// "Within", "for", "-th".
    private static let spans: Set<Character> = ["間", "间", "内", "內", "目"]
}

/// Reads the numbers of a text, in digits, words or Chinese numerals.
struct NumeralReader {
    let tokens: [RawToken]
    let words: NumberWords
    /// Primary language subtag; nil when it is unknown.
    let language: String?

    /// A number without its sign and unit.
    struct Numeral {
        /// What it may be; the first is the likeliest.
        var values: [Magnitude]
        /// The token after it.
        var end: Int
        /// The time of day that "22.15" may be, in minutes.
        var time: Int?
        /// Whether it is one run of digits: only that may be a day or a year.
        var plain: Int?
    }

    /// Languages that part thousands with a point, a comma being decimal.
    private static let pointed: Set<String> = ["de", "fr", "it", "pt", "nl", "pl", "ru", "uk"]
    /// Languages in which a comma parts thousands.
    private static let english: Set<String> = ["en", "zh", "ja"]

    /// The number that begins at a token; nil where none does.
    func numeral(at start: Int) -> Numeral? {
        let number =
            switch tokens[start].kind {
            case .digits: digits(at: start)
            case .letters: inWords(at: start)
            case .ideograph: han(at: start)
            case .mark, .label: Numeral?.none
            }
        return number
    }

    // MARK: digits

    private func digits(at start: Int) -> Numeral {
        var groups = [tokens[start].text]
        var marks: [String] = []
        var end = start + 1
        while let (mark, next) = group(after: end, marks, groups) {
            marks.append(mark)
            groups.append(tokens[next].text)
            end = next + 1
        }
        var number = Numeral(values: Self.values(groups, marks, language), end: end)
        if marks.isEmpty, groups[0].count <= 4 { number.plain = Int(groups[0]) }
        if marks == ["."], groups[1].count == 2, groups[0].count <= 2, let hour = Int(groups[0]),
            let minute = Int(groups[1]),
            hour < 24, minute < 60
        {
            number.time = hour * 60 + minute
        }
        return number
    }

    /// The mark and the digits that go on with a number.
    private func group(after end: Int, _ marks: [String], _ groups: [String]) -> (String, Int)? {
        guard end < tokens.count else { return nil }
        let next = tokens[end]
        if next.kind == .mark, next.isJoined, [".", ",", "'", "\u{66B}", "\u{66C}"].contains(next.text),
            end + 1 < tokens.count, tokens[end + 1].kind == .digits, tokens[end + 1].isJoined
        {
            return (next.text, end + 1)
        }
        guard next.kind == .digits, next.text.count == 3, groups[0].count <= 3, marks.allSatisfy({ $0 == " " }),
            groups.dropFirst().allSatisfy({ $0.count == 3 }), next.gap.unicodeScalars.count == 1, next.gap != "\n"
        else { return nil }
        let isPlain = next.gap == " "
        return !isPlain || next.text == "000" || language.map { !Self.english.contains($0) } ?? false ? (" ", end) : nil
    }

    private static func values(_ groups: [String], _ marks: [String], _ language: String?) -> [Magnitude] {
        let whole = Magnitude(groups.joined())
        guard let last = marks.last else { return [whole] }
        let decimal = Magnitude(groups.joined(), exponent: -groups[groups.count - 1].utf8.count)
        let inGroups =
            (1...3).contains(groups[0].count) && groups.dropFirst().allSatisfy { $0.count == 3 }
            && Set(marks).count == 1
        guard inGroups else { return [decimal] }
        if marks.count > 1 || [" ", "'", "\u{66C}"].contains(last) { return [whole] }
        if last == "\u{66B}" { return [decimal] }
        if language.map(english.contains) ?? false { return last == "," ? [whole] : [decimal] }
        if language.map(pointed.contains) ?? false { return last == "." ? [whole] : [decimal, whole] }
        return [whole, decimal]
    }

    // MARK: words

    private static let dozens: Set<String> = ["dozen", "dutzend", "docena", "dozzina", "dúzia", "dozijn"]

    private func inWords(at start: Int) -> Numeral? {
        if start + 1 < tokens.count, words.isArticle(tokens[start].text), words.value(tokens[start + 1].text) == 12,
            Self.dozens.contains(tokens[start + 1].text), !tokens[start + 1].gap.contains("\n")
        {
            return Numeral(values: [Magnitude(12)], end: start + 2, plain: 12)
        }
        var (total, current) = (0, 0)
        var (index, end, last) = (start, start, 0)
        /// The value of the word before; "twenty one" goes on, "two three" does not.
        func fits(_ value: Int) -> Bool {
            if end == start || last == 100 { return true }
            if [20, 30, 40, 50, 70, 90].contains(last) { return value < 10 }
            if [60, 80].contains(last) { return value < 20 }
            return last == 4 && value == 20 && language == "fr"
        }
        while index < tokens.count {
            let token = tokens[index]
            if index > start, token.gap.contains("\n") { break }
            if token.kind == .mark, token.text == "-", token.isJoined, index > start, index + 1 < tokens.count,
                tokens[index + 1].isJoined
            {
                index += 1
                continue
            }
            guard token.kind == .letters else { break }
            if let value = value(at: index, isInside: end > start) {
                guard fits(value) else { break }
                current = last == 4 && value == 20 ? 80 : current + value
                last = value == 20 && last == 4 ? 80 : value >= 100 ? 100 : value
                (index, end) = (index + 1, index + 1)
            } else if words.isHundred(token.text), end > start || language != "en" {
                guard last < 20 else { break }
                current = max(1, current) * 100
                (last, index, end) = (100, index + 1, index + 1)
            } else if let scale = words.scale(token.text), end > start, scale == 3, token.text.count > 3 {
                total += max(1, current) * 1000
                (current, last, index, end) = (0, 100, index + 1, index + 1)
            } else if end > start, words.isLink(token.text), index + 1 < tokens.count, goesOn(index + 1, last) {
                index += 1
            } else {
                break
            }
        }
        guard end > start else { return nil }
        return Numeral(values: [Magnitude(total + current)], end: end, plain: total + current)
    }

    /// Whether a word that may follow a link goes on with the number: not in "two and three".
    private func goesOn(_ index: Int, _ last: Int) -> Bool {
        guard tokens[index].kind == .letters else { return false }
        let isOne = words.isArticle(tokens[index].text)
        guard let value = words.value(tokens[index].text) ?? (isOne ? 1 : nil) else { return false }
        return last == 100 || last >= 20 && value < (last == 60 ? 20 : 10)
    }

    private func value(at index: Int, isInside: Bool) -> Int? {
        let word = tokens[index].text
        guard words.isArticle(word) else { return words.value(word) }
        return isBeforeScale(index) || isInside && index > 0 && words.isLink(tokens[index - 1].text) ? 1 : nil
    }

    private func isBeforeScale(_ index: Int) -> Bool {
        guard index + 1 < tokens.count, tokens[index + 1].kind == .letters else { return false }
        let next = tokens[index + 1].text
        return next.count > 3 && words.scale(next) != nil || words.isHundred(next)
    }

    // MARK: Chinese numerals

    private static let figures: [String: Int] = [
        "〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "兩": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    ]
    private static let steps: [String: Int] = ["十": 10, "百": 100, "千": 1000]
    private static let myriads: [String: Int] = ["万": 4, "萬": 4, "亿": 8, "億": 8, "兆": 12]
    /// What makes a number of a single numeral, which is otherwise part of a word or a name.
    private static let counters = Set("人名個个件年月日時时分秒円元天周週倍歳岁票次回台辆輛只隻条座位所家枚本度％%".map(String.init))

    /// The power of ten of a Chinese numeral behind digits; nil where it is none.
    static func myriad(_ word: String) -> Int? { myriads[word] ?? (word == "千" ? 3 : word == "百" ? 2 : nil) }

    private func han(at start: Int) -> Numeral? {
        var (total, section, digit) = (0, 0, 0)
        var end = start
        // A thousand million million is as much as is read.
        while end < tokens.count, end - start < 16, tokens[end].kind == .ideograph, end == start || tokens[end].isJoined
        {
            let word = tokens[end].text
            if let figure = Self.figures[word] {
                digit = digit * 10 + figure
            } else if let step = Self.steps[word] {
                section += max(1, digit) * step
                digit = 0
            } else if let power = Self.myriads[word], end > start {
                let factor = power == 4 ? 10_000 : power == 8 ? 100_000_000 : 1_000_000_000_000
                let (product, hasOverflowed) = max(1, section + digit).multipliedReportingOverflow(by: factor)
                let (sum, isTooMuch) = total.addingReportingOverflow(product)
                guard !hasOverflowed, !isTooMuch else { return nil }
                (total, section, digit) = (sum, 0, 0)
            } else {
                break
            }
            end += 1
        }
        guard end > start else { return nil }
        if end == start + 1 {
            guard end < tokens.count, tokens[end].isJoined, Self.counters.contains(tokens[end].text) else { return nil }
        }
        let (sum, isTooMuch) = total.addingReportingOverflow(section + digit)
        return isTooMuch ? nil : Numeral(values: [Magnitude(sum)], end: end, plain: sum)
    }
}

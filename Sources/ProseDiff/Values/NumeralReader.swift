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

    /// The number that begins at a token; nil where none does.
    ///
    /// - Parameter isSure: Whether it is known that one begins there: a single Chinese numeral may be part of a word.
    func numeral(at start: Int, isSure: Bool = false) -> Numeral? {
        switch tokens[start].kind {
        case .digits: chinese(at: start, isSure: true) ?? digits(at: start)
        case .letters: inWords(at: start)
        case .ideograph: chinese(at: start, isSure: isSure)
        case .mark, .label: nil
        }
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
        var number = Numeral(values: values(groups, marks), end: end)
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
        if next.kind == .mark, next.isJoined, [".", ",", "'", "\u{66B}", "\u{66C}", "\u{B7}"].contains(next.text),
            end + 1 < tokens.count, tokens[end + 1].kind == .digits, tokens[end + 1].isJoined
        {
            return (next.text, end + 1)
        }
        guard next.kind == .digits, next.text.count == 3, groups[0].count <= 3, marks.allSatisfy({ $0 == " " }),
            groups.dropFirst().allSatisfy({ $0.count == 3 }), next.gap.unicodeScalars.count == 1, next.gap != "\n"
        else { return nil }
        let isPlain = next.gap == " "
        return !isPlain || next.text == "000" || words.grouping == .point ? (" ", end) : nil
    }

    /// What groups of digits may be; the first is the likeliest. A mark before three digits may part thousands or decimals,
    /// and the language tells which is likelier.
    private func values(_ groups: [String], _ marks: [String]) -> [Magnitude] {
        guard let last = marks.last else {
            let digits = groups[0]
            return [digits.utf8.count > 1 && digits.hasPrefix("0") ? Magnitude(code: digits) : Magnitude(digits)]
        }
        let whole = Magnitude(groups.joined())
        let decimal = Magnitude(groups.joined(), exponent: -groups[groups.count - 1].utf8.count)
        let heads = groups.dropLast().dropFirst()
        let isGrouped = (1...3).contains(groups[0].utf8.count) && heads.allSatisfy { $0.utf8.count == 3 }
        let isOneMark = marks.allSatisfy { $0 == last }
        guard isGrouped, isOneMark, groups[groups.count - 1].utf8.count == 3 else {
            // "1.234,5": decimals after groups that are parted by another mark.
            let isParted = isGrouped && marks.dropLast().allSatisfy { $0 == marks[0] && $0 != last }
            if marks.count == 1 || isParted { return [decimal] }
            return [Magnitude(code: zip(groups, marks + [""]).map { $0 + $1 }.joined())]
        }
        if marks.count > 1 || [" ", "'", "\u{66C}"].contains(last) { return [whole] }
        if ["\u{66B}", "\u{B7}"].contains(last) || groups[0] == "0" { return [decimal] }
        let isThousands =
            switch words.grouping {
            case .comma: last == ","
            case .point: last == "."
            case nil: true
            }
        if words.grouping != nil, Self.surelyParts.contains(language ?? "") {
            // A comma before three digits of another language may part thousands as in English.
            return isThousands ? [whole] : last == "." ? [decimal] : [decimal, whole]
        }
        return isThousands ? [whole, decimal] : [decimal, whole]
    }

    /// Languages whose writers do not part thousands as English does, and the other way around.
    private static let surelyParts: Set = ["en", "zh", "ja", "de", "fr", "it", "pt", "nl", "pl", "ru", "uk"]

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
            if last == 10, language == "fr" { return (7...9).contains(value) }
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

    /// What makes a number of a single numeral, which is otherwise part of a word or a name.
    private static let counters = Set("人名個个件年月日時时分秒円元天周週倍歳岁票次回台辆輛只隻条座位所家枚本度％%".map(String.init))

    /// The power of ten of a Chinese numeral behind digits; nil where it is none.
    static func myriad(_ word: String) -> Int? {
        guard let scalar = word.unicodeScalars.first, let numeral = NumberSigns.numeral(scalar.value) else {
            return nil
        }
        switch numeral {
        case .digit: return nil
        case .unit(let unit): return unit == 1000 ? 3 : unit == 100 ? 2 : nil
        case .scale(let power): return power
        }
    }

    /// A number with Chinese numerals, which may begin with digits.
    private func chinese(at start: Int, isSure: Bool) -> Numeral? {
        var scalars: [Unicode.Scalar] = []
        var (end, hasNumeral, isDigit) = (start, false, false)
        while end < tokens.count, end == start || tokens[end].isJoined, scalars.count < ChineseNumber.most {
            let token = tokens[end]
            switch token.kind {
            case .digits where !isDigit: isDigit = true
            case .ideograph, .mark:
                guard let scalar = token.text.unicodeScalars.first, ChineseNumber.goesOn(scalar),
                    !ChineseNumber.isPoint(scalar) || isPoint(end, scalar, start)
                else {
                    return number(scalars, start, end, hasNumeral, isSure)
                }
                (hasNumeral, isDigit) = (hasNumeral || !ChineseNumber.isPoint(scalar), false)
            default: return number(scalars, start, end, hasNumeral, isSure)
            }
            scalars += Array(token.text.unicodeScalars)
            end += 1
        }
        return number(scalars, start, end, hasNumeral, isSure)
    }

    /// Whether a point stands between digits, or a Chinese one between numerals.
    private func isPoint(_ index: Int, _ point: Unicode.Scalar, _ start: Int) -> Bool {
        guard index > start, index + 1 < tokens.count, tokens[index + 1].isJoined else { return false }
        return [index - 1, index + 1].allSatisfy { side in
            tokens[side].kind == .digits
                || point != "."
                    && tokens[side].text.unicodeScalars.first.map { NumberSigns.numeral($0.value) != nil } ?? false
        }
    }

    private func number(
        _ scalars: [Unicode.Scalar], _ start: Int, _ end: Int, _ hasNumeral: Bool, _ isSure: Bool
    ) -> Numeral? {
        guard hasNumeral, scalars.count <= ChineseNumber.most, let value = ChineseNumber.value(scalars) else {
            return nil
        }
        if !isSure, case .scale? = NumberSigns.numeral(scalars[0].value) { return nil }
        if end == start + 1, !isSure {
            guard end < tokens.count, tokens[end].isJoined, Self.counters.contains(tokens[end].text) else { return nil }
        }
        return Numeral(values: [value], end: end, plain: value.small)
    }
}

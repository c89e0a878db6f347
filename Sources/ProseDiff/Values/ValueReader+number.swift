extension ValueReader {
    /// The number that begins at a token with its sign, its currency or its digits; nil where none does.
    func number(after start: Int, isSure: Bool = false) -> (ReadToken?, Int)? {
        var (index, isNegative) = (start, false)
        var unit = ""
        if isSign(index) {
            isNegative = tokens[index].text == "-"
            index += 1
        } else if tokens[index].kind == .letters, index + 1 < tokens.count,
            ["minus", "meno", "menos", "moins", "минус", "мінус"].contains(tokens[index].text),
            tokens[index + 1].kind == .digits
        {
            (index, isNegative) = (index + 1, true)
        }
        if let (currency, next) = prefix(index) { (unit, index) = (currency, next) }
        if !unit.isEmpty, isMark(index, "-"), index + 1 < tokens.count, tokens[index + 1].isJoined {
            (index, isNegative) = (index + 1, true)
        }
        guard index < tokens.count, tokens[index].kind != .mark,
            let numeral = numerals.numeral(at: index, isSure: isSure)
        else {
            return nil
        }
        let isPrefixed = !unit.isEmpty
        let scale = scale(at: numeral.end, isMoney: isPrefixed)
        var end = scale?.end ?? numeral.end
        if let (name, next) = suffix(at: end, isScaled: scale != nil) {
            // "$5 dollars" is no other currency.
            if unit.isEmpty || unit == name { (unit, end) = (name, next) }
        }
        var forms = [(power: scale?.power ?? 0, unit: unit)]
        if let scale, scale.mayBeUnit, unit.isEmpty {
            // "5m" is five metres or five million.
            let letter = tokens[scale.end - 1].text
            forms.insert((0, Units.unit(letter) ?? letter), at: 0)
        }
        // The sign of the yen is that of the yuan, too.
        if unit == "\u{A5}", tokens[start..<end].contains(where: { $0.kind == .mark && $0.text == unit }) {
            forms.insert((forms[0].power, "cny"), at: language == "zh" ? 0 : 1)
        }
        var senses: [Sense] = []
        for value in numeral.values {
            for form in forms {
                senses.append(
                    .number(value.times(powerOfTen: form.power), isNegative: isNegative, unit: form.unit))
            }
        }
        if let time = numeral.time, unit.isEmpty, end == numeral.end { senses.append(.time(time)) }
        return (token(start, end, senses), end)
    }

    /// Whether a token is a sign of a number: it begins a word, and nothing parts it from the number.
    private func isSign(_ index: Int) -> Bool {
        guard tokens[index].kind == .mark, ["-", "+", "\u{B1}"].contains(tokens[index].text), index + 1 < tokens.count,
            tokens[index + 1].isJoined
        else { return false }
        if index > 0, tokens[index].isJoined, !["(", "[", "\u{201C}", "\"", "\u{AB}"].contains(tokens[index - 1].text),
            !tokens[index - 1].isKana
        {
            return false
        }
        return tokens[index + 1].kind == .digits || prefix(index + 1) != nil
    }

    /// A currency before a number: "$", "US$", "EUR ".
    private func prefix(_ index: Int) -> (String, Int)? {
        guard index + 1 < tokens.count else { return nil }
        let token = tokens[index]
        func isNumber(_ next: Int) -> Bool {
            guard next < tokens.count else { return false }
            return tokens[next].kind == .digits
                || isMark(next, "-") && next + 1 < tokens.count && tokens[next + 1].kind == .digits
        }
        if token.kind == .letters, isMark(index + 1, "$"), tokens[index + 1].isJoined, isNumber(index + 2),
            let currency = Units.currency(token.text + "$")
        {
            return (currency, index + 2)
        }
        guard isNumber(index + 1), let currency = Units.currency(token.text),
            token.kind == .mark || token.text.count == 3 && (token.isAllCapitals || !Units.isWordToo(token.text)),
            !tokens[index + 1].gap.contains("\n")
        else { return nil }
        return (currency, index + 1)
    }

    /// A word for a power of ten behind a number.
    private struct Scale {
        let power: Int
        /// The token after it.
        let end: Int
        /// Whether it may be a unit instead.
        var mayBeUnit = false
    }

    private func scale(at index: Int, isMoney: Bool) -> Scale? {
        guard index < tokens.count, !tokens[index].gap.contains("\n") else { return nil }
        let token = tokens[index]
        if token.kind == .ideograph {
            guard token.isJoined, let power = NumeralReader.myriad(token.text) else { return nil }
            var (end, sum) = (index + 1, power)
            while end < tokens.count, tokens[end].isJoined, let next = NumeralReader.myriad(tokens[end].text) {
                (end, sum) = (end + 1, sum + next)
            }
            return Scale(power: sum, end: end)
        }
        guard token.kind == .letters else { return nil }
        if token.text.utf8.count == 1 {
            guard token.isJoined else { return nil }
            let isAmount = isMoney || suffix(at: index + 1, isScaled: true).map { Units.isCurrency($0.0) } ?? false
            if isAmount { return NumberWords.moneyScale(token.text).map { Scale(power: $0, end: index + 1) } }
            return numerals.words.scale(token.text).map {
                Scale(power: $0, end: index + 1, mayBeUnit: token.text != "k")
            }
        }
        guard let power = numerals.words.scale(token.text) else { return nil }
        // "2 mln.": the point belongs to the short form where a word or the sign of a currency follows.
        let next = index + 2
        let hasPoint =
            token.text.count <= 4 && isMark(index + 1, ".") && tokens[index + 1].isJoined && next < tokens.count
            && (tokens[next].kind == .letters && !tokens[next].isCapital || suffix(at: next, isScaled: true) != nil)
        let end = hasPoint ? next : index + 1
        // "5 thousand million", "2 mila miliardi"
        guard let more = scale(at: end, isMoney: isMoney), !more.mayBeUnit, power == 3, more.power > 3,
            tokens[end].kind == .letters, tokens[end].text.utf8.count > 1
        else { return Scale(power: power, end: end) }
        return Scale(power: power + more.power, end: more.end)
    }

    /// The unit behind a number; "of", "de" and "d'" may stand before it.
    ///
    /// - Parameter isScaled: Whether a power of ten stands before it: "millones de toneladas".
    func suffix(at start: Int, isScaled: Bool = false) -> (String, Int)? {
        guard start < tokens.count, !tokens[start].gap.contains("\n") else { return nil }
        var start = start
        if tokens[start].kind == .letters, ["de", "di", "of", "von"].contains(tokens[start].text),
            start + 1 < tokens.count,
            let unit = Units.unit(tokens[start + 1].text), isScaled || Units.isCurrency(unit)
        {
            start += 1
        }
        if isMark(start, "-"), tokens[start].isJoined, start + 1 < tokens.count, tokens[start + 1].isJoined,
            tokens[start + 1].kind == .letters
        {
            start += 1
        }
        var (words, found) = ("", (String, Int)?.none)
        for index in start..<min(tokens.count, start + Units.mostWords * 2) {
            let token = tokens[index]
            guard token.kind != .digits, token.kind != .label, !token.gap.contains("\n") else { break }
            var text = token.text
            if index == start, text.hasPrefix("d'") { text = String(text.dropFirst(2)) }
            words += (index == start || token.isJoined ? "" : " ") + text
            if let unit = Units.unit(words), !(token.kind == .letters && isInsideWord(index)) {
                found = (unit, index + 1)
            }
            if let unit = Units.currency(words),
                token.kind == .mark || token.text.count == 3 && (token.isAllCapitals || !Units.isWordToo(token.text))
            {
                found = (unit, index + 1)
            }
        }
        return found
    }

    /// Whether a word goes on behind a token without white space, as "m²" or "km/h" do.
    private func isInsideWord(_ index: Int) -> Bool {
        guard index + 1 < tokens.count, tokens[index + 1].isJoined else { return false }
        return tokens[index + 1].kind == .letters
    }

    /// "5 to 7 km": the unit of the second number may be that of the first.
    func shareUnits(_ read: inout [ReadToken]) {
        let links: Set<String> = [
            "to", "and", "or", "bis", "und", "oder", "à", "et", "ou", "y", "a", "e", "en", "tot", "до", "и", "و",
        ]
        for index in read.indices.dropFirst() {
            guard case .number(_, _, let unit)? = read[index].senses.first, !unit.isEmpty else { continue }
            var first = index - 1
            if case .word(let link)? = read[first].senses.first, links.contains(link), first > 0 { first -= 1 }
            guard first == index - 1 ? isRange(read[first], read[index]) : true,
                case .number(let value, let isNegative, "")? = read[first].senses.first
            else { continue }
            read[first].senses.append(.number(value, isNegative: isNegative, unit: unit))
        }
    }

    /// Whether only a dash stands between two numbers.
    private func isRange(_ first: ReadToken, _ second: ReadToken) -> Bool {
        let between = tokens.filter {
            $0.range.lowerBound >= first.range.upperBound && $0.range.upperBound <= second.range.lowerBound
        }
        return between.count == 1 && between[0].text == "-"
    }
}

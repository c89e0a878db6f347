extension ValueReader {
    /// The number that begins at a token with its sign, its currency or its digits; nil where none does.
    func number(after start: Int) -> (ReadToken?, Int)? {
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
        guard index < tokens.count, tokens[index].kind != .mark, let numeral = numerals.numeral(at: index) else {
            return nil
        }
        var (end, powers) = (numeral.end, [0])
        if let (power, next, mayBeUnit) = scale(at: end) {
            end = next
            powers = mayBeUnit && unit.isEmpty ? [power, 0] : [power]
        }
        var units = [unit]
        if powers.count == 2 {
            // "5m" is five metres or five million.
            units = ["", Units.unit(tokens[end - 1].text) ?? ""]
        }
        if unit.isEmpty, let (name, next) = suffix(at: end) {
            units = [name]
            powers = [powers[0]]
            end = next
        }
        var senses: [Sense] = []
        for value in numeral.values {
            for (power, unit) in zip(powers, units) {
                senses.append(
                    .number(value.times(powerOfTen: power), isNegative: isNegative, unit: unit))
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
        if index > 0, tokens[index].isJoined, !["(", "[", "\u{201C}", "\"", "\u{AB}"].contains(tokens[index - 1].text) {
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
            token.kind == .mark || token.text.count == 3, !tokens[index + 1].gap.contains("\n")
        else { return nil }
        return (currency, index + 1)
    }

    /// The power of ten behind a number, and whether it may be a unit instead.
    private func scale(at index: Int) -> (power: Int, end: Int, mayBeUnit: Bool)? {
        guard index < tokens.count, !tokens[index].gap.contains("\n") else { return nil }
        let token = tokens[index]
        if token.kind == .ideograph {
            guard token.isJoined, let power = NumeralReader.myriad(token.text) else { return nil }
            var (end, sum) = (index + 1, power)
            while end < tokens.count, tokens[end].isJoined, let next = NumeralReader.myriad(tokens[end].text) {
                (end, sum) = (end + 1, sum + next)
            }
            return (sum, end, false)
        }
        guard token.kind == .letters, let power = numerals.words.scale(token.text) else { return nil }
        let isShort = token.text.count == 1
        if isShort, !token.isJoined { return nil }
        // "2 mln.": the point belongs to the short form where a word follows.
        let hasPoint =
            token.text.count <= 4 && isMark(index + 1, ".") && tokens[index + 1].isJoined && index + 2 < tokens.count
            && tokens[index + 2].kind == .letters && !tokens[index + 2].isCapital
        return (power, hasPoint ? index + 2 : index + 1, isShort && token.text == "m")
    }

    /// The unit behind a number; "of", "de" and "d'" may stand before it.
    func suffix(at start: Int) -> (String, Int)? {
        guard start < tokens.count, !tokens[start].gap.contains("\n") else { return nil }
        var start = start
        if tokens[start].kind == .letters, ["de", "di", "of", "von"].contains(tokens[start].text),
            start + 1 < tokens.count,
            let unit = Units.unit(tokens[start + 1].text), Units.isCurrency(unit)
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
            if let unit = Units.currency(words), token.kind == .mark || token.text.count == 3 {
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

extension Units {
    /// Whether a unit is a currency.
    static func isCurrency(_ unit: String) -> Bool {
        ["\u{20AC}", "$", "\u{A3}", "\u{A5}", "zł", "\u{20BD}", "\u{20B4}", "chf", "crowns"].contains(unit)
    }
}

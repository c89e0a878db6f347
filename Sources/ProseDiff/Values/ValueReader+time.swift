extension ValueReader {
    /// The date that begins at a token: "3 October 2026", "October 3", "3. Mai", "2026-10-03", "10月3日".
    func date(at start: Int) -> (ReadToken, Int)? {
        if tokens[start].kind == .digits, let date = dateInDigits(at: start) ?? inChinese(start) { return date }
        if tokens[start].kind == .ideograph { return inChinese(start) }
        if let month = self.month(start) ?? shortMonth(start, before: start + 1) {
            var end = start + 1
            if isMark(end, "."), tokens[end].isJoined, CalendarNames.shortMonth(tokens[start].text) != nil { end += 1 }
            guard let day = day(end), !isMonthBehind(day.end), !isClock(end) else {
                return year(end).map { year in
                    (token(start, year.end, [.date(day: nil, month: month, year: year.value)]), year.end)
                }
            }
            let year = self.year(day.end)
            let last = year?.end ?? day.end
            return (token(start, last, [.date(day: day.value, month: month, year: year?.value)]), last)
        }
        guard let day = day(start) else { return nil }
        var next = day.end
        if next < tokens.count, ["of", "de", "di"].contains(tokens[next].text) { next += 1 }
        guard let month = month(next) ?? shortMonth(next, after: true) else { return nil }
        next += 1
        let year = self.year(next)
        let last = year?.end ?? next
        return (token(start, last, [.date(day: day.value, month: month, year: year?.value)]), last)
    }

    private func isMonthBehind(_ index: Int) -> Bool { month(index) != nil }

    private func shortMonth(_ index: Int, after: Bool = false, before next: Int = 0) -> Int? {
        guard index < tokens.count, tokens[index].kind == .letters,
            let month = CalendarNames.shortMonth(tokens[index].text)
        else {
            return nil
        }
        if !after {
            let digits = isMark(next, ".") ? next + 1 : next
            guard digits < tokens.count, tokens[digits].kind == .digits, tokens[digits].text.count <= 2 else {
                return nil
            }
        }
        return ["en", "de", nil].contains(language) && !tokens[index].isCapital ? nil : month
    }

    private func isClock(_ index: Int) -> Bool { isMark(index + 1, ":") }

    /// A day of a month: "3", "3rd", "3.", "1er", and in words.
    private func day(_ index: Int) -> (value: Int, end: Int)? {
        guard index < tokens.count, index == 0 || !tokens[index].gap.contains("\n") else { return nil }
        let token = tokens[index]
        if token.kind == .letters {
            guard let value = Self.ordinals[language ?? ""]?[token.text] else { return nil }
            return (value, index + 1)
        }
        guard token.kind == .digits, token.text.count <= 2, let value = Int(token.text), (1...31).contains(value) else {
            return nil
        }
        var end = index + 1
        if end < tokens.count, tokens[end].isJoined {
            if ["st", "nd", "rd", "th", "er", "º"].contains(tokens[end].text) { return (value, end + 1) }
            if isMark(end, "."), end + 1 < tokens.count, month(end + 1) != nil { end += 1 }
        }
        return (value, end)
    }

    private static let ordinals: [String: [String: Int]] = [
        "en": [
            "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
            "ninth": 9,
            "tenth": 10,
        ],
        "de": [
            "ersten": 1, "zweiten": 2, "dritten": 3, "vierten": 4, "fünften": 5, "sechsten": 6, "siebten": 7,
            "achten": 8,
            "neunten": 9, "zehnten": 10,
        ],
    ]

    private func year(_ index: Int) -> (value: Int, end: Int)? {
        var start = index
        if isMark(start, ","), tokens[start].isJoined { start += 1 }
        if start < tokens.count, ["de", "del"].contains(tokens[start].text) { start += 1 }
        guard start < tokens.count, tokens[start].kind == .digits, tokens[start].text.count == 4,
            let value = Int(tokens[start].text), (1000...2999).contains(value), !tokens[start].gap.contains("\n")
        else { return nil }
        return (value, start + 1)
    }

    /// "2026-10-03", "03/10/2026", "3.10.2026". Where day and month cannot be told apart, it is either.
    func dateInDigits(at start: Int) -> (ReadToken, Int)? {
        guard start + 4 < tokens.count, tokens[start + 1...start + 4].allSatisfy(\.isJoined),
            tokens[start + 2].kind == .digits, tokens[start + 4].kind == .digits,
            ["-", "/", "."].contains(tokens[start + 1].text), tokens[start + 3].text == tokens[start + 1].text,
            let first = Int(tokens[start].text), let second = Int(tokens[start + 2].text),
            let third = Int(tokens[start + 4].text)
        else { return nil }
        let end = start + 5
        func date(_ day: Int, _ month: Int, _ year: Int) -> Sense? {
            guard (1...31).contains(day), (1...12).contains(month) else { return nil }
            return .date(day: day, month: month, year: year)
        }
        if tokens[start].text.count == 4 {
            return date(third, second, first).map { (token(start, end, [$0]), end) }
        }
        guard tokens[start + 4].text.count == 4 else { return nil }
        let isAmerican = tokens[start + 1].text == "/"
        let senses = [date(first, second, third), isAmerican ? date(second, first, third) : nil].compactMap { $0 }
        return senses.isEmpty ? nil : (token(start, end, senses), end)
    }

    /// "2026年10月3日", "10月3日", "午後3時15分".
    func inChinese(_ start: Int) -> (ReadToken, Int)? {
        var (index, isAfternoon) = (start, false)
        if tokens[start].kind == .ideograph, start + 1 < tokens.count {
            let words = tokens[start].text + tokens[start + 1].text
            if ["午後", "午后", "下午", "晚上"].contains(words) { isAfternoon = true }
            if isAfternoon || ["午前", "上午", "早上", "凌晨"].contains(words) { index += 2 }
        }
        var parts: [String: Int] = [:]
        var end = index
        while end < tokens.count, parts.count < 5 {
            guard [.digits, .ideograph].contains(tokens[end].kind), let number = numerals.numeral(at: end),
                let value = number.plain, number.end < tokens.count, tokens[number.end].isJoined
            else { break }
            let name = ["号": "日", "时": "時", "點": "時", "点": "時"][tokens[number.end].text] ?? tokens[number.end].text
            guard ["年", "月", "日", "時", "分"].contains(name), parts[name] == nil else { break }
            if name == "時", number.end + 1 < tokens.count, ["間", "间"].contains(tokens[number.end + 1].text) { break }
            if name == "分", parts["時"] == nil { break }
            parts[name] = value
            end = number.end + 1
        }
        if let hour = parts["時"], parts.count <= 2, parts["月"] == nil, parts["年"] == nil, parts["日"] == nil, hour < 25 {
            let minutes = (isAfternoon && hour < 12 ? hour + 12 : hour) * 60 + (parts["分"] ?? 0)
            return (token(start, end, [.time(minutes)]), end)
        }
        guard index == start, parts["時"] == nil, parts["月"] != nil else { return nil }
        return (
            token(start, end, [.date(day: parts["日"], month: parts["月"], year: parts["年"])]), end
        )
    }

    /// The time of day that begins at a token: "22:15", "10.15 p.m.", "18h30", "18 Uhr".
    func time(at start: Int) -> (ReadToken, Int)? {
        guard tokens[start].kind == .digits, tokens[start].text.count <= 2, let hour = Int(tokens[start].text),
            hour < 25
        else { return nil }
        var (minute, second, end, isTime) = (0, Int?.none, start + 1, false)
        if end + 1 < tokens.count, tokens[end].isJoined, [":", "."].contains(tokens[end].text),
            tokens[end + 1].isJoined,
            tokens[end + 1].kind == .digits, tokens[end + 1].text.count == 2, let minutes = Int(tokens[end + 1].text),
            minutes < 60
        {
            isTime = tokens[end].text == ":"
            (minute, end) = (minutes, end + 2)
            if isTime, end + 1 < tokens.count, isMark(end, ":"), tokens[end].isJoined, tokens[end + 1].isJoined,
                tokens[end + 1].kind == .digits, tokens[end + 1].text.utf8.count == 2
            {
                second = Int(tokens[end + 1].text)
                end += 2
            }
        }
        var clock = hour
        if let half = half(end) {
            guard (1...12).contains(hour) else { return nil }
            clock = hour % 12 + (half.isAfternoon ? 12 : 0)
            (end, isTime) = (half.end, true)
        } else if end < tokens.count, tokens[end].kind == .letters,
            ["uhr", "h", "heures", "uur", "o'clock"].contains(tokens[end].text),
            language != "en" || tokens[end].text == "o'clock"
        {
            // "3 heures" may be how long something takes.
            guard isTime || tokens[end].text != "heures" || end > start + 1 || isMinutes(end + 1) else { return nil }
            (end, isTime) = (end + 1, true)
            if minute == 0, isMinutes(end), let minutes = Int(tokens[end].text) { (minute, end) = (minutes, end + 1) }
        }
        return isTime ? (token(start, end, [.time(clock * 60 + minute, second: second)]), end) : nil
    }

    private func isMinutes(_ index: Int) -> Bool {
        index < tokens.count && tokens[index].kind == .digits && tokens[index].text.count == 2
            && (Int(tokens[index].text) ?? 60) < 60 && !tokens[index].gap.contains("\n")
    }

    /// "am", "pm", "a.m." behind an hour.
    private func half(_ index: Int) -> (isAfternoon: Bool, end: Int)? {
        guard index < tokens.count, tokens[index].kind == .letters, !tokens[index].gap.contains("\n") else {
            return nil
        }
        let word = tokens[index].text
        if ["am", "pm"].contains(word) { return (word == "pm", index + 1) }
        guard ["a", "p"].contains(word), index + 2 < tokens.count, isMark(index + 1, "."), tokens[index + 1].isJoined,
            tokens[index + 2].text == "m", tokens[index + 2].isJoined
        else { return nil }
        return (word == "p", isMark(index + 3, ".") && tokens[index + 3].isJoined ? index + 4 : index + 3)
    }
}

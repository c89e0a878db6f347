/// Joins the tokens of a number to one: "22" ":" "15", "\u{2212}" "5", "€" "12.50", "40" "000", "3.5" "billion".
///
/// A comparison, a move and blame never cut a token, so none of them cuts a number.
extension ProseText {
    mutating func joinNumbers(_ lexicon: inout TokenInterner) {
        var spans: [Range<Int>] = []
        var token = 0
        while token < count {
            guard beginsNumber(token) else {
                token += 1
                continue
            }
            let span = numberStart(token, after: spans.last?.upperBound ?? 0)..<numberEnd(token)
            if span.count > 1, !isNoNumber(span) { spans.append(span) }
            token = span.upperBound
        }
        if !spans.isEmpty { join(spans, &lexicon) }
    }

    private func word(_ token: Int) -> ArraySlice<UInt8> { bytes[Int(starts[token])..<Int(ends[token])] }

    /// Whether a token is a number, and more than the digits of a word such as "A4".
    private func beginsNumber(_ token: Int) -> Bool {
        let traits = traits[token]
        if traits.isDisjoint(with: [.digit]) { return numeral(token) != nil }
        return traits.isDisjoint(with: [.whole, .label, .capital, .small]) && beginsWithDigit(token)
    }

    private func beginsWithDigit(_ token: Int) -> Bool {
        guard traits[token].contains(.digit), traits[token].isDisjoint(with: [.whole, .label]) else { return false }
        let first = bytes[Int(starts[token])]
        if first < 0x80 { return first &- 0x30 < 10 }
        return word(token).withUnsafeBufferPointer { ScalarReader($0).scalar(at: 0).properties.isDigit }
    }

    private func numeral(_ token: Int) -> NumberSigns.Numeral? {
        bytes[Int(starts[token])] < 0xE3 || traits[token].contains(.label) ? nil : NumberSigns.numeral(word(token))
    }

    /// Whether a token follows the one before without a gap, in the same sentence.
    private func isJoined(_ token: Int) -> Bool {
        token > 0 && token < count && ends[token - 1] == starts[token] && !traits[token].contains(.startsSentence)
    }

    /// Whether a token follows the one before after one space of any width, in the same sentence.
    private func isSpaced(_ token: Int) -> Bool {
        guard token > 0, token < count, !traits[token].contains(.startsSentence) else { return false }
        switch bytes[Int(ends[token - 1])..<Int(starts[token])] {
        case [0x20], [0xC2, 0xA0], [0xE2, 0x80, 0xAF], [0xE2, 0x80, 0x89], [0xE2, 0x80, 0x87]: return true
        default: return false
        }
    }

    // MARK: - To the right

    private func numberEnd(_ number: Int) -> Int {
        var end = digitsEnd(number)
        while end < count, isJoined(end) || isSpaced(end), NumberSigns.isScale(word(end)),
            !(traits[end].contains(.capital) && word(end).count == 2)
        {
            end += 1
            // "Mio." before a unit.
            if end + 1 < count, isJoined(end), word(end).elementsEqual([0x2E]), isSpaced(end + 1) { end += 1 }
        }
        // "5 €", but not the sign of the next number.
        if end < count, isJoined(end) || isSpaced(end), NumberSigns.isCurrency(word(end)),
            isJoined(end) || !(isJoined(end + 1) && beginsWithDigit(end + 1))
        {
            end += 1
        }
        return end
    }

    private func digitsEnd(_ number: Int) -> Int {
        var end = number + 1
        if let date = dateEnd(number) { return date }
        var isGrouped = isGroup(number, 1...3)
        while end < count {
            if isJoined(end), isJoined(end + 1), isSeparator(end), beginsWithDigit(end + 1) {
                end += 2
                isGrouped = false
            } else if isGrouped, isSpaced(end), isGroup(end, 3...3) || isLastGroup(end) {
                isGrouped = isGroup(end, 3...3)
                end += 1
            } else if isJoined(end), numeral(end) != nil || numeral(end - 1) != nil && beginsWithDigit(end) {
                isGrouped = false
                end += 1
            } else if isJoined(end), isJoined(end + 1), isChinesePoint(end), numeral(end - 1) != nil,
                numeral(end + 1) != nil
            {
                end += 2
            } else {
                return end
            }
        }
        return end
    }

    /// "2026-11-12", of which a hyphen is no sign and no range.
    private func dateEnd(_ number: Int) -> Int? {
        guard number + 4 < count, isGroup(number, 4...4), (1...4).allSatisfy({ isJoined(number + $0) }),
            [1, 3].allSatisfy({ word(number + $0).elementsEqual([0x2D]) }),
            [2, 4].allSatisfy({ isGroup(number + $0, 2...2) })
        else { return nil }
        return number + 5
    }

    /// A colon, a slash or a middle dot.
    private func isSeparator(_ token: Int) -> Bool {
        let word = word(token)
        return word.elementsEqual([0x3A]) || word.elementsEqual([0x2F]) || word.elementsEqual([0xC2, 0xB7])
    }

    private func isChinesePoint(_ token: Int) -> Bool {
        word(token).elementsEqual([0xE7, 0x82, 0xB9]) || word(token).elementsEqual([0xE9, 0xBB, 0x9E])
    }

    /// Whether a token is a number of ASCII digits.
    private func isGroup(_ token: Int, _ sizes: ClosedRange<Int>) -> Bool {
        let word = word(token)
        return sizes.contains(word.count) && word.allSatisfy { $0 &- 0x30 < 10 }
    }

    /// Whether a token is three digits and a decimal part: "000,50".
    private func isLastGroup(_ token: Int) -> Bool {
        let word = word(token)
        guard word.count > 4, word.prefix(3).allSatisfy({ $0 &- 0x30 < 10 }) else { return false }
        let (mark, rest) = (word[word.startIndex + 3], word.dropFirst(4))
        return (mark == 0x2C || mark == 0x2E) && rest.allSatisfy { $0 &- 0x30 < 10 }
    }

    // MARK: - To the left

    private func numberStart(_ number: Int, after floor: Int) -> Int {
        guard numeral(number) == nil else { return number }
        var start = number
        func sign() {
            if start > floor, isJoined(start), NumberSigns.isSign(word(start - 1)), isApart(start - 1, floor) {
                start -= 1
            }
        }
        sign()
        let hasSign = start < number
        if start > floor, isJoined(start) || isSpaced(start) && !hasSign, NumberSigns.isCurrency(word(start - 1)),
            start - 1 == floor || !(isJoined(start - 1) && traits[start - 2].contains(.digit))
        {
            start -= 1
            if start > floor, isJoined(start), bytes[Int(starts[start])] == 0x24,
                NumberSigns.isDollarPrefix(word(start - 1)),
                !isJoined(start - 1) || traits[start - 2].isDisjoint(with: [.word])
            {
                start -= 1
            }
            if !hasSign { sign() }
        }
        return start
    }

    /// Whether a dash before a number is its sign: not after a word or another number, "pages 3-12".
    private func isApart(_ token: Int, _ floor: Int) -> Bool {
        guard token > floor, isJoined(token) else {
            return token >= floor && !(token > 0 && ends[token - 1] == starts[token])
        }
        if traits[token - 1].contains(.enclosure) || NumberSigns.isCurrency(word(token - 1)) { return true }
        // Chinese and Japanese have no gaps. Behind a Chinese letter a hyphen may be a range.
        let last = word(token - 1).prefix(2)
        let isKana = last.elementsEqual([0xE3, 0x81]) || last.elementsEqual([0xE3, 0x82])
        return isKana || last.first ?? 0 >= 0xE3 && word(token).elementsEqual([0xE2, 0x88, 0x92])
    }

    // MARK: - Joining

    /// "万一" is "in case".
    private func isNoNumber(_ span: Range<Int>) -> Bool {
        guard span.count == 2, numeral(span.lowerBound) != nil else { return false }
        return ["万一", "萬一"].contains(String(decoding: bytes[byteRange(span)], as: UTF8.self))
    }

    private mutating func join(_ spans: [Range<Int>], _ lexicon: inout TokenInterner) {
        var kept = spans[0].lowerBound
        for (index, span) in spans.enumerated() {
            let range = byteRange(span)
            var joined = traits[span.lowerBound].intersection([.startsSentence, .startsParagraph, .startsLine, .joined])
            joined.insert(.word)
            if span.contains(where: { traits[$0].contains(.digit) }) { joined.insert(.digit) }
            let (number, isVariant) = bytes[range].withUnsafeBytes { lexicon.number(ofWord: $0) }
            if isVariant { joined.insert(.variant) }
            set(kept, range, number, joined)
            kept += 1
            let next = index + 1 < spans.count ? spans[index + 1].lowerBound : count
            for token in span.upperBound..<next {
                set(kept, byteRange(token..<token + 1), numbers[token], traits[token])
                kept += 1
            }
        }
        cut(to: kept)
    }
}

extension ProseText {
    /// Whether a token is a number of several Chinese numerals.
    func isChineseNumber(_ token: Int) -> Bool {
        ends[token] - starts[token] > 3 && traits[token].isDisjoint(with: [.digit, .whole, .label])
            && NumberSigns.isChineseNumber(word(token))
    }

    /// Whether a Chinese numeral is the end of a name: 健一, 张三. It follows a letter that is no counter or preposition, and
    /// nothing that is counted follows.
    func isPartOfName(_ token: Int) -> Bool {
        guard isJoined(token), case .digit? = numeral(token), isHan(token - 1),
            !Self.beforeNumerals.contains(String(decoding: word(token - 1), as: UTF8.self))
        else { return false }
        guard token + 1 < count, isJoined(token + 1), isHan(token + 1) else { return true }
        return Self.afterNames.contains(String(decoding: word(token + 1), as: UTF8.self))
    }

    private func isHan(_ token: Int) -> Bool {
        traits[token].contains(.word) && word(token).count == 3 && (0xE4...0xE9).contains(bytes[Int(starts[token])])
    }

    /// Letters after which a numeral counts or orders.
    private static let beforeNumerals = Set(
        "第 之 分 期 周 週 拜 拝 対 對 对 比 点 點 约 約 其 初 负 負 共 只 有 达 達 为 為 近 逾 超 十 百 千 万 萬 亿 億 兆 月 年 日 時 时 每 各 毎 计 計 全 同 前 后 後 上 下"
            .split(separator: " ").map(String.init))
    /// Letters that follow a person's name.
    private static let afterNames: Set = ["氏", "様", "君", "殿", "说", "說"]
}

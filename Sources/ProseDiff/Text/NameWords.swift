extension ProseText {
    /// Whether a token is a capitalised word that begins no sentence, not even after an opening quote, and is no month or
    /// day.
    ///
    /// - Parameter rules: The rules of the language; nil if it is unknown.
    func isName(_ token: Int, _ rules: MarkRules? = nil) -> Bool {
        isCapitalWithin(token) && !isDate(token, rules)
    }

    /// Whether a token is the name of a month or day, and no surname: "Theresa May".
    private func isDate(_ token: Int, _ rules: MarkRules?) -> Bool {
        let word = bytes[byteRange(token..<token + 1)]
        guard MarkRules.isDate(word, rules) else { return false }
        guard token > 0, gap(before: token).count == 1, isCapitalWithin(token - 1),
            !MarkRules.isDate(bytes[byteRange(token - 1..<token)], rules)
        else { return true }
        return ["day", "tag"].contains(String(decoding: word.suffix(3), as: UTF8.self))
    }

    /// Whether a token is the name of a month or day. In an unknown language it must have a capital that no sentence gives it.
    func isMonthOrDay(_ token: Int, _ rules: MarkRules?) -> Bool {
        guard traits[token].contains(.word), isDate(token, rules) else { return false }
        guard let rules else { return isCapitalWithin(token) }
        let word = MarkRules.plain(bytes[byteRange(token..<token + 1)])
        return rules.phrases(at: [word], isCapital: traits[token].contains(.capital)).marks.contains(.number)
    }

    private func isCapitalWithin(_ token: Int) -> Bool {
        guard traits[token].contains(.capital), traits[token].contains(.word) else { return false }
        return !opensSentence(token) && ends[token] - starts[token] > 1
    }

    /// Whether a word begins a sentence, if only after an opening quote or the marker of a list item.
    func opensSentence(_ token: Int) -> Bool {
        var first = token
        while first > 0, !traits[first].contains(.startsSentence), traits[first - 1].contains(.enclosure) { first -= 1 }
        return traits[first].contains(.startsSentence) || isAfterMarker(first) || isAfterMarker(token)
    }

    /// Whether a token is the first one after the marker of a list item.
    private func isAfterMarker(_ token: Int) -> Bool {
        guard token > 0, !traits[token - 1].contains(.word), !gap(before: token).isEmpty else { return false }
        let mark = bytes[byteRange(token - 1..<token)]
        if mark.isBullet { return traits[token - 1].contains(.startsLine) }
        guard token > 1, mark.count == 1, let byte = mark.first, byte == UInt8(ascii: ".") || byte == UInt8(ascii: ")"),
            traits[token - 2].contains(.startsLine)
        else { return false }
        return traits[token - 2].contains(.digit) || byteRange(token - 2..<token - 1).count == 1
    }

    /// Whether a token is likely a name where all nouns begin with a capital: another name stands beside it ("Angela
    /// Merkel", "Minister Habeck"), or before it a preposition without an article or a verb of saying ("in Bremen", "sagte
    /// Schmidt"), and it does not end as only nouns do.
    func isNameAmongNouns(_ token: Int, _ rules: MarkRules? = nil) -> Bool {
        guard isName(token, rules) else { return false }
        if token > 0, gap(before: token).count == 1, isBesideNames(token - 1, rules) { return true }
        if token + 1 < count, gap(before: token + 1).count == 1, isName(token + 1, rules) { return true }
        guard token > 0 else { return false }
        let before = String(decoding: bytes[byteRange(token - 1..<token)], as: UTF8.self).lowercased()
        return Self.beforeNames.contains(before) && !ends(token, with: Self.nounEndings)
    }

    /// Whether a word before a capitalised one makes that a name: a name itself or, where it begins a sentence, what may be
    /// a first name and is no article or adjective.
    private func isBesideNames(_ token: Int, _ rules: MarkRules?) -> Bool {
        if isName(token, rules) { return true }
        return traits[token].contains(.capital) && traits[token].contains(.word) && ends[token] - starts[token] > 3
            && !ends(token, with: Self.adjectiveEndings)
    }

    private func ends(_ token: Int, with endings: [[UInt8]]) -> Bool {
        let word = bytes[byteRange(token..<token + 1)]
        return endings.contains { word.suffix($0.count).elementsEqual($0) }
    }

    private static let beforeNames: Set<String> = [
        "in", "aus", "nach", "von", "bei", "laut", "gegen", "für", "mit", "sagte", "sagt", "erklärte", "betonte",
    ]
    private static let nounEndings = ["ung", "ungen", "heit", "keit", "schaft", "ion", "ionen", "tät", "ismus"].map {
        Array($0.utf8)
    }
    private static let adjectiveEndings = ["e", "en", "er", "es", "em"].map { Array($0.utf8) }
}

extension SentenceBreaker {
    /// The marker of a list item: a bullet, or a number or letter with a full stop or a bracket.
    struct Marker {
        /// The first bytes of a bullet; 0 for a number, 1 for a letter.
        let sort: UInt32
        /// Whether no prose has it at the start of a line: U+2022 and the like.
        let isSure: Bool

        /// Whether a line with it is a list item after lines of the same paragraph: where they have the same sort.
        func follows(_ list: Marker?) -> Bool { isSure || list?.sort == sort }
    }

    /// The marker that begins at the first token of a line; nil if there is none.
    func marker(at token: Int, _ traits: [TokenTraits]) -> Marker? {
        guard token + 1 < traits.count, !traits[token].contains(.label) else { return nil }
        let text = word(token)
        if traits[token].contains(.word) {
            let isNumber = traits[token].contains(.digit)
            guard text.count <= (isNumber ? 3 : 1), token + 2 < traits.count, word(token + 1).count == 1,
                let mark = word(token + 1).first, mark == UInt8(ascii: ".") || mark == UInt8(ascii: ")"),
                starts[token + 1] == ends[token], isSpaced(token + 2)
            else { return nil }
            return Marker(sort: isNumber ? 0 : 1, isSure: false)
        }
        guard isSpaced(token + 1), text.isBullet else { return nil }
        return Marker(sort: text.reduce(0) { $0 << 8 | UInt32($1) }, isSure: text.count > 1 && !text.isDash)
    }

    /// Whether white space without a line break stands before a token.
    private func isSpaced(_ token: Int) -> Bool {
        let gap = bytes[Int(ends[token - 1])..<Int(starts[token])]
        return !gap.isEmpty && !gap.contains(0x0A) && !gap.contains(0x0D)
    }
}

extension Collection<UInt8> {
    /// Whether a token is a bullet of a list, UTF-8: `*`, `+`, `-`, a dash, or one of those of word processors.
    var isBullet: Bool {
        guard let first else { return false }
        switch count {
        case 1: return first == 0x2A || first == 0x2B || first == 0x2D
        case 2: return elementsEqual([0xC2, 0xB7])
        case 3: return isDash || Bullets.all.contains { elementsEqual($0) }
        default: return false
        }
    }

    /// Whether a token is one dash beyond ASCII.
    var isDash: Bool {
        guard count == 3, starts(with: [0xE2, 0x80]), let last = dropFirst(2).first else { return false }
        return (0x90...0x95).contains(last)
    }
}

private enum Bullets {
    static let all = [
        "\u{2022}", "\u{2023}", "\u{2043}", "\u{2219}", "\u{25A0}", "\u{25AA}", "\u{25CB}", "\u{25CF}", "\u{25E6}",
    ].map { Array($0.utf8) }
}

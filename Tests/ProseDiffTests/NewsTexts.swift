/// Paragraphs as newsrooms write them, in several scripts: prose, quotations, lists, headings, tables, verse.
struct NewsTexts {
    var dice: Dice

    static let nouns = [
        "council", "ministry", "harbour", "bridge", "ferry", "mayor", "budget", "strike", "court", "appeal", "police",
        "the", "of", "on", "and", "a", "won't", "well-known", "U.S.", "İstanbul", "हिन्दी", "市長", "naïve", "office",
    ]
    static let numbers = ["two", "14", "3.7", "1,200", "40 per cent", "€4.8 million", "No. 7", "6-3"]
    private static let names = ["Ada Quist", "Dr. Sato", "the Parents' Union", "Été à Évry", "Łódź", "J. P. Marsh"]
    /// Sentences of scripts in which words, sentences or the direction of writing are other than in English.
    private static let foreign: [(words: [String], gap: String, end: String)] = [
        (["市長", "は", "橋", "を", "閉鎖", "する", "と", "発表", "した", "「大統領」"], "", "。"),
        (["部长", "否认", "了", "武器", "出售", "，", "据", "报道", "两", "年"], "", "。"),
        (["시장은", "다리를", "닫는다고", "말했다", "무기", "판매를"], " ", ". "),
        (["قال", "الوزير", "إن", "الجسر", "سيغلق", "١٤", "،", "أمس", "«لا»"], " ", ". "),
        (["השר", "אמר", "כי", "הגשר", "ייסגר", "צה״ל", "\u{200F}"], " ", ". "),
        (["กรุงเทพ", "นายก", "ปฏิเสธ", "สะพาน", "ปิด"], "", " "),
        (["मंत्री", "ने", "कहा", "पुल", "बंद", "क्षेत्र"], " ", "। "),
        (["👩‍👩‍👧", "🇫🇷🇩🇪", "👍🏽", "e\u{301}\u{301}", "\u{1F642}", "☕\u{FE0F}"], " ", "! "),
    ]

    mutating func roll(_ sides: Int) -> Int { dice.roll(sides) }

    mutating func pick(_ words: [String]) -> String { words[roll(words.count)] }

    mutating func words(_ count: Int) -> String { (0..<count).map { _ in pick(Self.nouns) }.joined(separator: " ") }

    mutating func sentence() -> String {
        let words = words(1 + roll(9))
        switch roll(12) {
        case 0: return "“\(words),” \(pick(Self.names)) said."
        case 1: return "\"\(words).\""
        case 2: return "\(pick(Self.numbers)) \(words) in \(pick(Self.names))."
        case 3: return "– \(words)."
        case 4: return "\(words) – \(pick(Self.nouns))…"
        case 5: return "Why \(words)? (\(pick(Self.numbers)))"
        case 6: return "市長は\(pick(Self.nouns))辞任した。"
        case 7: return "„\(words)“, ‚\(pick(Self.nouns))‘ — «\(pick(Self.names))»!?"
        case 8:
            return "See https://example.org/\(pick(Self.nouns))?q=\(pick(Self.numbers)) or a.b@example.org; \(words)."
        default: return "The \(words)."
        }
    }

    mutating func sentences(_ count: Int) -> String { (0..<count).map { _ in sentence() }.joined(separator: " ") }

    /// Returns the paragraphs of a text, some of them twice, seldom one of them hundreds of times.
    mutating func paragraphs() -> [String] {
        var paragraphs: [String] = []
        for _ in 0..<[0, 1, 1, 2, 3, 4, 5, 6, 9][roll(9)] {
            let isRepeated = !paragraphs.isEmpty && roll(8) == 0
            paragraphs.append(isRepeated ? paragraphs[roll(paragraphs.count)] : paragraph())
        }
        if let first = paragraphs.first, roll(400) == 0 {
            paragraphs += Array(repeating: first, count: 50 + roll(500))
        }
        return paragraphs
    }

    mutating func paragraph() -> String {
        switch roll(16) {
        case 0: return list()
        case 1: return pick(Self.nouns)
        case 2: return pick(["", "# ", "## "]) + words(1 + roll(3)) + pick(["", ":", "\n===="])
        case 3: return table()
        case 4: return foreignProse()
        case 5:
            return (0..<2 + roll(4)).map { _ in words(1 + roll(4)) }.joined(
                separator: pick(["\n", "\r\n", "\r", ",\n"]))
        case 6:
            return String(repeating: pick(["no ", "ha", "a. ", "– ", "\n* x", "橋", ". "]), count: 1 + roll(40)) + "."
        case 7: return pick(["***", "---", "…", ".", "\"", "“", "\u{200B}", "\u{301}", "* ", "1."])
        case 8: return "“" + sentences(1 + roll(3)) + pick(["", "”"])
        default: return sentences(1 + roll(4))
        }
    }

    private mutating func list() -> String {
        let marker = roll(5)
        return (0..<2 + roll(6)).map { index in
            let item = roll(3) == 0 ? sentence() : pick(Self.nouns)
            return String(repeating: " ", count: roll(4) == 0 ? 2 : 0)
                + ["* ", "- ", "• ", "\(index + 1). ", "(\(index))\t"][marker] + item
        }.joined(separator: "\n")
    }

    private mutating func table() -> String {
        let columns = 2 + roll(3)
        let edge = pick(["|", "\t", ";"])
        return (0..<2 + roll(4)).map { row in
            let cells = (0..<columns).map { _ in row == 1 && edge == "|" ? "---" : pick(Self.nouns + Self.numbers) }
            return edge == "|" ? "| " + cells.joined(separator: " | ") + " |" : cells.joined(separator: edge)
        }.joined(separator: "\n")
    }

    private mutating func foreignProse() -> String {
        let (words, gap, end) = Self.foreign[roll(Self.foreign.count)]
        return (0..<1 + roll(4)).map { _ in
            (0..<1 + roll(9)).map { _ in pick(words) }.joined(separator: gap) + end
        }.joined()
    }
}

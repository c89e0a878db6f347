/// The words for numbers and the separators of the languages whose words are marked: the one table for all that reads
/// numbers.
struct NumberWords: Sendable {
    /// What parts thousands; the other mark parts decimals.
    enum Grouping {
        case point, comma
    }

    /// nil where it is unknown.
    let grouping: Grouping?
    /// Numbers below a hundred, and hundreds that are one word.
    private let values: [String: Int]
    /// Words for powers of ten from a thousand on.
    private let scales: [String: Int]
    /// Of the scales, those that are known in their own language alone: "m", "mia".
    private let ownScales: Set<String>
    /// Words for a hundred, which multiply what stands before them.
    private let hundreds: Set<String>
    /// Words that may stand inside a number: "two hundred and fifty".
    private let links: Set<String>
    /// Words that are numbers only before a power of ten: "un million".
    private let articles: Set<String>

    /// The value of a word below a thousand; nil where it is none.
    func value(_ word: String) -> Int? {
        if let value = values[word] { return value }
        // "zweihundertfünfzig", in one word.
        for hundred in hundreds where hundred.utf8.count > 5 && word.utf8.count > hundred.utf8.count {
            guard let place = word.firstRange(of: hundred) else { continue }
            let (head, tail) = (String(word[..<place.lowerBound]), String(word[place.upperBound...]))
            guard let count = head.isEmpty ? 1 : values[head + hundred].map({ $0 / 100 }), let rest = values[tail],
                rest < 100
            else { continue }
            return count * 100 + rest
        }
        return nil
    }

    /// The power of ten of a word; nil where it is none.
    func scale(_ word: String) -> Int? { scales[word] }

    /// The power of ten of a letter behind an amount of money, in any language.
    static func moneyScale(_ word: String) -> Int? { ["k": 3, "m": 6, "b": 9, "t": 12][word] }

    func isHundred(_ word: String) -> Bool { hundreds.contains(word) }

    func isLink(_ word: String) -> Bool { links.contains(word) }

    func isArticle(_ word: String) -> Bool { articles.contains(word) }

    /// - Parameter language: Primary language subtag; nil when it is unknown: then only scales that are the same everywhere
    ///   are known.
    static func of(_ language: String?) -> NumberWords { language.flatMap { byTag[$0] } ?? unknown }

    /// Every word for a power of ten that is one whatever the language of the text, with its powers in the languages that have
    /// it.
    static let commonScales: [String: Set<Int>] = byTag.values.reduce(into: [:]) { all, words in
        for (word, power) in words.scales where !words.ownScales.contains(word) {
            all[word, default: []].insert(power)
        }
    }

    init(
        _ names: String, tens: String = "", hundreds: String = "", links: String = "", articles: String = "",
        more: [String: Int] = [:], scales: String, grouping: Grouping = .point
    ) {
        var values = more
        func add(_ text: String, _ step: Int) {
            for (index, forms) in text.split(separator: ";").enumerated() {
                for form in forms.split(separator: ",") { values[Self.trimmed(form)] = index * step }
            }
        }
        add(names, 1)
        add(tens, 10)
        self.values = values.filter { !$0.key.isEmpty && $0.key != "-" }
        self.hundreds = Self.set(hundreds)
        self.links = Self.set(links)
        self.articles = Self.set(articles)
        self.grouping = grouping
        var (powers, own) = ([String: Int](), Set<String>())
        for part in scales.split(separator: ";") {
            let pair = part.split(separator: ":")
            guard pair.count == 2, let power = Int(Self.trimmed(pair[0])) else { continue }
            for form in pair[1].split(separator: ",") {
                let word = String(form.drop { " ~".contains($0) })
                powers[word] = power
                if form.hasPrefix("~") { own.insert(word) }
            }
        }
        (self.scales, ownScales) = (powers, own)
    }

    /// The words of a language that is unknown: the scales that every language that has them takes for the same.
    private init() {
        (grouping, values, ownScales, hundreds, links, articles) = (nil, [:], [], [], [], [])
        scales = Self.commonScales.compactMapValues { $0.count == 1 ? $0.first : nil }
    }

    private static func trimmed(_ text: Substring) -> String { String(text.drop { $0 == " " }) }

    private static func set(_ text: String) -> Set<String> { Set(text.split(separator: ",").map(trimmed)) }

    private static let unknown = NumberWords()

    /// Words for 100, 200 and so on.
    static func hundreds(_ names: String) -> [String: Int] {
        var values: [String: Int] = [:]
        for (index, forms) in names.split(separator: ";").enumerated() where forms != "-" {
            for form in forms.split(separator: ",") { values[trimmed(form)] = (index + 1) * 100 }
        }
        return values
    }

    /// "trentuno" and "duecento", in one word.
    static let italianCompounds: [String: Int] = {
        let ones = ["uno", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove"]
        var values: [String: Int] = [:]
        let tens = ["trenta", "quaranta", "cinquanta", "sessanta", "settanta", "ottanta", "novanta"]
        for (ten, name) in tens.enumerated() {
            for (one, end) in ones.enumerated() {
                let stem = "ou".contains(end.prefix(1)) ? String(name.dropLast()) : name
                values[stem + (end == "tre" ? "tré" : end)] = (ten + 3) * 10 + one + 1
            }
        }
        for (one, name) in ones.enumerated().dropFirst() { values[name + "cento"] = (one + 1) * 100 }
        return values
    }()

    static let germanScales =
        "3:tausend,~tsd; 6:million,millionen,mio,mln,~mill; 9:milliarde,milliarden,mrd,mld,~mia; 12:billion,billionen; 18:trillion,trillionen"

    /// "einundzwanzig" and "zweihundert", in one word.
    static func germanCompounds(
        joint: String, _ ones: [String], _ tens: [String], _ hundred: String
    ) -> [String: Int] {
        var values: [String: Int] = [:]
        for (one, name) in ones.enumerated() {
            for (ten, end) in tens.enumerated() {
                values[name + (name.hasSuffix("e") && joint == "en" ? "ën" : joint) + end] = (ten + 2) * 10 + one + 1
            }
            values[name + hundred] = (one + 1) * 100
        }
        return values
    }
}

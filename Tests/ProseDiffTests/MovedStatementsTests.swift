import Testing

@testable import ProseDiff

/// An attribution that moved within a sentence without a quotation says the same.
@Suite("Attributions that moved in indirect speech")
struct MovedStatementsTests {
    struct Language: Sendable {
        let tag: String
        /// `W` is who speaks, `V` the verb or what names the source, `S` what is said at the beginning, `s` elsewhere.
        let orders: [String]
        let verbs: [String]
        let speakers: [String]
        let statement: (first: String, within: String)
    }

    static let languages = [
        Language(
            tag: "en", orders: ["W V s.", "S, V W.", "S, W V."], verbs: ["said", "claimed"],
            speakers: ["Anna Voss", "Bo Dahl", "Ruth Lee"],
            statement: ("The bridge stays open all week", "the bridge stays open all week")),
        Language(
            tag: "en", orders: ["V W, s.", "S, V W."], verbs: ["according to"], speakers: ["Anna Voss", "Bo Dahl"],
            statement: ("The bridge stays open all week", "the bridge stays open all week")),
        Language(
            tag: "de", orders: ["W V, s.", "S, V W."], verbs: ["sagte", "behauptete"],
            speakers: ["Anna Sowa", "Jan Kern"],
            statement: ("Die Brücke bleibe die Woche offen", "die Brücke bleibe die Woche offen")),
        Language(
            tag: "fr", orders: ["W V que s.", "S, V W."], verbs: ["a déclaré", "a affirmé"],
            speakers: ["Jean Roux", "Luc Petit"],
            statement: ("Le pont reste ouvert toute la semaine", "le pont reste ouvert toute la semaine")),
        Language(
            tag: "fr", orders: ["V W, s.", "S, V W."], verbs: ["selon", "d'après"],
            speakers: ["la police", "la mairie"],
            statement: ("Le conducteur était ivre hier soir", "le conducteur était ivre hier soir")),
        Language(
            tag: "es", orders: ["W V que s.", "S, V W."], verbs: ["dijo", "afirmó"], speakers: ["Ana Ruiz", "Eva Paz"],
            statement: ("El puente sigue abierto toda la semana", "el puente sigue abierto toda la semana")),
        Language(
            tag: "es", orders: ["V W, s.", "S, V W."], verbs: ["según", "de acuerdo con"],
            speakers: ["la policía", "la fiscalía"],
            statement: ("El conductor estaba muy borracho anoche", "el conductor estaba muy borracho anoche")),
        Language(
            tag: "it", orders: ["W V che s.", "S, V W."], verbs: ["ha detto", "ha affermato"],
            speakers: ["Anna Rossi", "Luca Bianchi"],
            statement: ("Il ponte resta aperto tutta la settimana", "il ponte resta aperto tutta la settimana")),
        Language(
            tag: "pt", orders: ["W V que s.", "S, V W."], verbs: ["disse", "afirmou"],
            speakers: ["Ana Lima", "Rui Reis"],
            statement: ("O túnel fica aberto toda esta semana", "o túnel fica aberto toda esta semana")),
        Language(
            tag: "nl", orders: ["W V dat s.", "S, V W."], verbs: ["zei", "beweerde"],
            speakers: ["Anna Bos", "Jan Smit"],
            statement: ("De brug de hele week open blijft", "de brug de hele week open blijft")),
        Language(
            tag: "pl", orders: ["W V, że s.", "S, V W."], verbs: ["powiedział", "stwierdził"],
            speakers: ["Adam Sowa", "Jan Kos"],
            statement: ("Most będzie otwarty przez cały tydzień", "most będzie otwarty przez cały tydzień")),
        Language(
            tag: "ru", orders: ["W V, что s.", "S, V W."], verbs: ["сказал", "заявил"],
            speakers: ["Иван Петров", "Олег Орлов"],
            statement: ("Мост будет открыт всю эту неделю", "мост будет открыт всю эту неделю")),
        Language(
            tag: "uk", orders: ["W V, що s.", "S, V W."], verbs: ["сказав", "заявив"],
            speakers: ["Іван Бойко", "Олег Мороз"],
            statement: ("Міст буде відкрито весь цей тиждень", "міст буде відкрито весь цей тиждень")),
        Language(
            tag: "zh", orders: ["WV，s。", "S，WV。"], verbs: ["说", "强调"], speakers: ["警方", "王伟"],
            statement: ("司机昨天晚上已经喝醉了", "司机昨天晚上已经喝醉了")),
    ]

    private func marks(_ old: String, _ new: String, _ language: String) -> Comparison.Marks {
        var options = Comparison.Options()
        options.language = language
        return compare(Array(old.utf8), Array(new.utf8), options: options).finestOperations
            .reduce(into: []) { $0.formUnion($1.marks) }
    }

    private func text(_ order: String, _ who: String, _ verb: String, _ language: Language) -> String {
        let text = order.map { letter -> String in
            switch letter {
            case "W": who
            case "V": verb
            case "S": language.statement.first
            case "s": language.statement.within
            default: String(letter)
            }
        }.joined()
        return text.prefix(1).uppercased() + text.dropFirst()
    }

    /// Alone or among other sentences.
    private static let around = [("", ""), ("It rained. ", " It snows."), ("It rained.\n\n", "\n\nIt snows.")]

    @Test(arguments: languages.indices)
    func areNoChange(index: Int) {
        let language = Self.languages[index]
        var wrong: [String] = []
        for (first, last) in Self.around {
            for from in language.orders {
                for to in language.orders {
                    for who in language.speakers {
                        for verb in language.verbs {
                            let old = first + text(from, who, verb, language) + last
                            let new = first + text(to, who, verb, language) + last
                            if !marks(old, new, language.tag).isDisjoint(with: [.attribution, .speaker]) {
                                wrong.append("\(old) > \(new)")
                            }
                        }
                    }
                }
            }
        }
        #expect(wrong.isEmpty, "\(wrong.count): \(wrong.prefix(4))")
    }

    /// Where the speaker or the verb is exchanged on the way, it is marked.
    @Test(arguments: languages.indices)
    func areAChangeWithAnotherSpeakerOrVerb(index: Int) {
        let language = Self.languages[index]
        var wrong: [String] = []
        for from in language.orders {
            for to in language.orders where to.hasPrefix("S") != from.hasPrefix("S") {
                let old = text(from, language.speakers[0], language.verbs[0], language)
                let other = text(to, language.speakers[1], language.verbs[0], language)
                if marks(old, other, language.tag).isDisjoint(with: [.attribution, .speaker]) {
                    wrong.append("\(old) > \(other)")
                }
                guard language.verbs.count > 1 else { continue }
                let verb = text(to, language.speakers[0], language.verbs[1], language)
                if !marks(old, verb, language.tag).contains(.attribution) { wrong.append("\(old) > \(verb)") }
            }
        }
        #expect(wrong.isEmpty, "\(wrong.count): \(wrong.prefix(4))")
    }

    @Test(arguments: [
        ("Police said the driver was drunk.", "The driver was drunk, police said."),
        ("He said the bridge stays open.", "The bridge stays open, he said."),
        ("A spokesman said the bridge stays open.", "The bridge stays open, a spokesman said."),
        ("Anna Voss said it was closed.", "It was closed, Anna Voss said."),
    ])
    func withoutANameAreNoChange(old: String, new: String) {
        #expect(!marks(old, new, "en").contains(.attribution))
        #expect(!marks(new, old, "en").contains(.attribution))
    }

    /// A statement that lost its attribution, and two that exchanged theirs.
    @Test(arguments: [
        (
            "Anna Voss said the bridge stays open and the road is closed.",
            "The bridge stays open, said Anna Voss. The road is closed."
        ),
        (
            "Anna Voss said the bridge stays open, and the road is closed, claimed Bo Dahl.",
            "The bridge stays open, claimed Bo Dahl, and Anna Voss said the road is closed."
        ),
        ("The bridge stays open, said Anna Voss.", "The bridge stays open."),
    ])
    func areAChangeElsewhere(old: String, new: String) {
        #expect(marks(old, new, "en").contains(.attribution))
    }
}

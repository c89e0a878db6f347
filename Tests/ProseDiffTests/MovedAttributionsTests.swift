import Testing

@testable import ProseDiff

/// An attribution that moved to the other side of the same quotation says the same.
@Suite("Attributions that moved")
struct MovedAttributionsTests {
    struct Language: Sendable {
        let tag: String
        /// `W` is who speaks, `V` the verb, `Q` what is said.
        let orders: [String]
        let verbs: [String]
        let speakers: [String]
        let quote: String
    }

    static let languages = [
        Language(
            tag: "en", orders: ["“Q,” W V.", "“Q,” V W.", "W V: “Q.”", "W V, “Q.”"], verbs: ["said", "claimed"],
            speakers: ["Anna Voss", "Bo Dahl", "Ruth Lee"], quote: "We stay until the bridge is open again"),
        Language(
            tag: "de", orders: ["„Q“, V W.", "W V: „Q.“"], verbs: ["sagte", "behauptete"],
            speakers: ["Anna Sowa", "Jan Kern"], quote: "Wir bleiben, bis die Brücke wieder offen ist"),
        Language(
            tag: "fr", orders: ["« Q », V W.", "W V : « Q. »"], verbs: ["a déclaré", "a affirmé"],
            speakers: ["Jean Roux", "Luc Petit"], quote: "Nous restons tant que le pont est fermé"),
        Language(
            tag: "es", orders: ["«Q», V W.", "W V: «Q»."], verbs: ["dijo", "afirmó"],
            speakers: ["Ana Ruiz", "Eva Paz"],
            quote: "Nos quedamos hasta que abra el puente"),
        Language(
            tag: "it", orders: ["«Q», V W.", "W V: «Q»."], verbs: ["ha detto", "ha affermato"],
            speakers: ["Anna Rossi", "Luca Bianchi"], quote: "Restiamo finché il ponte è chiuso"),
        Language(
            tag: "pt", orders: ["“Q”, V W.", "W V: “Q”."], verbs: ["disse", "afirmou"],
            speakers: ["Ana Lima", "Rui Reis"], quote: "Ficamos enquanto a ponte está fechada"),
        Language(
            tag: "nl", orders: ["“Q”, V W.", "W V: “Q.”"], verbs: ["zei", "beweerde"],
            speakers: ["Anna Bos", "Jan Smit"], quote: "Wij blijven tot de brug weer open is"),
        Language(
            tag: "pl", orders: ["„Q”, V W.", "W V: „Q”."], verbs: ["powiedział", "stwierdził"],
            speakers: ["Adam Sowa", "Jan Kos"], quote: "Zostajemy, dopóki most jest zamknięty"),
        Language(
            tag: "ru", orders: ["«Q», V W.", "W V: «Q»."], verbs: ["сказал", "заявил"],
            speakers: ["Иван Петров", "Олег Орлов"], quote: "Мы остаёмся, пока закрыт мост"),
        Language(
            tag: "uk", orders: ["«Q», V W.", "W V: «Q»."], verbs: ["сказав", "заявив"],
            speakers: ["Іван Бойко", "Олег Мороз"], quote: "Ми лишаємося, доки міст закрито"),
        Language(
            tag: "ar", orders: ["«Q»، V W.", "V W: «Q»."], verbs: ["قال", "أكد"], speakers: ["أحمد حسن", "عمر علي"],
            quote: "نحن باقون حتى يفتح الجسر"),
        Language(
            tag: "zh", orders: ["W V：“Q。”", "“Q。”W V。", "“Q”，W V。"], verbs: ["说", "强调"], speakers: ["王伟", "市长"],
            quote: "我们会留到大桥重新开放"),
        Language(
            tag: "ja", orders: ["Wは「Q」とV。", "「Q」とWはV。"], verbs: ["述べた", "説明した"], speakers: ["市長", "知事"],
            quote: "橋が開くまで残る"),
    ]

    private func marks(_ old: String, _ new: String, _ language: String) -> Comparison.Marks {
        var options = Comparison.Options()
        options.language = language
        return compare(Array(old.utf8), Array(new.utf8), options: options).finestOperations
            .reduce(into: []) { $0.formUnion($1.marks) }
    }

    private func text(_ order: String, _ who: String, _ verb: String, _ language: Language) -> String {
        let text = order.replacing("V", with: verb).replacing("W", with: who).replacing("Q", with: language.quote)
        return language.tag == "zh" ? text.replacing(" ", with: "") : text
    }

    /// Before it, after it, alone or among other sentences.
    private static let around = [("", ""), ("It rained. ", " It snows."), ("It rained.\n\n", "\n\nIt snows.")]

    @Test(arguments: languages.map(\.tag))
    func areNoChange(tag: String) throws {
        let language = try #require(Self.languages.first { $0.tag == tag })
        var wrong: [String] = []
        for (first, last) in Self.around {
            for from in language.orders {
                for to in language.orders {
                    for who in language.speakers {
                        for verb in language.verbs {
                            let old = first + text(from, who, verb, language) + last
                            let new = first + text(to, who, verb, language) + last
                            if !marks(old, new, tag).isDisjoint(with: [.attribution, .speaker]) { wrong.append(new) }
                        }
                    }
                }
            }
        }
        #expect(wrong.isEmpty, "\(wrong.count): \(wrong.prefix(5))")
    }

    /// Where the speaker or the verb is exchanged on the way, it is marked.
    @Test(arguments: languages.map(\.tag))
    func areAChangeWithAnotherSpeakerOrVerb(tag: String) throws {
        let language = try #require(Self.languages.first { $0.tag == tag })
        var wrong: [String] = []
        for from in language.orders {
            for to in language.orders {
                let (who, verb) = (language.speakers[0], language.verbs[0])
                let old = text(from, who, verb, language)
                let other = text(to, language.speakers[1], verb, language)
                if !marks(old, other, tag).contains(.speaker) { wrong.append("\(old) > \(other)") }
                let claimed = text(to, who, language.verbs[1], language)
                if !marks(old, claimed, tag).contains(.attribution) { wrong.append("\(old) > \(claimed)") }
            }
        }
        #expect(wrong.isEmpty, "\(wrong.count): \(wrong.prefix(5))")
    }

    @Test(arguments: [
        ("\"We stay,\" he said.", "He said: \"We stay.\""),
        ("\"We stay,\" said the mayor.", "The mayor said: \"We stay.\""),
    ])
    func withoutANameAreNoChange(old: String, new: String) {
        #expect(marks(old, new, "en").isDisjoint(with: [.attribution, .speaker]))
        #expect(marks(new, old, "en").isDisjoint(with: [.attribution, .speaker]))
    }
}

import Testing

@testable import ProseDiff

/// Sentences with abbreviations and ordinals, between sentences that end with a short word or a number: each is cut where
/// its reader stops, whatever stands before and after it.
@Suite("Abbreviations")
struct AbbreviationsTests {
    /// Sentences of one language.
    struct Page: Sendable, CustomTestStringConvertible {
        let language: String
        /// Those with a stop that ends nothing.
        let abbreviated: [String]
        /// Those of which the last word could be taken for an abbreviation.
        let plain: [String]
        var testDescription: String { language }
    }

    static let pages = [
        Page(
            language: "en",
            abbreviated: [
                "Mr. Jansen saw smoke.",
                "He met Rep. Bo Li on Monday.",
                "It is in No. 10 now.",
                "The U.S. Senate met.",
                "Messrs. Lee and Cole left.",
                "J. P. Marsh left.",
                "It rose on Jan. 5 there.",
                "She was with Prof. Lee and Dr. Cole.",
            ],
            plain: [
                "Nobody was hurt.", "The house was empty.", "It cost 5 m.", "He came in at 5.", "He said I am 30.",
                "The road is ok.", "This was modern art.", "He kept it in mind.", "It was under the arch.",
            ]),
        Page(
            language: "de",
            abbreviated: [
                "Am 3. Mai begann der Streik.",
                "Er kam vom 12. Dezember bis zum 3. Januar.",
                "Im 2. Quartal sank der Umsatz.",
                "Der 1. FC Köln verlor.",
                "Hr. Kern kam z. B. Montag.",
                "Das gilt z. T. Schulen.",
                "Die Fa. Kern zahlte 3,5 Mio. Euro.",
                "Frau Dr. Sowa sprach.",
                "Die Stadt u. a. Bonn half.",
                "Seit dem 3. Juni ist Brandt Chef.",
                "Laut Abs. 3 gilt das.",
                "Anna Sowa, geb. Kern, kam.",
                "Es war im Jan. 2025 so.",
            ],
            plain: [
                "Es gab keine Verletzten.", "Das Haus stand leer.", "Es war 5 m.", "Das habe ich nicht.",
                "Es waren 12.",
            ]),
        Page(
            language: "fr",
            abbreviated: [
                "MM. Roux et Petit sont là.",
                "M. Roux parle.",
                "Mme Roux et Mgr. Petit viennent.",
                "La bd. Voltaire et av. Foch ferment.",
                "Ste. Anne est là.",
                "Le Dr. Petit parle.",
                "Voir art. 5 et p. 12 ici.",
            ],
            plain: ["Le toit brûle.", "Personne ne parle.", "Il en reste 5."]),
        Page(
            language: "es",
            abbreviated: [
                "El Sr. Lima y la Sra. Paz hablan.",
                "Viajó a EE. UU. Martes fue.",
                "Los JJ. OO. Madrid ganó.",
                "Ver Pág. 5 y pág. 12 hoy.",
                "La Avda. Goya cierra.",
                "El Dr. Ruiz lo negó.",
                "La Dña. Ana habló.",
            ],
            plain: ["No hay heridos.", "La casa estaba vacía.", "Eso no lo sé yo.", "Son 5."]),
        Page(
            language: "it",
            abbreviated: [
                "Il sig. Rossi ha visto il fumo.",
                "Il dott. Bianchi e l'avv. Neri parlano.",
                "La prof. Verdi e il geom. Riva tacciono.",
                "Vedi pag. 5 e art. 3 oggi.",
                "La sen. Rossi parla.",
                "Il dr. Neri tace.",
            ],
            plain: ["Non ci sono feriti.", "La casa era vuota.", "Così è.", "Sono 5."]),
        Page(
            language: "pt",
            abbreviated: [
                "O Sr. Lima negou.",
                "O dr. Reis e a profa. Ana falam.",
                "A Av. Paulista fecha.",
                "O Pe. João fala.",
                "O Gen. Costa e a Sra. Dias vêm.",
                "Ver pág. 5 hoje.",
            ],
            plain: ["Não há feridos.", "A casa estava vazia.", "Assim é.", "São 5."]),
        Page(
            language: "nl",
            abbreviated: [
                "Dhr. Jansen zag rook.",
                "Mevr. Bos en mw. Smit kwamen.",
                "Mr. Pieters en drs. Vos spraken.",
                "Zie blz. 5 en art. 3 nu.",
                "De heer ir. Kok sprak.",
                "Het is bijv. Jan die kwam.",
                "Ds. Vos sprak.",
            ],
            plain: ["Er vielen geen gewonden.", "Het pand stond leeg.", "Het zijn er 5.", "Dat doe ik."]),
        Page(
            language: "pl",
            abbreviated: [
                "Mieszka przy ul. Długiej.",
                "Był w m. Lwów wczoraj.",
                "To jest pl. Zamkowy i al. Jerozolimskie.",
                "Przyszedł ks. Kos i dr. Nowak.",
                "Widział gen. Kosa i płk. Wilka.",
                "Szkoła im. Kopernika stoi.",
                "Np. Kos i tzw. Wilk byli.",
                "Zob. nr. 5 i str. 12 teraz.",
                "To 5 mln. Euro.",
            ],
            plain: ["Nie ma rannych.", "Dom był pusty.", "Ma 5 m.", "Tak było."]),
        Page(
            language: "ru",
            abbreviated: [
                "Дом на ул. Ленина построен давно.",
                "Он живёт в г. Москва сейчас.",
                "Музей им. Пушкина закрыт.",
                "А. С. Пушкин родился тут.",
                "Проф. Орлов и акад. Белов спорят.",
                "Это 5 тыс. Евро.",
                "Пл. Победы и просп. Мира закрыты.",
                "Там, т. е. Москва, пусто.",
                "См. стр. 5 и п. 12 тут.",
            ],
            plain: [
                "Пострадавших нет.", "Дом пустовал.", "Это был я.", "Ущерб составил 100 руб.", "Это было в 2026 г.",
                "До него 5 м.",
            ]),
        Page(
            language: "uk",
            abbreviated: [
                "На вул. Шевченка згорів дах.",
                "Він живе в м. Львів.",
                "Школа ім. Франка стоїть.",
                "Т. Г. Шевченко тут народився.",
                "Проф. Мороз і акад. Бойко тут.",
                "Це 5 тис. Євро.",
                "Просп. Миру і пл. Ринок закриті.",
                "Див. стор. 5 тут.",
            ],
            plain: ["Постраждалих немає.", "Дім був порожній.", "Це був я.", "До нього 100 м."]),
        Page(
            language: "ar",
            abbreviated: [
                "قال د. أحمد ذلك.",
                "وصل م. خالد أمس.",
                "جاء أ. سامي اليوم.",
            ],
            plain: ["لا يوجد جرحى.", "كان البيت خاليا."]),
        Page(
            language: "zh",
            abbreviated: [
                "约翰·F. 肯尼迪来了。",
                "他说第5号。",
            ],
            plain: ["没有伤亡。", "房子是空的。"]),
        Page(
            language: "ja",
            abbreviated: [
                "彼はNo. 5と言った。",
                "J. F. 田中が来た。",
            ],
            plain: ["負傷者はいない。", "家は空だった。"]),
    ]

    @Test(arguments: pages)
    func endNoSentence(page: Page) {
        let space = ["zh", "ja"].contains(page.language) ? "" : " "
        func check(_ sentences: [String]) {
            let bytes = Array(sentences.joined(separator: space).utf8)
            #expect(Segmentation.sentences(in: bytes).map { String(decoding: bytes[$0], as: UTF8.self) } == sentences)
        }
        for plain in page.plain {
            for other in page.plain { check([plain, other]) }
            for sentence in page.abbreviated {
                check([plain, sentence, plain])
                check([sentence, plain])
            }
        }
    }

    /// Each word of each line is used, by one sort of text.
    @Test func everyLineIsRead() {
        let texts = [
            Abbreviations.english, Abbreviations.german, Abbreviations.french, Abbreviations.spanish,
            Abbreviations.italian, Abbreviations.portuguese, Abbreviations.dutch, Abbreviations.polish,
            Abbreviations.russian, Abbreviations.ukrainian, Abbreviations.arabic,
        ]
        for line in texts.flatMap({ $0.split(separator: "\n") }) {
            let parts = line.split(separator: ":", maxSplits: 1)
            let sort = Abbreviations.sorts[String(parts[0])]
            #expect(parts.count == 2 && sort != nil, "\(line)")
            guard let sort, parts.count == 2 else { continue }
            for word in parts[1].split(separator: " ") {
                #expect(Abbreviations.all[keyPath: sort].contains(word.utf8), "\(word): longer than sixteen bytes")
            }
        }
    }

    @Test(arguments: [
        ("The accounts are late… Auditors will report.", ["The accounts are late…", "Auditors will report."]),
        ("The accounts are late... Auditors will report.", ["The accounts are late...", "Auditors will report."]),
        ("He is… tired. Das … Haus fiel.", ["He is… tired.", "Das … Haus fiel."]),
        ("What I… I think so.", ["What I… I think so."]),
        ("He paused … Then he left.", ["He paused …", "Then he left."]),
        ("“We wait…” Anna said.", ["“We wait…” Anna said."]),
        ("“We wait… They go.”", ["“We wait…", "They go.”"]),
        ("I am 30. Anna left.", ["I am 30.", "Anna left."]),
        ("I am 3. Mai was here.", ["I am 3. Mai was here."]),
    ])
    func ellipsesAndAges(text: String, sentences: [String]) {
        let bytes = Array(text.utf8)
        #expect(Segmentation.sentences(in: bytes).map { String(decoding: bytes[$0], as: UTF8.self) } == sentences)
    }

    private static let long = "The council will close three of its five leisure centres by the end of March"
    private static let other = "Library hours will be cut by a third in every branch except the central one"

    /// A line with the marker of a list is a sentence of its own, whatever its length; a wrapped line is none.
    @Test(arguments: [
        ["- \(long)", "- \(other)", "- trains run"], ["• \(long)", "• \(other)"], ["1. \(long)", "2. \(other)"],
        ["a) \(long)", "b) \(other)"], ["– \(long)", "– \(other)"], ["* \(long).", "* \(other)."],
        ["\(long) and\n- as was said - will go"], ["\(long) of\n1999. "], ["\(long)", "• \(other)"],
    ])
    func listItemsAreLines(lines: [String]) {
        let bytes = Array(lines.joined(separator: "\n").utf8)
        let found = Segmentation.sentences(in: bytes).map { String(decoding: bytes[$0], as: UTF8.self) }
        #expect(found == lines.map { String($0.reversed().drop { $0 == " " }.reversed()) })
    }

    /// The first word of a list item is no name for its capital.
    @Test(arguments: [
        ("We know:\n\n- Eleven people were hurt.", "We know:\n\n- Several people were hurt."),
        ("We know:\n\n1. Close the bridge.", "We know:\n\n1. Open the bridge."),
        ("We know:\n\n• “Eleven” were hurt.", "We know:\n\n• “Several” were hurt."),
        ("We know:\n\na) Close it now.", "We know:\n\na) Open it now."),
    ])
    func firstWordsOfListItemsAreNoNames(old: String, new: String) {
        var options = Comparison.Options()
        options.language = "en"
        let changes = compare(Array(old.utf8), Array(new.utf8), options: options).finestOperations
        #expect(!changes.contains { $0.marks.contains(.name) })
        #expect(TellingWords.inside(Array(new.utf8)).allSatisfy { !Array(new.utf8)[$0].starts(with: "Open".utf8) })
    }
}

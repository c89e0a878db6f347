import Testing

@testable import ProseDiff
@testable import ProseRendering

@Suite("Marks by language")
struct MarkRulesTests {
    static let edits = (MarkPage.edits + LookAlikes.edits).flatMap { language, page in
        page.split(separator: "\n").map { Edit(language: language, line: String($0)) }
    }

    struct Edit: CustomTestStringConvertible, Sendable {
        let language: String
        let line: String

        /// The older and the newer text, and the marks.
        var parts: (old: [UInt8], new: [UInt8], marks: String) {
            let halves = line.split(separator: " =", omittingEmptySubsequences: false)
            var (old, new) = ("", "")
            for piece in halves[0].split(separator: "[", omittingEmptySubsequences: false) {
                let sides = piece.split(separator: "]", omittingEmptySubsequences: false)
                if let words = sides.first?.split(separator: "|", omittingEmptySubsequences: false), words.count == 2 {
                    old += words[0] + sides[1]
                    new += words[1] + sides[1]
                } else {
                    old += piece
                    new += piece
                }
            }
            func plain(_ text: String) -> [UInt8] { Array(text.replacing("  ", with: " ").utf8) }
            return (plain(old), plain(new), halves[1].split(separator: " ").joined(separator: " "))
        }

        var testDescription: String { "\(language): \(line)" }
    }

    static func marks(_ old: [UInt8], _ new: [UInt8], _ language: String?) -> Comparison.Marks {
        var options = Comparison.Options()
        options.language = language
        return compare(old, new, options: options).finestOperations.reduce(into: []) { $0.formUnion($1.marks) }
    }

    @Test(arguments: edits)
    func areThoseOfACarefulEditor(edit: Edit) {
        let (old, new, marks) = edit.parts
        for (old, new) in [(old, new), (new, old)] {
            #expect(Self.marks(old, new, edit.language).names.joined(separator: " ") == marks)
        }
    }

    /// A first letter that became a capital puts in no name; capitals that make another word do.
    @Test func aCapitalIsNoName() {
        func marks(_ old: String, _ new: String) -> [String] {
            Self.marks(Array(old.utf8), Array(new.utf8), "en").names
        }
        #expect(marks("He said “no” to it.", "He said “No” to it.") == ["quotation"])
        #expect(marks("The mark was seen.", "The Mark was seen.") == [])
        #expect(marks("They met us there.", "They met US there.") == ["name"])
        #expect(marks("They met Ann there.", "They met Bo there.") == ["name"])
    }

    /// Articles are no numbers, a month is no hedge.
    @Test(arguments: [
        "en: The council meets in [March|May]. =", "en: The council [will|may] meet. = hedge",
        "en: She [could not be reached|was away]. = negation",
        "en: They talked [about|of] the bridge. =", "en: [About|Exactly] 40 cars burned. = hedge",
        "en: The fire burned about [40|50] cars. =", "es: Vinieron [unos|los] hombres. =",
        "de: [Ein|Der] Mann starb. =", "fr: [Un|Cet] homme est mort. =", "it: [Un|Quel] uomo è morto. =",
        "nl: [Een|Die] man stierf. =", "fr: Un pont [neuf|vieux]. =",
        "it: [Secondo la polizia il|Il] ponte cade. = attribution",
        "de: Es gab [einundzwanzig|dreiundzwanzig] Verletzte. = numberWord",
        "nl: Er vielen [eenentwintig|tweeëntwintig] gewonden. = numberWord",
        "it: I feriti sono [ventuno|ventitré]. = numberWord", "fr: [Personne n’est|Le guide est] mort. = negation",
    ])
    func wordsThatOnlyLookLikeIt(line: String) {
        let (old, new, marks) = Edit(language: "", line: String(line.dropFirst(4))).parts
        let found = Self.marks(old, new, String(line.prefix(2))).intersection([
            .numberWord, .negation, .hedge, .attribution,
        ])
        #expect(found.names.joined(separator: " ") == marks)
    }

    /// Thousands parted or not are one number; a decimal point is none of a language's own grouping.
    @Test(arguments: [
        "en: Some [1,200|1200] cars burned. =", "en: Some [1.200|1200] cars burned. = number",
        "de: Etwa [1.200|1200] Autos brannten. =", "de: Etwa [1,200|1200] Autos brannten. = number",
        "de: Etwa [1'200|1200] Autos brannten. =", "en: Some [1,200|1,300] cars burned. = number",
        "en: Some [1,20|120] cars burned. = number", "en: Some [1,200,50|120050] cars burned. = number",
        // Nouns of German are no names; people, and towns behind a preposition, are.
        "de: Die [Brücke|Straße] ist gesperrt. =", "de: Er sah die [Brücke|Straße]. =",
        "de: Das sagte [Ada Schmidt|Tomas Verhaal]. = name", "de: Das sagte Minister [Habeck|Lindner]. = name",
        "de: Der Zug fuhr nach [Bremen|Hamburg]. = name", "de: Es kam durch [Zufall|Hilfe] in [Bewegung|Spannung]. =",
        "de: Angela [Merkel|Kohl] sagte das. = name",
        // Single quotation marks quote, apostrophes do not.
        "en: The mayor [denied it|said 'we never paid'] today. = quotation",
        "en: He said 'we never [paid|asked],' and left. = quotation",
        "en: He said \u{2018}we never [paid|asked]\u{2019} and left. = quotation",
        "de: Er sagte: \u{201A}Wir haben nie [gezahlt|gefragt]\u{2018} und ging. = quotation",
        "en: The workers' pay [rose|fell], the dogs' owners say. =",
        "en: In the '90s it [rose|fell] in the workers' town. =",
        "en: It doesn't [rise|fall] and won't. =",
    ])
    func numeralsNamesAndQuotations(line: String) {
        let (old, new, marks) = Edit(language: "", line: String(line.dropFirst(4))).parts
        let found = Self.marks(old, new, String(line.prefix(2))).intersection([.number, .name, .quotation])
        #expect(found.names.joined(separator: " ") == marks)
    }

    @Test func everyLanguageHasItsPage() {
        #expect(Set(MarkPage.edits.map { String($0.language.prefix(2)) }) == Set(MarkRules.byTag.keys))
        for (language, page) in MarkPage.edits {
            let isOfTheFirstSix = ["en", "de", "fr", "es", "it", "pt-BR"].contains(language)
            #expect(page.split(separator: "\n").count == (isOfTheFirstSix ? 20 : 5), "\(language)")
        }
    }

    @Test(arguments: MarkRules.byTag.keys.sorted())
    func everyPhraseOfEveryLineGivesItsMark(language: String) throws {
        let rules = try #require(MarkRules.byTag[language]).rules
        #expect(rules.count > 60)
        for rule in rules {
            if rule.mark.isEmpty { continue }
            let word = rule.written
            let phrase = rule.needsNumber ? word + " 4" : rule.needsNegator ? "ne zz " + word : word
            for text in ["Xx yy zz.", phrase + " zz."] {
                let old = Array(("Qq " + text).utf8)
                let new = Array(("Qq " + phrase + " " + text).utf8)
                #expect(Self.marks(old, new, language).contains(rule.mark), "\(rule.phrase)")
            }
        }
    }

    /// A phrase without a mark takes the mark from the words in it.
    @Test(arguments: MarkRules.byTag.keys.sorted())
    func phrasesWithoutAMarkHaveNone(language: String) throws {
        let rules = try #require(MarkRules.byTag[language]).rules.filter(\.mark.isEmpty)
        #expect(!rules.isEmpty)
        for rule in rules {
            let phrase = rule.written + (rule.needsNumber ? " 4" : "")
            let (old, new) = (Array("Xx qq zz.".utf8), Array("Xx qq \(phrase) zz.".utf8))
            let found = Self.marks(old, new, language).intersection([.numberWord, .negation, .hedge, .attribution])
            #expect(found.isEmpty, "\(rule.phrase): \(found.names)")
        }
    }

    @Test(
        arguments: [
            (nil, "The crash left two dead.", "The crash left one dead.", ""),
            ("sw", "Watu wawili walikufa.", "Watu watatu walikufa.", ""),
            (nil, "The crash left 2 dead.", "The crash left 3 dead.", "number"),
            (nil, "事故造成六人死亡。", "事故造成九人死亡。", "numberWord"),
            (nil, "事故で六人が死亡した。", "事故で九人が死亡した。", "numberWord"),
            (nil, "Міністр підписав договір.", "Міністр не підписав договір.", "negation"),
            (nil, "Министр подписал договор.", "Министр не подписал договор.", "negation"),
            (nil, "يوقع الوزير العقد أمس.", "لم يوقع الوزير العقد أمس.", "negation"),
            ("EN-gb", "The crash left two dead.", "The crash left one dead.", "numberWord"),
        ] as [(String?, String, String, String)])
    func theLanguageIsTheStorysOrThatOfTheScript(language: String?, old: String, new: String, marks: String) {
        #expect(Self.marks(Array(old.utf8), Array(new.utf8), language).names.joined(separator: " ") == marks)
    }

    @Test func exchangedSpeakersAreMarkedWhereTheyStand() {
        let old = Array("“We stay,” said Smith. “We go now,” said Jones.".utf8)
        let new = Array("“We stay,” said Jones. “We go now,” said Smith.".utf8)
        var options = Comparison.Options()
        options.language = "en"
        let comparison = compare(old, new, options: options)
        let changes = comparison.finestOperations.filter { $0.kind != .equal }
        #expect(changes.allSatisfy { $0.marks.contains(.speaker) })
        let shown = Rendering.inline(comparison, old: old, new: new)
        #expect(shown.contains("said [-Smith-]{+Jones+}<speaker>."))
        let html = Rendering.html(comparison, old: old, new: new)
        #expect(html.contains(#"<ins class="name speaker grave"><span data-mark="name, speaker">Jones</span></ins>"#))
        #expect(Rendering.sideBySide(comparison, old: old, new: new).contains("<speaker>"))
    }

    /// As many words are looked up as the changes have, with a few beside each, however often phrases begin.
    @Test(arguments: ["not ", "“a” said ", "may have ", "“No,” said X. ", "a witness "])
    func hostileTextsAreMarkedToTheEnd(piece: String) {
        let old = Array(String(repeating: piece, count: 2000).utf8)
        let new = Array(String(repeating: piece + "not q ", count: 2000).utf8)
        #expect(Self.marks(old, new, "en").contains(.negation))
    }
}

extension MarkRules.Rule {
    /// The phrase as a text has it: `d'*` as `d'aa`, the beginning of a word as a word.
    fileprivate var written: String {
        let plain = phrase.replacing("'*", with: "'aa").replacing("*", with: "")
        return isCapital ? plain.prefix(1).uppercased() + plain.dropFirst() : plain
    }
}

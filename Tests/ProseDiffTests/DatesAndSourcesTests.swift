import Testing

@testable import ProseDiff

@Suite("Dates and sources in thirteen languages")
struct DatesAndSourcesTests {
    /// Edits as on the pages of ``MarkPage``: `[old|new]`, then the marks.
    private func check(_ lines: [String]) {
        for line in lines {
            let language = String(line.prefix(2))
            let (old, new, marks) = MarkRulesTests.Edit(language: language, line: String(line.dropFirst(4))).parts
            for (old, new) in [(old, new), (new, old)] {
                let found = MarkRulesTests.marks(old, new, language).names.joined(separator: " ")
                #expect(found == marks, "\(line)")
            }
        }
    }

    @Test func aMonthOrDayIsANumberAndNoName() {
        check([
            "en: It was found on [Monday|Tuesday]. = number", "en: It will open in [May|June]. = number",
            "en: It was found on [Monday|Tuesday] by Ada Quist. = number",
            "en: Prime minister Theresa [May|Quist] left. = name",
            "de: Sie wurde am [Montag|Dienstag] gefunden. = number", "de: Der Bau beginnt im [März|April]. = number",
            "fr: On l’a trouvé [lundi|mardi]. = number", "fr: Le pont ouvre en [mai|juin]. = number",
            "es: Lo hallaron el [lunes|martes]. = number", "it: Il ponte apre a [maggio|giugno]. = number",
            "pt: A ponte abre em [maio|junho]. = number", "nl: De brug opent in [mei|juni]. = number",
            "pl: Most otworzą w [maju|czerwcu]. = number", "uk: Міст відкриють у [травні|червні]. = number",
            "ru: Мост откроют в [мае|июне]. = number", "ar: افتتح الجسر في [مايو|يونيو]. = number",
            "ja: 橋は[土|日]曜に開く。 = number",
        ])
    }

    @Test func inAnUnknownLanguageItHasNoMark() {
        let (old, new) = (Array("It will open in May.".utf8), Array("It will open in June.".utf8))
        #expect(MarkRulesTests.marks(old, new, nil).isEmpty)
    }

    @Test func anotherSourceIsAnotherAttribution() {
        check([
            "en: The road is open, according to the [police|army]. = attribution",
            "en: According to [Ada Quist|Tomas Verhaal], it fell. = name attribution",
            "de: Laut [Polizei|Feuerwehr] starb ein Mann. = name attribution",
            "de: Dem [Sprecher|Bericht] zufolge starb ein Mann. = attribution",
            "de: Nach Angaben der [Polizei|Feuerwehr] starb ein Mann. = attribution",
            "fr: Le pont est ouvert, selon la [police|mairie]. = attribution",
            "fr: D’après un [témoin|voisin], le pont est ouvert. = attribution",
            "es: El puente cae, según la [policía|alcaldía]. = attribution",
            "it: Il ponte cade, secondo la [polizia|giunta]. = attribution",
            "pt: A ponte cai, segundo a [polícia|prefeitura]. = attribution",
            "nl: Volgens de [politie|brandweer] is de brug dicht. = attribution",
            "pl: Most runie, zdaniem [policji|straży]. = attribution",
            "uk: За даними [поліції|мерії], міст відкрито. = attribution",
            "ru: По данным [полиции|мэрии], мост открыт. = attribution",
            "ar: الجسر مفتوح بحسب [الشرطة|البلدية]. = attribution",
            "zh: 据[警|军]方称桥已开放。 = attribution", "ja: [警察|消防]によると橋は開いた。 = attribution",
        ])
    }

    @Test func whatFollowsTheSourceIsNotTheSource() {
        check([
            "en: According to the police, the road is [open|shut]. =",
            "fr: Selon la police, le pont est [ouvert|fermé]. =",
            "de: Laut Polizei starben [drei|vier] Menschen. = numberWord",
            "nl: Volgens de politie is de brug [dicht|open]. =",
        ])
    }

    @Test func quotationsBesidePluralsInTheGenitive() {
        check([
            "en: The players' 'no' vote [rose|fell]. =", "en: The players' '[no|yes]' vote rose. = quotation negation",
            "en: 'The players' vote was [clear|close],' he said. = quotation",
            "en: The 'yes' camp and the players' [friends|rivals] met. =",
            "en: He said '[yes|no]' to the players' club. = quotation negation",
        ])
    }
}

/// The words with which a note says that a text was changed.
///
/// The rules are text, one on each line: `earlier` phrases speak of an earlier text, `changed` ones of a change; a word of a line
/// `not` stands before what the text no longer says; words of a line `common` are in notes about anything.
package struct NoteWords: Sendable {
    package private(set) var earlier: [[String]] = []
    package private(set) var changed: [[String]] = []
    package private(set) var not: [[String]] = []
    package private(set) var common: Set<String> = []

    private init(_ lines: String) {
        for line in lines.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { continue }
            let phrases = parts[1].split(separator: ",").map { $0.split(separator: " ").map(String.init) }
            switch parts[0] {
            case "earlier": earlier += phrases
            case "changed": changed += phrases
            case "not": not += phrases
            default: common.formUnion(phrases.joined())
            }
        }
    }

    /// The words of a language; of all together if it is unknown.
    ///
    /// - Parameter language: BCP 47 tag.
    package static func of(_ language: String?) -> NoteWords? {
        guard let language else { return all }
        return byTag[MarkRules.primary(language)].map { NoteWords($0) }
    }

    private static let all = NoteWords(byTag.values.sorted().joined(separator: "\n"))

    private static let byTag = [
        "en": """
        earlier: earlier version, previous version, first version, original version, earlier versions, previous versions
        earlier: originally said, originally stated, previously said, previously stated, misstated, wrongly said
        earlier: incorrectly said, wrongly gave, incorrectly gave, incorrectly stated, wrongly stated, mistakenly said
        changed: changed, corrected, amended, revised, should have been, should be, instead of, rather than, not
        not: not, instead of, rather than
        common: that, this, with, from, have, been, were, would, will, which, what, when, where, there, their, into, than, rather
        common: version, versions, article, story, report, text, page, piece, headline, year, date, month, number, figure, value
        common: earlier, previous, original, first, originally, previously, said, stated, gave, given, wrongly, incorrectly
        common: mistakenly, misstated, changed, corrected, amended, revised, updated, update, correction, clarification, note
        common: should, instead, wrong, error, mistake, clarify, now, says, reads, read, been, also, only, later, time
        """,
        "de": """
        earlier: früheren version, frühere version, früheren fassung, frühere fassung, ersten version, ersten fassung
        earlier: ursprünglich hieß, zunächst hieß, zuvor hieß, ursprünglich stand
        changed: geändert, korrigiert, berichtigt, statt, nicht
        not: nicht, statt
        common: version, fassung, früheren, frühere, ersten, ursprünglich, zunächst, zuvor, hieß, stand, dass, artikel, text
        common: artikels, textes, meldung, bericht, geändert, korrigiert, berichtigt, wurde, wurden, worden, statt, nicht, haben
        common: eine, einer, einem, dieser, dieses, diese, jahr, datum, zahl, angabe, werde, würde, sollen, solle, richtig, falsch
        """,
        "fr": """
        earlier: version précédente, précédente version, version antérieure, première version, indiquait à tort
        changed: changé, modifié, corrigé, corrigée, rectifié, au lieu de, et non, non pas
        not: au lieu de, et non, non pas, non
        common: version, précédente, antérieure, première, indiquait, tort, changé, modifié, corrigé, corrigée, rectifié, lieu
        common: article, texte, cette, dans, pour, avec, disait, année, date, chiffre, nombre, était, avait, serait, erreur
        """,
        "es": """
        earlier: versión anterior, anterior versión, primera versión, decía por error
        changed: cambiado, cambió, corregido, corrigió, modificado, en lugar de, en vez de, y no
        not: en lugar de, en vez de, y no, no
        common: versión, anterior, primera, decía, error, cambiado, cambió, corregido, corrigió, modificado, lugar, artículo
        common: texto, esta, este, para, sido, fecha, cifra, número, sería, había
        """,
        "it": """
        earlier: versione precedente, precedente versione, prima versione
        changed: cambiato, corretto, corretta, modificato, invece di, e non
        not: invece di, e non, non
        common: versione, precedente, prima, cambiato, corretto, corretta, modificato, invece, articolo, testo, questa, questo
        common: diceva, anno, data, numero, cifra, stato, stata, sarebbe, errore
        """,
        "nl": """
        earlier: eerdere versie, vorige versie, eerste versie
        changed: gewijzigd, gecorrigeerd, aangepast, in plaats van, niet
        not: in plaats van, niet
        common: eerdere, vorige, eerste, versie, gewijzigd, gecorrigeerd, aangepast, plaats, niet, artikel, tekst, deze, werd
        common: stond, jaar, datum, getal, cijfer, zou, worden, fout
        """,
    ]
}

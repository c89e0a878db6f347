import Testing

@testable import ProseDiff

/// Whether a change exchanges the source of a statement that is no quotation.
@Suite("Sources of statements")
struct SubjectsTests {
    private func isMarked(_ language: String, _ old: String, _ new: String) -> Bool {
        var options = Comparison.Options()
        options.language = language
        let changes = compare(Array(old.utf8), Array(new.utf8), options: options).finestOperations
        return changes.contains { $0.marks.contains(.attribution) }
    }

    @Test(arguments: [
        ("en", "Sixty were hurt, the health ministry said.", "Sixty were hurt, the organisers said."),
        ("en", "The health ministry said sixty were hurt.", "The hospital said sixty were hurt."),
        ("en", "It is shut, said the council.", "It is shut, said the owners."),
        ("en", "The firm claimed it had paid.", "The union claimed it had paid."),
        ("en", "Officials said it was shut.", "Residents said it was shut."),
        ("de", "Drei wurden verletzt, teilte die Polizei mit.", "Drei wurden verletzt, teilte die Feuerwehr mit."),
        ("de", "Die Polizei teilte mit, es brenne.", "Die Feuerwehr teilte mit, es brenne."),
        ("fr", "Le préfet a annoncé la fermeture.", "Le maire a annoncé la fermeture."),
        ("es", "El ministro anunció el cierre.", "El alcalde anunció el cierre."),
        ("it", "Il ministro ha annunciato la chiusura.", "Il sindaco ha annunciato la chiusura."),
        ("pt", "O ministro anunciou o fecho.", "O presidente anunciou o fecho."),
        ("nl", "De politie meldde drie gewonden.", "De brandweer meldde drie gewonden."),
        ("pl", "Policja poinformowała o wypadku.", "Straż poinformowała o wypadku."),
        ("ru", "Полиция сообщила о взрыве.", "Мэрия сообщила о взрыве."),
        ("uk", "Поліція повідомила про вибух.", "Мерія повідомила про вибух."),
        ("ar", "قالت وزارة الصحة إن العدد كبير.", "قالت الشرطة إن العدد كبير."),
        ("zh", "卫生部说六人受伤。", "警方说六人受伤。"),
        ("ja", "警察によると六人が死亡した。", "消防によると六人が死亡した。"),
    ])
    func areMarkedWhereTheyAreExchanged(language: String, old: String, new: String) {
        #expect(isMarked(language, old, new))
    }

    /// A word more, where or when it was said, a pronoun for a name, and what was said.
    @Test(arguments: [
        ("en", "The mayor said it was shut.", "The former mayor said it was shut."),
        ("en", "The police in Bath said it was shut.", "The police in York said it was shut."),
        ("en", "She said it was shut.", "They said it was shut."),
        // Who is named and says nothing is no source.
        ("en", "The firm bribed three officials in Rome.", "The firm bribed three clerks in Rome."),
        ("en", "Officials were seen in Rome on Monday.", "Residents were seen in Rome on Monday."),
        ("en", "Lee, 42, said the bridge was very unsafe.", "Lee, 42, said the tunnel was very unsafe."),
        ("en", "The mayor on Monday said it was shut.", "The mayor on Tuesday said it was shut."),
        ("de", "Am Montag teilte die Polizei das mit.", "Am Dienstag teilte die Polizei das mit."),
        ("fr", "Le maire de Lyon a annoncé la fermeture.", "Le maire a annoncé la fermeture."),
        ("nl", "De politie in Zwolle meldde drie gewonden.", "De politie in Utrecht meldde drie gewonden."),
        ("ru", "Полиция в Москве сообщила о взрыве.", "Полиция в Казани сообщила о взрыве."),
        ("ar", "قالت الشرطة إن العدد كبير.", "قالت الشرطة إن الرقم كبير."),
        ("zh", "警方星期一说六人受伤。", "警方星期二说六人受伤。"),
    ])
    func areNotWhereTheyStay(language: String, old: String, new: String) {
        #expect(!isMarked(language, old, new))
    }

    /// Where the quotation has another speaker, that is said, and not that it has another source as well.
    @Test func aSpeakerIsNoSource() {
        #expect(!isMarked("en", "Ruth Lee said: “We stay here.”", "Bo Dahl said: “We stay here.”"))
    }
}

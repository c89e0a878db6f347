import Testing

@testable import ProseDiff

/// Whether a change exchanges the speaker of a quotation that both texts have.
@Suite("Speakers")
struct SpeakersTests {
    private func marks(_ language: String, _ old: String, _ new: String) -> [String] {
        var options = Comparison.Options()
        options.language = language
        let comparison = compare(Array(old.utf8), Array(new.utf8), options: options)
        return comparison.finestOperations.filter { $0.marks.contains(.speaker) }.map { change in
            String(decoding: Array(new.utf8)[change.new], as: UTF8.self)
        }
    }

    @Test(arguments: [
        ("en", "\"We are here to stay,\" said Ruth Lee.", "\"We were here to stay,\" said Bo Dahl.", "Bo Dahl"),
        (
            "en", "\"We think it is so,\" said Ann Lee. \"It is.\"", "\"We know it is so,\" said Bo Dahl. \"It is.\"",
            "Bo Dahl"
        ),
        ("en", "Lee: \"We stay.\"", "Dahl: \"We stay.\"", "Dahl"),
        ("en", "Ann Lee said: \"We stay.\"", "Bo Dahl said: \"We stay.\"", "Bo Dahl"),
        ("en", "\"We stay,\" said the driver on Monday.", "\"We stay,\" said the guard on Monday.", "guard"),
        ("en", "\"We stay,\" Ann Lee told the BBC.", "\"We stay,\" Bo Dahl told the BBC.", "Bo Dahl"),
        (
            "de", "Am Montag sagte Anna Sowa in Bonn: „Wir bleiben.“",
            "Am Montag sagte Jan Kern in Bonn: „Wir bleiben.“", "Jan Kern"
        ),
        ("de", "Müller: „Wir bleiben hier.“", "Schröder: „Wir bleiben hier.“", "Schröder"),
        (
            "fr", "« Nous restons », a déclaré le maire, Jean Roux.",
            "« Nous restons », a déclaré le maire, Luc Petit.", "Luc Petit"
        ),
        ("es", "«Nos quedamos», dijo Ana Ruiz en Madrid.", "«Nos quedamos», dijo Eva Paz en Madrid.", "Eva Paz"),
        ("it", "«Restiamo», ha detto Anna Rossi a Roma.", "«Restiamo», ha detto Luca Bianchi a Roma.", "Luca Bianchi"),
        ("pt", "“Ficamos”, disse Ana Lima em Lisboa.", "“Ficamos”, disse Rui Reis em Lisboa.", "Rui Reis"),
        ("nl", "“Wij blijven”, zei Anna Bos in Zwolle.", "“Wij blijven”, zei Jan Smit in Zwolle.", "Jan Smit"),
        (
            "pl", "„Zostajemy”, powiedziała Anna Sowa w Lublinie.", "„Zostajemy”, powiedział Jan Kos w Lublinie.",
            "Jan Kos"
        ),
        (
            "ru", "«Мы остаёмся», сказал Иван Петров в Москве.", "«Мы остаёмся», сказал Олег Орлов в Москве.",
            "Олег Орлов"
        ),
        (
            "uk", "«Ми лишаємося», сказав Іван Бойко у Львові.", "«Ми лишаємося», сказав Олег Мороз у Львові.",
            "Олег Мороз"
        ),
    ])
    func namesTheNewOne(language: String, old: String, new: String, speaker: String) {
        #expect(marks(language, old, new).contains { $0.contains(speaker) }, "\(marks(language, old, new))")
    }

    /// When, where and to whom it was said, the speaker's age and role, and words before the name.
    @Test(arguments: [
        ("en", "\"We stay,\" said Ann Lee on Monday.", "\"We stay,\" said Ann Lee on Tuesday."),
        ("en", "\"We stay,\" said Ann Lee in Lublin.", "\"We stay,\" said Ann Lee in Krakow."),
        ("en", "\"We stay,\" Ann Lee told the BBC.", "\"We stay,\" Ann Lee told Reuters."),
        ("en", "\"We stay,\" she told the BBC.", "\"We stay,\" she told Reuters."),
        ("en", "\"We stay,\" said Ann Lee, mayor of Bath.", "\"We stay,\" said Ann Lee, mayor of York."),
        ("en", "\"We stay,\" said Ann Lee, who is the mayor.", "\"We stay,\" said Ann Lee, the mayor."),
        (
            "en", "The RAC, which is a motoring organisation, said that the money was \"a drop in the ocean\".",
            "The RAC, a motoring organisation, said the money was \"a drop in the ocean\"."
        ),
        ("en", "His mother said her son was \"still shaking\".", "Her mother said her daughter was \"still shaking\"."),
        ("de", "„Wir bleiben“, sagte Anna Sowa am Montag.", "„Wir bleiben“, sagte Anna Sowa am Dienstag."),
        ("fr", "« Nous restons », a déclaré Jean Roux à Lyon.", "« Nous restons », a déclaré Jean Roux à Nice."),
        (
            "es", "«Nos quedamos», dijo Ana Ruiz el lunes en Madrid.",
            "«Nos quedamos», dijo Ana Ruiz el martes en Toledo."
        ),
        ("it", "«Restiamo», ha detto Anna Rossi a Roma.", "«Restiamo», ha detto Anna Rossi a Milano."),
        ("pt", "“Ficamos”, disse Ana Lima à Lusa.", "“Ficamos”, disse Ana Lima à Reuters."),
        ("nl", "“Wij blijven”, zei Anna Bos in Zwolle.", "“Wij blijven”, zei Anna Bos in Utrecht."),
        ("pl", "„Zostajemy”, powiedziała Anna Sowa w Lublinie.", "„Zostajemy”, powiedziała Anna Sowa w Krakowie."),
        ("ru", "«Мы остаёмся», сказал Иван Петров в Москве.", "«Мы остаёмся», сказал Иван Петров в Казани."),
        ("uk", "«Ми лишаємося», сказав Іван Бойко у Львові.", "«Ми лишаємося», сказав Іван Бойко у Києві."),
    ])
    func areTheSameWhereOnlyThePlaceOrTimeDiffers(language: String, old: String, new: String) {
        #expect(marks(language, old, new) == [])
    }

    /// ß for ss, and accents, are another spelling of a name: the change has its mark, and nobody else speaks.
    @Test(
        arguments: [
            ("de", "Anna Voss", "Anna Voß"), ("de", "Ida Müller", "Ida Mueller"), ("en", "Müller", "Muller"),
            ("en", "Jürgen Voß", "Juergen Voss"), ("en", "Zoe Brontë", "Zoé Bronte"),
            ("pl", "Łukasz Żak", "Lukasz Zak"),
        ])
    func areTheSameInAnotherSpelling(language: String, old: String, new: String) {
        var options = Comparison.Options()
        options.language = language
        let (before, after) = ("\"We stay,\" said \(old).", "\"We stay,\" said \(new).")
        let comparison = compare(Array(before.utf8), Array(after.utf8), options: options)
        let marks = comparison.finestOperations.reduce(into: Comparison.Marks()) { $0.formUnion($1.marks) }
        #expect(marks == .name)
    }

    /// Any other letter may make another person's name.
    @Test(arguments: [("Paul", "Paule"), ("Meier", "Meyer"), ("Anna Hansen", "Anna Hanssen")])
    func areOthersWithAnotherLetter(old: String, new: String) {
        #expect(marks("en", "\"We stay,\" said \(old).", "\"We stay,\" said \(new).") != [])
    }
}

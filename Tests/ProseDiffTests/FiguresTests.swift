import Testing

@testable import ProseDiff
@testable import ProseRendering

/// Figures whose sign, currency or unit changed, and what changed places, are shown whole.
@Suite("Figures, names and quotations in a diff")
struct FiguresTests {
    static func inline(_ old: String, _ new: String) -> String {
        var options = Comparison.Options()
        options.language = "en"
        let (old, new) = (Array(old.utf8), Array(new.utf8))
        return Rendering.inline(compare(old, new, options: options), old: old, new: new)
    }

    @Test(arguments: [
        ("It was 12 degrees.", "It was -12 degrees.", "It was [-12-]{+-12+} degrees."),
        ("It cost $40,000 then.", "It cost €40,000 then.", "It cost [-$40,000-]{+€40,000+} then."),
        ("It rose 3% today.", "It rose 3 points today.", "It rose [-3%-]{+3 points+} today."),
        ("He ran 5 km home.", "He ran 5 miles home.", "He ran [-5 km-]{+5 miles+} home."),
        ("He ran 5公里.", "He ran 5英里.", "He ran [-5公里-]{+5英里+}."),
        (
            "It cost 260 million dollars.", "It cost 260 million euros.",
            "It cost [-260 million dollars-]{+260 million euros+}."
        ),
        ("At 22:15 he left.", "At 15:22 he left.", "At [-22:15-]{+15:22+} he left."),
        ("Some 45 000 fled.", "Some 46 000 fled.", "Some [-45 000-]{+46 000+} fled."),
        ("Due 03/04/2026 now.", "Due 04/03/2026 now.", "Due [-03/04/2026-]{+04/03/2026+} now."),
        ("It was −5 °C then.", "It was 5 °C then.", "It was [-−5-]{+5+} °C then."),
        ("成本二十四亿元。", "成本二十六亿元。", "成本[-二十四亿-]{+二十六亿+}元。"),
        ("See 3-12 now.", "See 3-14 now.", "See 3-[-12-]{+14+} now."),
    ])
    func figuresAreShownWhole(old: String, new: String, shown: String) {
        #expect(Self.inline(old, new) == shown)
    }

    /// Whatever moves, and whichever way: the mark is of the number.
    @Test(arguments: [("€5", "$5"), ("3%", "-3%"), ("3 km", "3 miles"), ("$5 million", "€5 million")])
    func marksDoNotDependOnTheNeighbourThatMoved(old: String, new: String) {
        let other = "Delta epsilon zeta eta theta."
        var options = Comparison.Options()
        options.language = "en"
        for gap in [" ", "\n\n"] {
            let (old, new) = ("Alpha beta gamma takes \(old) now.", "Alpha beta gamma takes \(new) now.")
            let orders = [
                ("\(other)\(gap)\(old)", "\(new)\(gap)\(other)"), ("\(old)\(gap)\(other)", "\(other)\(gap)\(new)"),
            ]
            for (old, new) in orders {
                let changes = compare(Array(old.utf8), Array(new.utf8), options: options).finestOperations
                #expect(changes.contains { $0.marks.contains(.number) }, "\(old) -> \(new)")
            }
        }
    }

    @Test(arguments: [
        ("en", "Some 3,000 of 80 left at 22:15.", "Some 3000 of eighty left at 10.15pm."),
        ("en", "It cost $5m.", "It cost $5 million."),
        ("ja", "けが人は９人だ。", "けが人は9人だ。"), ("ar", "قتل ٢٥٠ شخصا", "قتل 250 شخصا"),
        ("fr", "Ils sont 40 000 ici.", "Ils sont 40.000 ici."),
        ("ja", "健一さんが来た。", "健二さんが来た。"),
    ])
    func formsAndNamesAreNoNumbers(language: String, old: String, new: String) {
        var options = Comparison.Options()
        options.language = language
        let changes = compare(Array(old.utf8), Array(new.utf8), options: options).finestOperations
        #expect(changes.allSatisfy { $0.marks.isDisjoint(with: [.number, .numberWord]) })
    }

    @Test(arguments: [
        ("The vote was 120 to 60.", "The vote was 60 to 120.", "The vote was [-120-]{+60+} to [-60-]{+120+}."),
        ("The vote was 60 to 120.", "The vote was 120 to 60.", "The vote was [-60-]{+120+} to [-120-]{+60+}."),
        ("He met Ortiz and Beck.", "He met Beck and Ortiz.", "He met [-Ortiz-]{+Beck+} and [-Beck-]{+Ortiz+}."),
        (
            "\"We will rebuild,\" said Lena Ortiz, the mayor. \"It will take years,\" said Karl Beck, the engineer.",
            "\"We will rebuild,\" said Karl Beck, the engineer. \"It will take years,\" said Lena Ortiz, the mayor.",
            "\"We will rebuild,\" said [-Lena Ortiz-]{+Karl Beck+}<speaker>, the [-mayor-]{+engineer+}. "
                + "\"It will take years,\" said [-Karl Beck-]{+Lena Ortiz+}<speaker>, the [-engineer-]{+mayor+}."
        ),
    ])
    func exchangesAreReplacementsInPlace(old: String, new: String, shown: String) {
        #expect(Self.inline(old, new) == shown)
    }

    /// A word at the start of a sentence is a name if it stands elsewhere as one, and nowhere with a small letter.
    @Test(arguments: [
        ("Smith accused Jones of fraud. Jones denied it.", "Jones accused Smith of fraud. Smith denied it.", 3),
        ("Police came. He saw the police.", "Officers came. He saw the police.", 0),
        ("The Hague won. He left the room for The Hague.", "A Hague won. He left the room for The Hague.", 0),
    ])
    func namesAtTheStartOfASentence(old: String, new: String, count: Int) {
        var options = Comparison.Options()
        options.language = "en"
        let changes = compare(Array(old.utf8), Array(new.utf8), options: options).finestOperations
        #expect(changes.count { $0.marks.contains(.name) } == count)
    }

    @Test(arguments: [
        ("Minister took money", "Minister took “money”", 1), ("Minister took “money”", "Minister took money", 1),
        ("He took “a lot of money” and", "He took “a bit of silver” and", 1),
        ("He said money and fame", "He said “money” and “fame”", 2),
        ("He said “so few” and “so many”", "He said “so good” and “so bad”", 2),
    ])
    func aQuotationCountsOnce(old: String, new: String, count: Int) {
        let (old, new) = (Array(old.utf8), Array(new.utf8))
        #expect(QuotedPassages.changed(compare(old, new), old: old, new: new) == count)
    }
}

import Testing

@testable import ProseDiff

@Suite("French spaces")
struct FrenchSpacingTests {
    private func isNoise(_ old: String, _ new: String) -> Bool {
        let (old, new) = (Array(old.utf8), Array(new.utf8))
        return differsInTypographyOnly(old, new) && compare(old, new).isNoise
    }

    @Test(arguments: [
        ("« Non », dit-il.", "“Non”, dit-il."), ("«\u{A0}Non\u{A0}», dit-il.", "\"Non\", dit-il."),
        ("«\u{202F}Non\u{202F}»", "« Non »"), ("Il dit : « Non ! »", "Il dit: “Non!”"),
        ("Quoi\u{A0}? Oui\u{202F}; non.", "Quoi? Oui; non."), ("Quoi ?! Non.", "Quoi?! Non."),
        ("(« Non »)", "(“Non”)"), ("Er sagte: »Ja«, und ging.", "Er sagte: „Ja“, und ging."),
        ("Il a dit ‹ non › hier.", "Il a dit ‘non’ hier."),
    ])
    func areTypography(_ pair: (String, String)) {
        #expect(isNoise(pair.0, pair.1) && isNoise(pair.1, pair.0), "\(pair)")
    }

    @Test(arguments: [
        ("« Non », dit-il.", "“Oui”, dit-il."), ("Er sagte »Ja«.", "Er sagte»Ja«."), ("un : deux", "un deux"),
        ("Il dit « non »", "Il dit non"), ("a b", "ab"), ("Non ! Oui", "Non ? Oui"),
    ])
    func hideNoChange(_ pair: (String, String)) {
        #expect(!isNoise(pair.0, pair.1) && !isNoise(pair.1, pair.0), "\(pair)")
    }

    /// A text with one word changed and its spaces and marks set in the French way has that change and noise.
    @Test(arguments: 0..<300)
    func nextToAChangeAreNoise(seed: Int) {
        var dice = SplitMix(seed)
        let spaces = [" ", "\u{A0}", "\u{202F}"]
        let marks = [": ", "; ", "! ", "? ", ", ", ". "]
        var plain = ""
        var french = ""
        let changed = dice.roll(0, 9)
        for number in 0..<10 {
            let word = "mot\(["a", "b", "c"][dice.roll(0, 2)])"
            let other = number == changed ? "autre" : word
            let space = spaces[dice.roll(0, 2)]
            switch dice.roll(0, 3) {
            case 0:
                plain += "“\(word)” "
                french += "«\(space)\(other)\(space)» "
            case 1:
                let mark = marks[dice.roll(0, 3)]
                plain += word + mark
                french += other + space + mark
            default:
                let mark = marks[dice.roll(4, 5)]
                plain += word + mark
                french += other + mark
            }
        }
        for (old, new) in [(plain, french), (french, plain)] {
            let (old, new) = (Array(old.utf8), Array(new.utf8))
            let grave = compare(old, new).finestOperations.filter { $0.kind != .equal && !$0.marks.contains(.noise) }
            let words = grave.map { operation in
                (
                    String(decoding: old[operation.old], as: UTF8.self),
                    String(decoding: new[operation.new], as: UTF8.self)
                )
            }
            #expect(words.count == 1 && (words[0].0 + words[0].1).contains("autre"), "seed \(seed): \(words)")
        }
    }
}

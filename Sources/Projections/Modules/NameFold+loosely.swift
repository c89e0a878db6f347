extension NameFold {
    /// Folds a name so that it also meets the same name with or without hyphens, a leading article, a title before a first
    /// name, and a legal form at its end: `The Watch-dog Ltd` and `watchdog`.
    ///
    /// Names that differ in a letter or a number do not meet.
    static func foldLoosely(_ name: String) -> String {
        var words = fold(name).split(separator: " ").map(String.init)
        if words.count > 1, articles.contains(words[0]) { words.removeFirst() }
        // "Mr Hill" and "Mrs Hill" are two: a title goes only where a first name tells who it is.
        while words.count > 2, titles.contains(words[0]) { words.removeFirst() }
        while words.count > 1, let last = words.last, legalForms.contains(last) { words.removeLast() }
        var folded = ""
        for word in words {
            // "Unit 1 1" is not "Unit 11".
            if let before = folded.last, before.isNumber, word.first?.isNumber ?? false { folded += " " }
            folded += word
        }
        return folded
    }

    private static let articles: Set<String> = ["the", "der", "die", "das", "le", "la", "les", "el", "los"]
    private static let titles: Set<String> = [
        "mr", "mrs", "ms", "miss", "dr", "prof", "professor", "sir", "dame", "lord", "lady", "herr", "frau", "mme",
    ]
    private static let legalForms: Set<String> = [
        "ltd", "limited", "plc", "inc", "incorporated", "corp", "corporation", "co", "llc", "llp", "gmbh", "ag", "kg",
        "sa", "sas", "sarl", "srl", "bv", "nv", "ab", "oy",
    ]
}

import Testing

@testable import Projections

@Suite("Spellings of a name meet")
struct NameFoldTests {
    static let names: [(name: String, folded: String)] = [
        ("Ministry of Ports", "ministry of ports"), ("MINISTRY  of Ports.", "ministry of ports"),
        ("Zo\u{EB} Ann\u{E9}", "zoe anne"), ("Zoe\u{308} Anne\u{301}", "zoe anne"),
        ("Lindholm-Works", "lindholm works"),
        ("O\u{2019}Hara", "o hara"), ("\u{141}ukasz", "lukasz"), ("\u{130}stanbul", "istanbul"),
        ("\u{3B1}\u{3AC}\u{391}\u{386}", "\u{3B1}\u{3B1}\u{3B1}\u{3B1}"), ("\u{451}\u{416}", "\u{451}\u{436}"),
        ("\u{6771}\u{4EAC}", "\u{6771}\u{4EAC}"), ("  ", ""), ("", ""), ("7 of 9", "7 of 9"),
        ("stra\u{DF}e", "stra\u{DF}e"), ("\u{1E69}", "s"),
    ]

    @Test(arguments: names)
    func folds(_ name: String, _ folded: String) {
        #expect(Array(NameFold.fold(name).unicodeScalars) == Array(folded.unicodeScalars))
    }

    @Test(arguments: names)
    func staysAsItIsOnceFolded(_ name: String, _ folded: String) {
        #expect(NameFold.fold(NameFold.fold(name)) == NameFold.fold(name))
    }

    static let almost: [(String, String)] = [
        ("Watchdog", "Watch-dog"), ("Medlin", "Medlin Ltd"), ("Transport Union", "The Transport Union"),
        ("Dr Ann Hill", "Ann Hill"), ("Nordbank", "nordbank GmbH"), ("St Anne's", "St Anne\u{2019}s"),
        ("The Watch-dog Co. Ltd", "watchdog"), ("Sir Jo Field", "Dame Jo Field"),
    ]

    @Test(arguments: almost)
    func meetsWhatIsAlmostTheSame(_ one: String, _ other: String) {
        #expect(NameFold.foldLoosely(one) == NameFold.foldLoosely(other))
        #expect(NameFold.foldLoosely(one) != "")
    }

    static let different: [(String, String)] = [
        ("Mr Hill", "Mrs Hill"), ("Dr Hill", "Hill"), ("Ruth Calder", "Ruth Caldor"), ("Unit 1 1", "Unit 11"),
        ("Company", "Ltd"), ("The", "Dr"), ("Bank", "Banks"), ("Firm", "Firm 2"), ("Ann Hill", "Ben Hill"),
        ("M", "N"), ("Mill", "The mayor"), ("the firm", "the bank"),
    ]

    @Test(arguments: different)
    func keepsOthersApart(_ one: String, _ other: String) {
        #expect(NameFold.foldLoosely(one) != NameFold.foldLoosely(other))
    }
}

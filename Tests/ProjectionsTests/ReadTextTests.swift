import ProseDiff
import Testing

@testable import Projections

@Suite("Values are read whole, and compared whatever their form")
struct ReadTextTests {
    private static func tokens(_ text: String, _ language: String?) -> [ReadToken] {
        ReadText(Array(text.utf8), language: language, labels: Labels()).tokens
    }

    private static func isSame(_ one: String, _ other: String, _ language: String?) -> Bool {
        let (here, there) = (tokens(one, language), tokens(other, language))
        return here.count == there.count && zip(here, there).allSatisfy { $0.says($1) }
    }

    @Test(arguments: [
        ("$5m", "$5 million", "en"), ("3,000", "3000", "en"), ("22:15", "10:15pm", "en"), ("22:15", "10.15 p.m.", "en"),
        ("Twelve", "12", "en"), ("٢٥٠", "250", "ar"), ("３", "3", "ja"), ("40 000", "40.000", "fr"),
        ("1.500.000", "1500000", "de"), ("1,5 Millionen", "1.500.000", "de"), ("二十四億円", "24億円", "ja"),
        ("二十八亿元", "28亿元", "zh"), ("3 October", "October 3", "en"), ("3 Oct.", "3 October", "en"),
        ("18.30 Uhr", "18:30 Uhr", "de"), ("3. Mai", "dritten Mai", "de"), ("5%", "5 per cent", "en"),
        ("twenty-one", "21", "en"), ("two hundred and fifty", "250", "en"), ("three thousand", "3,000", "en"),
        ("A dozen", "12", "en"), ("a million", "1m", "en"), ("quatre-vingt-dix", "90", "fr"),
        ("vingt et un", "21", "fr"),
        ("zweihundertfünfzig", "250", "de"), ("5 km", "5 kilometres", "en"), ("−3%", "-3%", "en"),
        ("22.15", "22:15", "en"),
        ("€12.50", "€12.5", "en"), ("24 млн рублей", "24000000 руб", "ru"), ("US$5m", "$5m", "en"),
        ("18h30", "18:30", "fr"),
        ("EUR 40", "€40", "en"), ("10 févr", "10 février", "fr"), ("3 October 2026", "2026-10-03", "en"),
        ("午後3時15分", "15時15分", "ja"), ("five million", "5m", "en"), ("3億5000万円", "3.5億円", "ja"),
        ("\u{A5}500", "500元", "zh"), ("22:15:00", "22:15", "en"), ("10 o'clock", "10:00", "en"),
        ("5 millones de toneladas", "5000000 toneladas", "es"), ("$5 dollars", "$5", "en"),
    ])
    func equal(one: String, other: String, language: String) {
        #expect(Self.isSame(one, other, language))
    }

    @Test(arguments: [
        ("$5m", "€5m", "en"), ("-3%", "3%", "en"), ("5 km", "5 miles", "en"), ("22:15", "15:22", "en"),
        ("260 million dollars", "260 billion euros", "en"), ("$5m", "$5 billion", "en"), ("5%", "5 points", "en"),
        ("240 millones de euros", "240 millones de dólares", "es"), ("24亿元", "24亿美元", "zh"), ("24億円", "24億ドル", "ja"),
        ("5 ملايين دولار", "5 ملايين يورو", "ar"), ("260 millions d’euros", "260 millions de dollars", "fr"),
        ("5 млн рублей", "5 млн долларов", "ru"), ("1.5", "15", "en"), ("3 October", "4 October", "en"),
        ("$1.2m", "$12m", "en"), ("40 000", "45 000", "fr"), ("May", "June", "en"), ("2 weeks", "2 months", "en"),
        ("two weeks", "two months", "en"), ("3am", "3pm", "en"), ("500円", "500元", "ja"), ("007", "7", "en"),
        ("1.2.3", "12.3", "en"),
        ("Try 40 of them", "₺40 of them", "en"), ("22:15:30", "22:15:31", "en"),
    ])
    func different(one: String, other: String, language: String) {
        #expect(!Self.isSame(one, other, language))
    }

    /// Each value with its currency, scale, unit and sign is one word.
    @Test(arguments: [
        ("It cost $5m, or 5%.", "en", ["$5m", "5%"]),
        ("It fell −5 °C in March 2026.", "en", ["−5 °C", "March 2026"]),
        ("pages 3-12, 7-5 on 03/04/2026", "en", ["3", "12", "7", "5", "03/04/2026"]),
        ("Zwölf Menschen am 3. Mai um 18.30 Uhr, eine Frau und ein Mann.", "de", ["Zwölf", "3. Mai", "18.30 Uhr"]),
        ("Trois lignes, un homme et une femme, le 1er mai 2026.", "fr", ["Trois", "1er mai 2026"]),
        ("健一さんは一般に三人", "ja", ["三"]),
        ("It cost 3 million of the 46 000 dollars", "en", ["3 million", "46 000 dollars"]),
    ])
    func whole(text: String, language: String, values: [String]) {
        let bytes = Array(text.utf8)
        let found = Self.tokens(text, language).filter(\.isValue).map {
            String(decoding: bytes[$0.range], as: UTF8.self)
        }
        #expect(found == values)
    }

    @Test func ofARangeBothNumbersHaveTheUnit() {
        let range = Self.tokens("It is 5 to 7 km away", "en").filter(\.isValue)
        #expect(range.count == 2)
        #expect(range[0].says(Self.tokens("5 km", "en")[0]))
    }

    /// Any two forms of values say the same exactly if the values are the same.
    @Test func formsOfOneValueAndNoOthersAreEqual() {
        let sorts = [
            WrittenValue.amounts, WrittenValue.measures, WrittenValue.times, WrittenValue.dates, WrittenValue.counts,
        ]
        for values in sorts {
            for one in values {
                for other in values {
                    for (here, there) in one.forms.flatMap({ form in other.forms.map { (form, $0) } }) {
                        #expect(Self.isSame(here, there, "en") == (one.sense == other.sense), "\(here), \(there)")
                    }
                }
            }
        }
    }

    @Test(arguments: [1, 2, 4]) func hostileTextIsRead(times: Int) {
        let texts = [
            "一", "千", "1,", "$", "-", "twenty ", "1 000 ", "5m", "de ", "3.10.", "、", "é", "\u{200D}", "한", "十兆",
        ]
        for text in texts { _ = Self.tokens(String(repeating: text, count: 500 * times), "en") }
        for text in texts { _ = Self.tokens(String(repeating: text, count: 500 * times), "zh") }
    }
}

import Testing

@testable import ProseDiff

@Suite("What numbers say")
struct NumberReadingTests {
    private func reading(_ text: String, _ language: String?) -> NumberReading? {
        let found = NumberReading.all(in: Array(text.utf8), language: language)
        return found.count == 1 ? found[0].reading : nil
    }

    @Test(
        arguments: [
            ("3,000", "3000", "en"), ("3.000", "3000", "de"), ("40 000", "40.000", "fr"), ("1'200", "1,200", "en"),
            ("40\u{202F}000", "40000", "fr"), ("1,500,000", "1.5 million", "en"), ("1.500.000", "1,5 Mio.", "de"),
            ("$5m", "5 million dollars", "en"), ("€12.50", "12.5 euros", "en"), ("EUR 40", "€40", "en"),
            ("5 Mrd. Euro", "5 Milliarden €", "de"), ("5 millions d’euros", "5 millions €", "fr"),
            ("24亿元", "二十四亿元", "zh"), ("3億5000万円", "350000000円", "ja"), ("3.5万", "35000", "zh"),
            ("３", "3", "ja"), ("٢٥٠", "250", "ar"), ("۲۵۰", "250", "ar"), ("5 млн рублей", "5 миллионов ₽", "ru"),
            ("22:15", "22.15", "en"), ("22:15", "10.15pm", "en"), ("22.15 Uhr", "22:15", "de"),
            ("10 p.m.", "22:00", "en"),
            ("twelve", "12", "en"), ("dos", "2", "es"), ("двух", "2", "ru"), ("−5 °C", "-5°C", "de"),
            ("3 percent", "3%", "en"),
            ("five million", "5 million", "en"), ("f\u{FC}nf Millionen Euro", "5 Mio. \u{20AC}", "de"),
            ("cinq millions d’euros", "5 millions €", "fr"), ("пять миллионов", "5 млн", "ru"),
            ("three thousand", "3,000", "en"), ("zwölf Milliarden", "12 Mrd.", "de"),
            ("10 o'clock", "10:00", "en"), ("40 por ciento", "40 %", "es"), ("10 h 55", "10h55", "fr"),
            ("3億5000万", "3.5億", "ja"), ("12 345 km", "12345 km", "en"),
            ("5 km", "5 kilometres", "en"), ("二〇二六", "2026", "zh"), ("1,000,000", "1000000", nil),
        ] as [(String, String, String?)])
    func equalValuesSayTheSame(one: String, other: String, language: String?) throws {
        let (one, other) = (try #require(reading(one, language)), try #require(reading(other, language)))
        #expect(one.isSame(as: other) && other.isSame(as: one), "\(one) \(other)")
    }

    @Test(
        arguments: [
            ("3,000", "3000", nil), ("3,000", "3", nil), ("3.000", "3000", "en"), ("1,5", "15", "de"),
            ("€5", "$5", "en"),
            ("$5", "US$5", "en"), ("5", "-5", "en"), ("5", "+5", "en"), ("5 km", "5 miles", "en"),
            ("3%", "3 points", "en"),
            ("5 million", "5 billion", "en"), ("2 milliards", "2 billions", "fr"), ("22:15", "15:22", "en"),
            ("03/04/2026", "04/03/2026", "en"), ("5m", "5 million", "en"), ("24亿元", "24亿美元", "zh"),
            ("24億", "24万", "ja"),
            ("007", "7", "en"), ("two weeks", "two months", "en"), ("10 am", "10 pm", "en"), ("3:1", "3.1", "en"),
            ("five million", "5 billion", "en"), ("five million", "5", "en"), ("1.2.3", "12.3", "en"),
            ("5 billion", "5 billones", "es"), ("16b", "16 billion", "en"), ("22:15:30", "22:15:31", "en"),
            ("18446744073709551616亿", "1亿", "zh"), ("1.234", "1,234", "es"), ("1.234", "1,234", "de"),
        ] as [(String, String, String?)])
    func otherValuesSaySomethingElse(one: String, other: String, language: String?) throws {
        let (one, other) = (try #require(reading(one, language)), try #require(reading(other, language)))
        #expect(!one.isSame(as: other) && !other.isSame(as: one), "\(one) \(other)")
    }

    @Test func aNumberIsOnePlaceWithItsUnit() {
        let text = "On 2026-11-12 it cost about -€1.2 billion, pages 3-12, or 40 000 km and 5 million euros at 22:15."
        let found = NumberReading.all(in: Array(text.utf8), language: "en").map {
            String(decoding: Array(text.utf8)[$0.range], as: UTF8.self)
        }
        #expect(
            found == ["2026-11-12", "-€1.2 billion", "3", "12", "40 000 km", "5 million euros", "22:15"])
    }
}

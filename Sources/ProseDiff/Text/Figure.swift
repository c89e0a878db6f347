/// A number with what stands beside it: its sign or currency, and its unit.
struct Figure {
    /// The tokens of the sign or currency, of the number and of the unit, in order.
    let tokens: Range<Int>
    /// The number.
    let number: Int
    /// The sign or currency, then the unit in one spelling for all its forms: "km" also for "kilometres".
    let kind: String

    /// The most words of a unit.
    private static let mostWords = 3

    /// The figure whose number is a token.
    init(_ text: ProseText, number: Int) {
        var start = number
        while start > 0, start > number - 3, Self.isSign(text, start - 1) { start -= 1 }
        var kind = (start..<number).map { Self.plain(text, $0) }.joined()
        if start == number, let code = Self.code(text, before: number) {
            kind = code
            start = number - 1
        }
        var end = number + 1
        if let unit = Self.unit(text, at: end) {
            kind += unit.name
            end += unit.count
        }
        self.tokens = start..<end
        self.number = number
        self.kind = kind
    }

    /// Whether a token is a sign or a currency joined to what follows it. A hyphen behind a word joins it: "pages 3-12".
    private static func isSign(_ text: ProseText, _ token: Int) -> Bool {
        guard token + 1 < text.count, text.gap(before: token + 1).isEmpty, !text.traits[token].contains(.word) else {
            return false
        }
        switch plain(text, token) {
        case "-", "+", "\u{B1}":
            return token == 0 || !text.gap(before: token).isEmpty || text.traits[token - 1].contains(.enclosure)
        case "$", "\u{A3}", "\u{A5}", "\u{20A9}", "\u{20AC}", "\u{20B4}", "\u{20B9}", "\u{20BA}", "\u{20BD}",
            "\u{FF04}", "\u{FFE5}":
            return true
        default: return false
        }
    }

    /// A currency's code before a number: "EUR 40".
    private static func code(_ text: ProseText, before number: Int) -> String? {
        guard number > 0, text.gap(before: number).count == 1, text.byteRange(number - 1..<number).count == 3 else {
            return nil
        }
        let word = plain(text, number - 1)
        return ["eur", "usd", "gbp", "chf", "jpy", "cny", "rub", "uah", "pln"].contains(word) ? word : nil
    }

    /// The unit that begins at a token.
    private static func unit(_ text: ProseText, at token: Int) -> (name: String, count: Int)? {
        guard token < text.count, !text.traits[token].contains(.startsSentence) else { return nil }
        var word = ""
        var found: (name: String, count: Int)?
        for count in 1...mostWords where token + count <= text.count {
            let next = token + count - 1
            word += (count == 1 || text.gap(before: next).isEmpty ? "" : " ") + plain(text, next)
            if let name = names[word] { found = (name, count) }
        }
        return found
    }

    private static func plain(_ text: ProseText, _ token: Int) -> String {
        MarkRules.plain(text.bytes[text.byteRange(token..<token + 1)])
    }

    /// The units, each line with the forms of one in the languages that have rules.
    private static let names: [String: String] = {
        var names: [String: String] = [:]
        for line in lines.split(separator: "\n") {
            let forms = line.split(separator: ",").map { String($0.drop { $0 == " " }) }
            for form in forms { names[form] = forms[0] }
        }
        return names
    }()

    private static let lines = """
        %, \u{FF05}, percent, per cent, pct, prozent, pour cent, por ciento, por cento, per cento, procent, процентов, процента, процент, відсотків, відсотки, відсоток, パーセント
        \u{2030}, promille, per mille
        points, point, punkte, punkten, puntos, punti, pontos, punten, пунктов, пункта, пунктів, 个百分点, 個百分點, ポイント
        °
        km, kilometre, kilometres, kilometer, kilometers, kilometern, kilomètre, kilomètres, kilómetro, kilómetros, chilometro, chilometri, quilómetro, quilómetros, quilômetro, quilômetros, kilometrów, kilometry, км, километр, километра, километров, кілометр, кілометри, кілометрів, كيلومتر, كيلومترا, 公里, 千米, キロメートル
        mile, miles, meilen, millas, miglia, milhas, mijl, mil morskich, миль, мили, милі, ميل, ميلا, 英里, マイル
        m, metre, metres, meter, meters, metern, mètre, mètres, metro, metros, metri, metrów, metry, метр, метра, метров, метрів, метри, متر, مترا, 米, 公尺, メートル
        cm, centimetre, centimetres, centimeter, centimeters, centímetros, centimetri, сантиметров, см
        mm, millimetre, millimetres, millimeter, millimeters
        feet, foot, ft
        inches, inch
        yards, yard
        kg, kilo, kilos, kilogram, kilograms, kilogramm, кг, килограммов, кілограмів, 公斤, 千克
        g, gram, grams, gramm, grammes, gramos
        tonnes, tonne, tons, ton, tonnen, toneladas, tonnellate, тонн, тонны, тонни, طن, طنا, 吨, 噸, トン
        lb, lbs
        l, litre, litres, liter, liters, litern, litros, litri, литров, літрів, لتر, لترا, 升
        ha, hectare, hectares, hektar, hectáreas, ettari, hectaren, гектаров, гектарів, 公顷
        acres, acre
        €, euro, euros, eur, евро, євро, يورو, 欧元, 歐元, ユーロ
        $, dollar, dollars, usd, dólares, dollari, dolarów, долларов, доллара, доларів, долари, دولار, دولارا, 美元, ドル
        £, pounds, pound, gbp, pfund, libras, sterline, funtów, фунтов, фунтів, 英镑, 英鎊, ポンド
        yen, йен, 日元, 円
        yuan, юаней, 人民币, 元
        zł, złotych, złote
        рублей, рубля, рубль, руб
        гривень, гривні, гривня, грн
        francs, franken
        seconds, sekunden, secondes, segundos, secondi, seconden, секунд, секунди
        minutes, minute, minuten, minutos, minuti, minut, minuty, минут, минуты, хвилин, хвилини, دقيقة, دقائق, 分钟, 分鐘
        hours, hour, stunden, stunde, heures, heure, horas, hora, ore, ora, uur, godzin, godziny, часов, часа, годин, години, ساعة, ساعات, 小时, 小時, 時間
        days, day, tage, tag, tagen, jours, jour, días, día, giorni, giorno, dias, dia, dagen, dag, dni, dzień, дней, дня, день, днів, дні, أيام, يوما, 天, 日間
        weeks, week, wochen, woche, semaines, semaine, semanas, semana, settimane, settimana, weken, tygodni, tygodnie, недель, недели, тижнів, тижні, أسابيع, أسبوعا, 周, 週間
        months, month, monate, monat, monaten, mois, meses, mes, mesi, mese, mês, maanden, maand, miesięcy, miesiące, месяцев, месяца, місяців, місяці, أشهر, شهرا, 个月, 個月, か月
        years, year, jahre, jahr, jahren, ans, années, años, año, anni, anno, anos, ano, jaar, lat, lata, лет, года, років, роки, سنوات, سنة, 年, 年間
        """
}

/// A number with what stands beside it: a currency's code, and its unit.
struct Figure {
    /// The tokens of the code, of the number and of the unit, in order.
    let tokens: Range<Int>
    /// The number, with its sign and the sign of its currency.
    let number: Int
    /// The currency or unit in one spelling for all its forms: "km" also for "kilometres".
    let unit: String

    /// The most words of a unit.
    private static let mostWords = 3

    /// The figure whose number is a token.
    init(_ text: ProseText, number: Int) {
        self.number = number
        let code = Self.code(text, before: number)
        let unit = Self.unit(text, after: number)
        tokens = number - (code == nil ? 0 : 1)..<(unit?.end ?? number + 1)
        self.unit = (code ?? "") + (unit?.name ?? "")
    }

    /// What the figure says.
    func reading(_ text: ProseText, _ rules: MarkRules?) -> NumberReading {
        NumberReading(text.bytes[text.byteRange(number..<number + 1)], unit: unit, rules)
    }

    /// A currency's code before a number: "EUR 40".
    private static func code(_ text: ProseText, before number: Int) -> String? {
        guard number > 0, text.gap(before: number).count == 1, text.byteRange(number - 1..<number).count == 3 else {
            return nil
        }
        let word = plain(text, number - 1)
        return codes.contains(word) ? names[word] ?? word : nil
    }

    /// The currencies, in the spelling of units.
    static let currencies: Set = ["€", "$", "£", "¥", "yuan", "zł", "\u{20BD}", "\u{20B4}", "chf"]

    private static let codes: Set = ["eur", "usd", "gbp", "chf", "jpy", "cny", "rub", "uah", "pln"]

    /// The unit after a number. Behind a scale a preposition may come first: "millones de euros", "millions d'euros".
    static func unit(_ text: ProseText, after number: Int) -> (name: String, end: Int)? {
        if let unit = unit(text, at: number + 1) { return unit }
        guard number + 1 < text.count, !text.traits[number + 1].contains(.startsSentence),
            text.bytes[Int(text.ends[number]) - 1] &- 0x30 >= 10
        else { return nil }
        let next = plain(text, number + 1)
        if ["de", "di"].contains(next) { return unit(text, at: number + 2) }
        guard next.hasPrefix("d'"), let name = names[String(next.dropFirst(2))] else { return nil }
        return (name, number + 2)
    }

    /// The unit that begins at a token.
    private static func unit(_ text: ProseText, at token: Int) -> (name: String, end: Int)? {
        guard token < text.count, !text.traits[token].contains(.startsSentence) else { return nil }
        var word = ""
        var found: (name: String, end: Int)?
        for next in token..<min(token + mostWords, text.count) {
            if next > token, text.traits[next].contains(.startsSentence) { break }
            word += (next == token || text.gap(before: next).isEmpty ? "" : " ") + plain(text, next)
            if let name = names[word] { found = (name, next + 1) }
        }
        return found
    }

    private static func plain(_ text: ProseText, _ token: Int) -> String {
        MarkRules.plain(text.bytes[text.byteRange(token..<token + 1)])
    }

    /// The units, each line with the forms of one in the languages that have rules.
    static let names: [String: String] = {
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
        points, point, percentage points, percentage point, prozentpunkte, prozentpunkten, points de pourcentage, puntos porcentuales, punti percentuali, pontos percentuais, procentpunten, punkte, punkten, puntos, punti, pontos, punten, пунктов, пункта, пунктів, 个百分点, 個百分點, ポイント
        °
        °c, ℃, degrees celsius
        °f, ℉, degrees fahrenheit
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
        $, \u{FF04}, dollar, dollars, usd, dólares, dollari, dolarów, долларов, доллара, доларів, долари, دولار, دولارا, 美元, ドル
        £, pounds, pound, gbp, pfund, libras, sterline, funtów, фунтов, фунтів, 英镑, 英鎊, ポンド
        ¥, \u{FFE5}, yen, jpy, йен, 日元, 円
        yuan, cny, юаней, 人民币, 元
        zł, pln, złotych, złote
        \u{20BD}, rub, рублей, рубля, рубль, руб
        \u{20B4}, uah, гривень, гривні, гривня, грн
        chf, francs, franken
        o'clock, uhr
        am, a.m
        pm, p.m
        seconds, sekunden, secondes, segundos, secondi, seconden, секунд, секунди
        minutes, minute, minuten, minutos, minuti, minut, minuty, минут, минуты, хвилин, хвилини, دقيقة, دقائق, 分钟, 分鐘
        hours, hour, stunden, stunde, heures, heure, horas, hora, ore, ora, uur, godzin, godziny, часов, часа, годин, години, ساعة, ساعات, 小时, 小時, 時間
        days, day, tage, tag, tagen, jours, jour, días, día, giorni, giorno, dias, dia, dagen, dag, dni, dzień, дней, дня, день, днів, дні, أيام, يوما, 天, 日間
        weeks, week, wochen, woche, semaines, semaine, semanas, semana, settimane, settimana, weken, tygodni, tygodnie, недель, недели, тижнів, тижні, أسابيع, أسبوعا, 周, 週間
        months, month, monate, monat, monaten, mois, meses, mes, mesi, mese, mês, maanden, maand, miesięcy, miesiące, месяцев, месяца, місяців, місяці, أشهر, شهرا, 个月, 個月, か月
        years, year, jahre, jahr, jahren, ans, années, años, año, anni, anno, anos, ano, jaar, lat, lata, лет, года, років, роки, سنوات, سنة, 年, 年間
        """
}

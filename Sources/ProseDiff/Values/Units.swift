/// The units and the currencies: the one table for all that reads numbers.
enum Units {
    /// The most words of a unit.
    static let mostWords = 3

    /// The unit or the currency of some words in small letters, in one spelling for all its forms; nil where they are none.
    static func unit(_ words: String) -> String? { units[words] }

    /// The currency of a sign, such as "$", or of a code in small letters; nil where it is none.
    static func currency(_ sign: String) -> String? { signsAndCodes[sign] }

    /// Whether a unit is a currency.
    static func isCurrency(_ unit: String) -> Bool { currencies.contains(unit) }

    /// Whether a code is a word, too, and a code in capitals alone: "Try 5 of them".
    static func isWordToo(_ code: String) -> Bool { ["try", "rub", "sek"].contains(code) }

    /// The signs of currencies that are no letters, each one scalar.
    static let signs: [String] = money.flatMap(\.signs).filter { sign in
        sign.unicodeScalars.count == 1 && sign.unicodeScalars.allSatisfy { !$0.properties.isAlphabetic }
    }

    /// The letters that stand before a dollar sign in the signs: "US".
    static let dollarPrefixes: [String] = money.flatMap(\.signs).filter { $0.hasSuffix("$") && $0.count > 1 }
        .map { $0.dropLast().uppercased() }

    /// A currency: its name in the table, its signs, its codes and its words.
    private struct Currency {
        let name: String
        let signs: [String]
        let codes: [String]
        let words: [String]

        init(_ line: Substring) {
            let parts = line.split(separator: "|", omittingEmptySubsequences: false).map { part in
                part.split(separator: ",").map { String($0.drop { $0 == " " }) }.map { form in
                    String(form.reversed().drop { $0 == " " }.reversed())
                }.filter { !$0.isEmpty }
            }
            (signs, codes, words) = (parts[0], parts[1], parts[2])
            name = signs.first ?? codes.first ?? words.first ?? ""
        }
    }

    private static let money = moneyLines.split(separator: "\n").map(Currency.init)
    private static let currencies = Set(money.map(\.name))
    private static let signsAndCodes: [String: String] = money.reduce(into: [:]) { all, currency in
        for form in currency.signs + currency.codes { all[form] = currency.name }
    }
    private static let units: [String: String] = {
        var names: [String: String] = [:]
        for line in unitLines.split(separator: "\n") {
            let forms = line.split(separator: ",").map { String($0.drop { $0 == " " }) }
            for form in forms { names[form] = forms[0] }
        }
        for currency in money {
            for form in currency.signs + currency.codes + currency.words where !isWordToo(form) {
                names[form] = names[form] ?? currency.name
            }
        }
        return names
    }()

    /// Each line has the signs of one currency, its codes, and its words in the languages that have rules.
    private static let moneyLines = """
        $, \u{FF04}, us$ | usd | dollar, dollars, dólar, dólares, dollaro, dollari, dolarów, dolary, доллар, долларов, доллара, долара, доларів, долари, دولار, دولارا, 美元, ドル
        € | eur | euro, euros, евро, євро, يورو, 欧元, 歐元, ユーロ, eura
        £, \u{FFE1} | gbp | pounds, pound, pfund, libras, sterline, funtów, фунтов, фунтів, 英镑, 英鎊, ポンド
        ¥, \u{FFE5} | jpy | yen, йен, 日元, 円
        | cny, rmb | yuan, юаней, юань, 人民币, 元
        zł | pln | złoty, złotych, złote
        \u{20BD} | rub | рублей, рубля, рубль, руб
        \u{20B4} | uah | гривень, гривні, гривня, грн
        | chf | francs, franken
        \u{20B9} | inr | rupees, rupee
        \u{20A9}, \u{FFE6} | krw | won, ウォン, 韩元
        \u{20BA} | try | lira, lire
        a$, au$ | aud |
        c$, ca$ | cad |
        hk$ | hkd | 港元
        nz$ | nzd |
        nt$ | twd |
        s$, sg$ | sgd |
        r$ | brl | reais
        | sek |
        | nok |
        | dkk |
        | | crowns, kronor, kroner, kronen
        \u{A2} | | cents, cent
        \u{20A6} | ngn | naira
        \u{20AA} | ils | shekels
        \u{20AB} | vnd | dong
        \u{20B1} | php |
        \u{20B8} | kzt |
        \u{20BC} | azn |
        \u{20BE} | gel | lari
        \u{20BF} | |
        """

    /// Each line has the forms of one unit in the languages that have rules.
    private static let unitLines = """
        %, percent, per cent, pct, prozent, pour cent, por ciento, por cento, per cento, procent, procenta, процентов, процента, процент, відсотків, відсотки, відсоток, パーセント
        ‰, promille, per mille
        points, point, percentage points, percentage point, prozentpunkte, prozentpunkten, points de pourcentage, puntos porcentuales, punti percentuali, pontos percentuais, procentpunten, punkte, punkten, puntos, punti, pontos, punten, пунктов, пункта, пунктів, 个百分点, 個百分點, ポイント
        ° c, °c, degrees celsius, ℃
        ° f, °f, degrees fahrenheit, ℉
        °, degrees, degree, grad, degrés, grados, gradi, градусов, 度
        km, kilometre, kilometres, kilometer, kilometers, kilometern, kilomètre, kilomètres, kilómetro, kilómetros, chilometro, chilometri, quilómetro, quilómetros, quilômetro, quilômetros, kilometrów, kilometry, км, километр, километра, километров, кілометр, кілометри, кілометрів, كيلومتر, كيلومترا, 公里, 千米, キロメートル
        miles, mile, meilen, meile, millas, milla, miglia, milhas, mijl, mil morskich, миль, мили, миля, милі, ميل, ميلا, 英里, マイル
        km / h, km/h, kph, kmh, km per hour
        mph, miles per hour, miles an hour
        m, metre, metres, meter, meters, metern, mètre, mètres, metro, metros, metri, metrów, metry, м, метр, метра, метров, метрів, метри, متر, مترا, 米, 公尺, メートル
        cm, centimetre, centimetres, centimeter, centimeters, centímetros, centimetri, сантиметров, см
        mm, millimetre, millimetres, millimeter, millimeters
        feet, foot, ft
        inches, inch
        yards, yard
        kg, kilo, kilos, kilogram, kilograms, kilogramm, кг, килограммов, кілограмів, 公斤, 千克
        g, gram, grams, gramm, grammes, gramos
        tonnes, tonne, tons, ton, tonnen, toneladas, tonnellate, тонн, тонны, тонна, тонни, طن, طنا, 吨, 噸, トン
        lb, lbs
        l, litre, litres, liter, liters, litern, litros, litri, литров, літрів, لتر, لترا, 升
        ha, hectare, hectares, hektar, hectáreas, ettari, hectaren, гектаров, гектарів, 公顷
        acres, acre
        mw, megawatt, megawatts
        seconds, second, sekunden, secondes, segundos, secondi, seconden, секунд, секунди, 秒
        minutes, minute, min, minuten, minutos, minuti, minut, minuty, минут, минуты, хвилин, хвилини, دقيقة, دقائق, 分钟, 分鐘
        hours, hour, hrs, stunden, stunde, heures, heure, horas, hora, ore, ora, uur, godzin, godziny, часов, часа, час, годин, години, ساعة, ساعات, 小时, 小時, 時間
        days, day, tage, tag, tagen, jours, jour, días, día, giorni, giorno, dias, dia, dagen, dag, dni, dzień, дней, дня, день, днів, дні, أيام, يوما, 天, 日間
        weeks, week, wochen, woche, semaines, semaine, semanas, semana, settimane, settimana, weken, tygodni, tygodnie, недель, недели, неделя, тижнів, тижні, أسابيع, أسبوعا, 周, 週間
        months, month, monate, monat, monaten, mois, meses, mes, mesi, mese, mês, maanden, maand, miesięcy, miesiące, месяцев, месяца, месяц, місяців, місяці, أشهر, شهرا, 个月, 個月, か月
        years, year, jahre, jahr, jahren, ans, années, années, años, año, anni, anno, anos, ano, jaar, lat, lata, лет, года, год, років, роки, سنوات, سنة, 年, 年間
        """
}

/// Units, currencies, and the names of months and days.
enum Units {
    /// The most words of a unit.
    static let mostWords = 3

    /// The unit of some words, in one spelling for all its forms; nil where they are none.
    static func unit(_ words: String) -> String? { units[words] }

    /// The currency of a sign, such as "$", or of a code; nil where it is none.
    static func currency(_ sign: String) -> String? { currencies[sign] }

    /// The month of a word, from 1; nil where it is none.
    static func month(_ word: String) -> Int? { months[word] }

    /// The day of the week of a word, from 1; nil where it is none.
    static func weekday(_ word: String) -> Int? { weekdays[word] }

    /// The month of a short form, which is one beside a day: "3 Oct".
    static func shortMonth(_ word: String) -> Int? { shortMonths[word] }

    private static let units = table(unitLines).merging(currencyWords) { first, _ in first }
    private static let currencyWords = table(currencyLines)
    private static let currencies: [String: String] = table(
        """
        $, us$, usd
        €, eur
        £, gbp
        ¥, jpy, cny, rmb
        chf
        ₽, rub
        ₴, uah
        zł, pln
        ₹, inr
        ₩, krw
        ₺, try
        a$, aud
        c$, ca$, cad
        hk$, hkd
        nz$, nzd
        sek
        nok
        dkk
        """)

    private static func table(_ lines: String) -> [String: String] {
        var names: [String: String] = [:]
        for line in lines.split(separator: "\n") {
            let forms = line.split(separator: ",").map { String($0.drop { $0 == " " }) }
            for form in forms { names[form] = forms[0] }
        }
        return names
    }

    private static func numbered(_ lines: String) -> [String: Int] {
        var numbers: [String: Int] = [:]
        for (index, line) in lines.split(separator: "\n").enumerated() {
            for form in line.split(separator: ",") { numbers[String(form.drop { $0 == " " })] = index + 1 }
        }
        return numbers
    }

    private static let currencyLines = """
        €, euro, euros, eur, евро, євро, يورو, 欧元, 歐元, ユーロ, eura
        $, dollar, dollars, usd, dólar, dólares, dollaro, dollari, dolarów, dolary, доллар, долларов, доллара, долара, доларів, долари, دولار, دولارا, 美元, ドル
        £, pounds, pound, gbp, pfund, libras, sterline, funtów, фунтов, фунтів, 英镑, 英鎊, ポンド
        ¥, yen, йен, 日元, 円, yuan, юаней, юань, 人民币, 元
        zł, pln, złoty, złotych, złote
        ₽, rub, рублей, рубля, рубль, руб
        ₴, uah, гривень, гривні, гривня, грн
        chf, francs, franken
        crowns, kronor, kroner, kronen
        """

    private static let unitLines = """
        %, percent, per cent, pct, prozent, pour cent, por ciento, por cento, per cento, procent, procenta, процентов, процента, процент, відсотків, відсотки, відсоток, パーセント
        ‰, promille, per mille
        points, point, percentage points, percentage point, punkte, punkten, puntos, punti, pontos, punten, пунктов, пункта, пунктів, 个百分点, 個百分點, ポイント
        ° c, °c, degrees celsius, ℃
        ° f, °f, degrees fahrenheit, ℉
        °, degrees, grad, degrés, grados, gradi, градусов, 度
        km, kilometre, kilometres, kilometer, kilometers, kilometern, kilomètre, kilomètres, kilómetro, kilómetros, chilometro, chilometri, quilómetro, quilómetros, quilômetro, quilômetros, kilometrów, kilometry, км, километр, километра, километров, кілометр, кілометри, кілометрів, كيلومتر, كيلومترا, 公里, 千米, キロメートル
        miles, mile, meilen, meile, millas, milla, miglia, milhas, mijl, миль, мили, милі, ميل, ميلا, 英里, マイル
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
        tonnes, tonne, tons, ton, tonnen, toneladas, tonnellate, тонн, тонны, тонни, طن, طنا, 吨, 噸, トン
        lb, lbs
        l, litre, litres, liter, liters, litern, litros, litri, литров, літрів, لتر, لترا, 升
        ha, hectare, hectares, hektar, hectáreas, ettari, hectaren, гектаров, гектарів, 公顷
        acres, acre
        mw, megawatt, megawatts
        cents, cent
        seconds, second, sekunden, secondes, segundos, secondi, seconden, секунд, секунди, 秒
        minutes, minute, min, minuten, minutos, minuti, minut, minuty, минут, минуты, хвилин, хвилини, دقيقة, دقائق, 分钟, 分鐘
        hours, hour, stunden, stunde, heures, heure, horas, hora, ore, ora, uur, godzin, godziny, часов, часа, годин, години, ساعة, ساعات, 小时, 小時, 時間
        days, day, tage, tag, tagen, jours, jour, días, día, giorni, giorno, dias, dia, dagen, dag, dni, dzień, дней, дня, день, днів, дні, أيام, يوما, 天, 日間
        weeks, week, wochen, woche, semaines, semaine, semanas, semana, settimane, settimana, weken, tygodni, tygodnie, недель, недели, тижнів, тижні, أسابيع, أسبوعا, 周, 週間
        months, month, monate, monat, monaten, mois, meses, mes, mesi, mese, mês, maanden, maand, miesięcy, miesiące, месяцев, месяца, місяців, місяці, أشهر, شهرا, 个月, 個月, か月
        years, year, jahre, jahr, jahren, ans, années, années, años, año, anni, anno, anos, ano, jaar, lat, lata, лет, года, років, роки, سنوات, سنة, 年間
        """

    private static let months = numbered(
        """
        january, januar, janvier, enero, gennaio, janeiro, januari, styczeń, stycznia, январь, января, січень, січня, يناير
        february, februar, février, febrero, febbraio, fevereiro, februari, luty, lutego, февраль, февраля, лютий, лютого, فبراير
        march, märz, mars, marzo, março, maart, marzec, marca, март, марта, березень, березня, مارس
        april, avril, abril, aprile, kwiecień, kwietnia, апрель, апреля, квітень, квітня, أبريل
        may, mai, mayo, maggio, maio, mei, maj, maja, май, мая, травень, травня, مايو
        june, juni, juin, junio, giugno, junho, czerwiec, czerwca, июнь, июня, червень, червня, يونيو
        july, juli, juillet, julio, luglio, julho, lipiec, lipca, июль, июля, липень, липня, يوليو
        august, août, agosto, augustus, sierpień, sierpnia, август, августа, серпень, серпня, أغسطس
        september, septembre, septiembre, settembre, setembro, wrzesień, września, сентябрь, сентября, вересень, вересня, سبتمبر
        october, oktober, octobre, octubre, ottobre, outubro, październik, października, октябрь, октября, жовтень, жовтня, أكتوبر
        november, novembre, noviembre, novembro, listopad, listopada, ноябрь, ноября, листопад, листопада, نوفمبر
        december, dezember, décembre, diciembre, dicembre, dezembro, grudzień, grudnia, декабрь, декабря, грудень, грудня, ديسمبر
        """)

    private static let shortMonths = numbered(
        """
        jan, janv
        feb, febr, févr
        mar, mär
        apr, avr
        mai
        jun
        jul, juil
        aug
        sep, sept
        oct, okt
        nov
        dec, dez, déc
        """)

    private static let weekdays = numbered(
        """
        monday, montag, lundi, lunes, lunedì, segunda-feira, maandag, poniedziałek, понедельник, понеділок, الاثنين
        tuesday, dienstag, mardi, martes, martedì, terça-feira, dinsdag, wtorek, вторник, вівторок, الثلاثاء
        wednesday, mittwoch, mercredi, miércoles, mercoledì, quarta-feira, woensdag, środa, środę, среда, среду, середа, середу, الأربعاء
        thursday, donnerstag, jeudi, jueves, giovedì, quinta-feira, donderdag, czwartek, четверг, четвер, الخميس
        friday, freitag, vendredi, viernes, venerdì, sexta-feira, vrijdag, piątek, пятница, пятницу, п'ятниця, п'ятницю, الجمعة
        saturday, samstag, sonnabend, samedi, sábado, sabato, zaterdag, sobota, sobotę, суббота, субботу, субота, суботу, السبت
        sunday, sonntag, dimanche, domingo, domenica, zondag, niedziela, niedzielę, воскресенье, неділя, неділю, الأحد
        """)
}

extension NumberSentences.Writing {
    /// The languages that have rules.
    static let all: [Self] = [
        Self(
            tag: "en", decimal: ".", grouping: [","], thousands: [" thousand", ",000"],
            millions: [" million", "m", " mn"], milliards: [" billion", "bn"],
            money: [
                ("$", "USD", [" dollars"], []), ("\u{20AC}", "EUR", [" euros"], []), ("\u{A3}", "GBP", [" pounds"], []),
                ("\u{20B9}", "INR", [" rupees"], []),
            ],
            isSignFirst: true,
            units: [
                [" km", "km", " kilometres"], [" miles"], [" kg", " kilos"], [" \u{B0}C", "\u{B0}C"], [" days"],
                [" weeks"],
            ],
            percent: ["%", " per cent", " percent"],
            words: [
                (7, "seven"), (12, "twelve"), (21, "twenty-one"), (250, "two hundred and fifty"),
                (3000, "three thousand"),
                (5_000_000, "five million"), (20_000_000, "twenty million"), (9_000_000_000, "nine billion"),
            ],
            months: ["January", "March", "May", "October", "December"],
            date: { ["\($0) \($1)", "\($1) \($0)", "\($0)th of \($1)"] },
            time: { hour, minute in
                let half = hour % 12 == 0 ? 12 : hour % 12
                let end = hour < 12 ? "am" : "pm"
                let dots = hour < 12 ? "a.m." : "p.m."
                return [
                    "\(hour):\(minute)", "\(half):\(minute)\(end)", "\(half).\(minute) \(end)",
                    "\(half):\(minute) \(dots)",
                ]
            },
            frames: [
                ("The old bridge came to ", " in the end, the builder said."), ("They told us that ", " was too much."),
            ]),
        Self(
            tag: "de", decimal: ",", grouping: [".", "\u{202F}", " "], thousands: [" tausend", " Tsd.", ".000"],
            millions: [" Millionen", " Mio."], milliards: [" Milliarden", " Mrd."],
            money: [
                ("\u{20AC}", "EUR", [" Euro"], []), ("$", "USD", [" Dollar"], []), ("\u{A3}", "GBP", [" Pfund"], []),
                ("CHF", "CHF", [" Franken"], []),
            ],
            units: [[" km", " Kilometer"], [" Meilen"], [" kg", " Kilo"], [" \u{B0}C"], [" Tage"], [" Wochen"]],
            percent: ["%", "\u{A0}%", " Prozent"],
            words: [
                (7, "sieben"), (12, "zw\u{F6}lf"), (21, "einundzwanzig"), (250, "zweihundertf\u{FC}nfzig"),
                (5_000_000, "f\u{FC}nf Millionen"), (3_000_000_000, "drei Milliarden"),
            ],
            months: ["Januar", "M\u{E4}rz", "Mai", "Oktober"], date: { ["\($0). \($1)", "\($0). \($1) 2026"] },
            time: { ["\($0):\($1) Uhr", "\($0).\($1) Uhr", "\($0):\($1)"] },
            frames: [("Am Ende waren es ", " laut der Stadt."), ("Wie es hie\u{DF}, sind ", " viel zu viel.")]),
        Self(
            tag: "fr", decimal: ",", grouping: ["\u{202F}", "\u{A0}", " ", "."], thousands: [" mille"],
            millions: [" millions"], milliards: [" milliards", " Mds"],
            money: [
                ("\u{20AC}", "EUR", [" euros"], [" d\u{2019}euros"]), ("$", "USD", [" dollars"], [" de dollars"]),
                ("\u{A3}", "GBP", [], []),
            ],
            units: [[" km", " kilom\u{E8}tres"], [" kg", " kilos"], [" \u{B0}C"], [" jours"], [" semaines"]],
            percent: ["%", "\u{202F}%", " pour cent"],
            words: [
                (7, "sept"), (12, "douze"), (21, "vingt et un"), (90, "quatre-vingt-dix"), (77, "soixante-dix-sept"),
                (17, "dix-sept"), (5_000_000, "cinq millions"), (3_000_000_000, "trois milliards"),
            ],
            months: ["janvier", "mars", "mai", "octobre"], date: { ["\($0) \($1)", "\($0) \($1) 2026"] },
            time: { ["\($0)h\($1)", "\($0) h \($1)", "\($0):\($1)"] },
            frames: [("Le quai atteint ", " selon la mairie."), ("Ils ont dit que ", " suffisent.")]),
        Self(
            tag: "es", decimal: ",", grouping: [".", " "], thousands: [" mil"], millions: [" millones"],
            milliards: [" mil millones"],
            money: [
                ("\u{20AC}", "EUR", [" euros"], [" de euros"]), ("$", "USD", [" d\u{F3}lares"], [" de d\u{F3}lares"]),
                ("\u{A3}", "GBP", [" libras"], [" de libras"]),
            ],
            units: [[" km", " kil\u{F3}metros"], [" millas"], [" kg", " kilos"], [" d\u{ED}as"], [" semanas"]],
            percent: ["%", " %", " por ciento"],
            words: [
                (7, "siete"), (12, "doce"), (21, "veintiuno"), (35, "treinta y cinco"), (400, "cuatrocientos"),
                (5_000_000, "cinco millones"), (3000, "tres mil"),
            ],
            months: ["enero", "marzo", "mayo", "octubre"], date: { ["\($0) de \($1)", "\($0) de \($1) de 2026"] },
            time: { ["\($0):\($1)", "\($0).\($1)"] },
            frames: [("El muelle nuevo alcanza ", " al final."), ("Nos dijeron que ", " bastan.")]),
        Self(
            tag: "it", decimal: ",", grouping: ["."], thousands: [" mila"], millions: [" milioni", " mln"],
            milliards: [" miliardi", " mld"],
            money: [("\u{20AC}", "EUR", [" euro"], [" di euro"]), ("$", "USD", [" dollari"], [" di dollari"])],
            units: [[" km", " chilometri"], [" miglia"], [" kg"], [" giorni"], [" settimane"]],
            percent: ["%", " %", " per cento"],
            words: [
                (7, "sette"), (12, "dodici"), (28, "ventotto"), (35, "trentacinque"), (200, "duecento"),
                (5_000_000, "cinque milioni"),
            ],
            months: ["gennaio", "marzo", "maggio", "ottobre"], date: { ["\($0) \($1)", "\($0) \($1) 2026"] },
            time: { ["\($0):\($1)", "\($0).\($1)"] },
            frames: [("Il molo nuovo raggiunge ", " alla fine."), ("Ci hanno detto che ", " bastano.")]),
        Self(
            tag: "pt", decimal: ",", grouping: [".", " "], thousands: [" mil"], millions: [" milh\u{F5}es"],
            milliards: [" mil milh\u{F5}es", " bilh\u{F5}es"],
            money: [
                ("\u{20AC}", "EUR", [" euros"], [" de euros"]), ("$", "USD", [" d\u{F3}lares"], [" de d\u{F3}lares"]),
                ("R$", "BRL", [" reais"], [" de reais"]),
            ],
            units: [[" km", " quil\u{F3}metros"], [" milhas"], [" kg"], [" dias"], [" semanas"]],
            percent: ["%", " %", " por cento"],
            words: [
                (7, "sete"), (12, "doze"), (35, "trinta e cinco"), (300, "trezentos"),
                (5_000_000, "cinco milh\u{F5}es"),
            ],
            months: ["janeiro", "mar\u{E7}o", "maio", "outubro"],
            date: { ["\($0) de \($1)", "\($0) de \($1) de 2026"] },
            time: { ["\($0):\($1)", "\($0).\($1)"] },
            frames: [("O cais novo chega a ", " no fim."), ("Disseram que ", " bastam.")]),
        Self(
            tag: "nl", decimal: ",", grouping: [".", "\u{A0}"], thousands: [" duizend"],
            millions: [" miljoen", " mln"],
            milliards: [" miljard", " mld"],
            money: [("\u{20AC}", "EUR", [" euro"], []), ("$", "USD", [" dollar"], [])],
            isSignFirst: true, units: [[" km", " kilometer"], [" mijl"], [" kg", " kilo"], [" dagen"], [" weken"]],
            percent: ["%", " procent"],
            words: [
                (7, "zeven"), (12, "twaalf"), (21, "eenentwintig"), (250, "tweehonderdvijftig"),
                (5_000_000, "vijf miljoen"),
            ],
            months: ["januari", "maart", "mei", "oktober"], date: { ["\($0) \($1)", "\($0) \($1) 2026"] },
            time: { ["\($0):\($1)", "\($0).\($1) uur", "\($0):\($1) uur"] },
            frames: [("De kade komt op ", " volgens de stad."), ("Ze zeiden dat ", " genoeg is.")]),
        Self(
            tag: "pl", decimal: ",", grouping: ["\u{A0}", " "], thousands: [" tys.", " tysi\u{119}cy"],
            millions: [" mln", " milion\u{F3}w"], milliards: [" mld", " miliard\u{F3}w"],
            money: [
                ("z\u{142}", "PLN", [" z\u{142}otych"], []), ("\u{20AC}", "EUR", [" euro"], []),
                ("$", "USD", [" dolar\u{F3}w"], []),
            ],
            units: [[" km", " kilometr\u{F3}w"], [" kg"], [" dni"], [" tygodni"]], percent: ["%", " %", " procent"],
            words: [
                (7, "siedem"), (12, "dwana\u{15B}cie"), (21, "dwadzie\u{15B}cia jeden"), (300, "trzysta"),
                (5_000_000, "pi\u{119}\u{107} milion\u{F3}w"),
            ],
            months: ["stycznia", "marca", "maja", "pa\u{17A}dziernika"], date: { ["\($0) \($1)", "\($0) \($1) 2026"] },
            time: { ["\($0):\($1)", "\($0).\($1)"] },
            frames: [("Nowe nabrze\u{17C}e ma ", " wed\u{142}ug miasta."), ("Powiedzieli, \u{17C}e ", " wystarczy.")]),
        Self(
            tag: "ru", decimal: ",", grouping: ["\u{A0}", " "], thousands: [" тыс.", " тысяч"],
            millions: [" млн", " миллионов"], milliards: [" млрд", " миллиардов"],
            money: [
                ("\u{20BD}", "RUB", [" рублей", " руб"], []), ("$", "USD", [" долларов"], []),
                ("\u{20AC}", "EUR", [" евро"], []),
            ],
            units: [[" км", " километров"], [" миль"], [" кг"], [" дней"], [" недель"]],
            percent: ["%", " %", " процентов"],
            words: [
                (7, "семь"), (12, "двенадцать"), (21, "двадцать один"), (300, "триста"), (5_000_000, "пять миллионов"),
            ],
            months: ["января", "марта", "мая", "октября"], date: { ["\($0) \($1)", "\($0) \($1) 2026"] },
            time: { ["\($0):\($1)", "\($0).\($1)"] },
            frames: [("Новый причал получил ", " по словам города."), ("Сказали, что ", " хватит.")]),
        Self(
            tag: "uk", decimal: ",", grouping: ["\u{A0}", " "], thousands: [" тис.", " тисяч"],
            millions: [" млн", " мільйонів"], milliards: [" млрд", " мільярдів"],
            money: [
                ("\u{20B4}", "UAH", [" гривень", " грн"], []), ("$", "USD", [" доларів"], []),
                ("\u{20AC}", "EUR", [" євро"], []),
            ],
            units: [[" км", " кілометрів"], [" миль"], [" кг"], [" днів"], [" тижнів"]],
            percent: ["%", " %", " відсотків"],
            words: [
                (7, "сім"), (12, "дванадцять"), (21, "двадцять один"), (300, "триста"), (5_000_000, "п'ять мільйонів"),
            ],
            months: ["січня", "березня", "травня", "жовтня"], date: { ["\($0) \($1)", "\($0) \($1) 2026"] },
            time: { ["\($0):\($1)", "\($0).\($1)"] },
            frames: [("Новий причал отримав ", " за словами міста."), ("Сказали, що ", " вистачить.")]),
        Self(
            tag: "ar", decimal: "\u{66B}", grouping: [",", "\u{66C}"], thousands: [" ألف"],
            millions: [" مليون", " ملايين"], milliards: [" مليار"],
            money: [("$", "USD", [" دولار"], []), ("\u{20AC}", "EUR", [" يورو"], [])],
            units: [[" كيلومتر"], [" ميل"], [" يوما"], [" أسبوعا"]], percent: ["%", "\u{66A}"],
            words: [(7, "سبعة"), (3, "ثلاثة"), (5_000_000, "خمسة ملايين")],
            months: ["يناير", "مارس", "مايو", "أكتوبر"], date: { ["\($0) \($1)", "\($0) \($1) 2026"] },
            time: { ["\($0):\($1)"] },
            frames: [("بلغ الرصيف الجديد ", " حسب المدينة."), ("أكدوا أن ", " يكفي.")]),
        Self(
            tag: "zh", decimal: ".", grouping: [","], thousands: ["千"], millions: ["百万"], milliards: ["十亿"],
            money: [
                ("\u{A5}", "CNY", ["元", "人民币"], []), ("$", "USD", ["美元"], []), ("\u{20AC}", "EUR", ["欧元"], []),
            ],
            isSignFirst: true, units: [["公里", "km"], ["英里"], ["公斤"], ["天"], ["周"], ["个月"]], percent: ["%", "\u{FF05}"],
            words: [],
            months: ["1月", "3月", "5月", "10月"], date: { ["\($1)\($0)日", "\($1)\($0)号"] },
            time: { ["\($0):\($1)", "\($0)时\($1)分"] },
            frames: [("新码头花了", "，工人说。"), ("他们认为", "太多。")]),
        Self(
            tag: "ja", decimal: ".", grouping: [","], thousands: ["千"], millions: ["百万"], milliards: ["十億"],
            money: [("\u{A5}", "JPY", ["円"], []), ("$", "USD", ["ドル"], []), ("\u{20AC}", "EUR", ["ユーロ"], [])],
            isSignFirst: true, units: [["キロメートル", "km"], ["マイル"], ["トン"], ["か月"]], percent: ["%", "パーセント"],
            words: [],
            months: ["1月", "3月", "5月", "10月"], date: { ["\($1)\($0)日"] },
            time: { ["\($0):\($1)", "\($0)時\($1)分"] },
            frames: [("港の工事は", "と伝えた。"), ("それは", "になる。")]),
    ]
}

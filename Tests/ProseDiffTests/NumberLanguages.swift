extension NumberEdits {
    /// How a language writes numbers.
    struct Language: Sendable {
        let tag: String
        let decimal: String
        let grouping: [String]
        /// With the space before them, if any.
        let millions: [String]
        let milliards: [String]
        /// Signs of currencies, for the first of the units.
        let currencies: [String]
        /// With the space before them, if any.
        let units: [[String]]
        let isSymbolFirst: Bool
        /// The units behind a scale, if they differ.
        var scaled: [[String]] = []
        var hasOwnDigits = false
        var space = " "
        /// The sentence before the number and after it.
        let sentence: (String, String)
        let others: [String]

        /// A number in the digits of the language.
        func own(_ number: String) -> String {
            let zero: UInt32 = tag == "ar" ? 0x660 : 0xFF10
            return String(
                String.UnicodeScalarView(
                    number.unicodeScalars.map { scalar in
                        scalar.value &- 0x30 < 10 ? Unicode.Scalar(zero + scalar.value - 0x30) ?? scalar : scalar
                    }))
        }

        static let all = [
            Language(
                tag: "en", decimal: ".", grouping: [","], millions: [" million", "m"], milliards: [" billion", "bn"],
                currencies: ["$", "€", "£"],
                units: [
                    [" dollars"], [" euros", " euro"], [" pounds"], [" km", " kilometres"], [" miles"],
                    ["%", " percent"], [" points"],
                ],
                isSymbolFirst: true,
                sentence: ("The harbour works by the old mill came to ", " in the end, the builder told us."),
                others: [
                    "Nobody at the ministry wanted to explain the delay.",
                    "Fishermen had asked for a longer quay since spring.",
                    "A storm then broke the crane beside the customs house.",
                    "Voters will decide about the ferry in autumn.",
                ]),
            Language(
                tag: "de", decimal: ",", grouping: [".", "\u{A0}", "\u{202F}"], millions: [" Millionen", " Mio."],
                milliards: [" Milliarden", " Mrd."], currencies: ["€", "$", "£"],
                units: [
                    [" Euro"], [" Dollar"], [" Pfund"], [" km", " Kilometer"], [" Meilen"], [" Prozent", "\u{A0}%"],
                ],
                isSymbolFirst: false,
                sentence: (
                    "Am Ende waren es bei der neuen Schleuse am Hafen ", " nach Angaben der Stadt, wie es hieß."
                ),
                others: [
                    "Niemand im Ministerium wollte die Verzögerung erklären.",
                    "Die Fischer verlangten seit dem Frühling einen Kai.",
                    "Dann zerbrach ein Sturm den Kran neben dem Zollhaus.",
                ]),
            Language(
                tag: "fr", decimal: ",", grouping: ["\u{202F}", "\u{A0}", " "], millions: [" millions"],
                milliards: [" milliards"], currencies: ["€", "$"],
                units: [[" euros"], [" dollars"]], isSymbolFirst: false, scaled: [[" d’euros"], [" de dollars"]],
                sentence: ("Le nouveau quai près du vieux moulin atteint enfin ", " selon la mairie du bourg voisin."),
                others: [
                    "Personne au ministère ne voulait expliquer ce retard.",
                    "Les pêcheurs demandaient un quai plus long.",
                    "Puis une tempête a brisé la grue devant la douane.",
                ]),
            Language(
                tag: "ru", decimal: ",", grouping: ["\u{A0}", " "], millions: [" млн", " миллионов"],
                milliards: [" млрд", " миллиардов"], currencies: ["₽", "$"],
                units: [[" рублей"], [" долларов"], [" км"], [" миль"]],
                isSymbolFirst: false,
                sentence: ("Новая набережная у старой мельницы достигла ", " по словам строителя из соседнего города."),
                others: [
                    "Никто в министерстве не хотел объяснить задержку.",
                    "Рыбаки давно просили построить длинный причал.",
                    "Потом буря сломала кран возле здания таможни.",
                ]),
            Language(
                tag: "ar", decimal: ".", grouping: [","], millions: [" مليون", " ملايين"],
                milliards: [" مليار", " مليارات"],
                currencies: ["$", "€"], units: [[" دولار"], [" يورو"], [" كيلومتر"], [" ميل"]], isSymbolFirst: false,
                hasOwnDigits: true,
                sentence: (
                    "وصل رصيف الميناء الجديد قرب الطاحونة القديمة إلى ", " حسب كلام البناء في المدينة المجاورة."
                ),
                others: [
                    "رفض موظفو الوزارة شرح أسباب التأخير الطويل.", "طلب الصيادون رصيفا أطول منذ الربيع الماضي.",
                    "كسرت عاصفة شديدة رافعة قرب مبنى الجمارك.",
                ]),
            Language(
                tag: "ja", decimal: ".", grouping: [","], millions: ["百万"], milliards: ["億"], currencies: ["$", "€"],
                units: [["ドル"], ["ユーロ"], ["キロメートル", "km"], ["マイル"]], isSymbolFirst: false, hasOwnDigits: true,
                space: "",
                sentence: ("港の新しい岸壁の工事は最後に", "と建設会社が町の人々に伝えた。"),
                others: ["省の職員は遅れの理由を説明したがらない。", "漁師たちは春から長い岸壁を求めていた。", "嵐が税関の横のクレーンを壊した。"]),
        ]
    }
}

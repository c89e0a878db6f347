/// Words for numbers in the languages whose words are marked.
struct NumberWords: Sendable {
    /// Numbers below a hundred, and hundreds that are one word.
    private let values: [String: Int]
    /// Words for powers of ten from a thousand on.
    private let scales: [String: Int]
    /// Words for a hundred, which multiply what stands before them.
    private let hundreds: Set<String>
    /// Words that may stand inside a number: "two hundred and fifty".
    private let links: Set<String>
    /// Words that are numbers only before a power of ten: "un million".
    private let articles: Set<String>

    /// The value of a word below a thousand; nil where it is none.
    func value(_ word: String) -> Int? {
        if let value = values[word] { return value }
        // "zweihundertfünfzig", in one word.
        for hundred in hundreds where hundred.count > 5 && word.count > hundred.count {
            guard let place = word.firstRange(of: hundred) else { continue }
            let (head, tail) = (String(word[..<place.lowerBound]), String(word[place.upperBound...]))
            guard let count = head.isEmpty ? 1 : values[head + hundred].map({ $0 / 100 }), let rest = values[tail],
                rest < 100
            else { continue }
            return count * 100 + rest
        }
        return nil
    }

    /// The power of ten of a word; nil where it is none.
    func scale(_ word: String) -> Int? { scales[word] }

    func isHundred(_ word: String) -> Bool { hundreds.contains(word) }

    func isLink(_ word: String) -> Bool { links.contains(word) }

    func isArticle(_ word: String) -> Bool { articles.contains(word) }

    /// - Parameter language: BCP 47 tag; nil when it is unknown: then only scales that are the same everywhere are known.
    static func of(_ language: String?) -> NumberWords {
        let tag = language.map { String($0.prefix { $0 != "-" && $0 != "_" }).lowercased() }
        return tag.flatMap { byTag[$0] } ?? unknown
    }

    private init(
        _ names: String, tens: String = "", hundreds: String = "", links: String = "", articles: String = "",
        scales: String, more: [String: Int] = [:]
    ) {
        var values = more
        func add(_ text: String, _ step: Int) {
            for (index, forms) in text.split(separator: ";").enumerated() {
                for form in forms.split(separator: ",") { values[Self.trimmed(form)] = index * step }
            }
        }
        add(names, 1)
        add(tens, 10)
        self.values = values.filter { !$0.key.isEmpty && $0.key != "-" }
        self.hundreds = Self.set(hundreds)
        self.links = Self.set(links)
        self.articles = Self.set(articles)
        var powers: [String: Int] = [:]
        for part in scales.split(separator: ";") {
            let pair = part.split(separator: ":")
            guard pair.count == 2, let power = Int(Self.trimmed(pair[0])) else { continue }
            for form in pair[1].split(separator: ",") { powers[Self.trimmed(form)] = power }
        }
        self.scales = powers
    }

    private static func trimmed(_ text: Substring) -> String { String(text.drop { $0 == " " }) }

    private static func set(_ text: String) -> Set<String> { Set(text.split(separator: ",").map(trimmed)) }

    private static let unknown = NumberWords("", scales: "6:million,millions; 9:milliard,milliards")

    private static let byTag: [String: NumberWords] = [
        "en": NumberWords(
            "zero;one;two;three;four;five;six;seven;eight;nine;ten;eleven;twelve,dozen;thirteen;fourteen;fifteen;sixteen;"
                + "seventeen;eighteen;nineteen",
            tens: "-;-;twenty;thirty;forty;fifty;sixty;seventy;eighty;ninety", hundreds: "hundred", links: "and",
            articles: "a", scales: "3:thousand,k; 6:million,mn,mln,m; 9:billion,bn,b; 12:trillion,tn,trn"),
        "de": NumberWords(
            "null;eins;zwei;drei;vier;fünf;sechs;sieben;acht;neun;zehn;elf;zwölf,dutzend;dreizehn;"
                + "vierzehn;fünfzehn;sechzehn;siebzehn;achtzehn;neunzehn",
            tens: "-;-;zwanzig;dreißig;vierzig;fünfzig;sechzig;siebzig;achtzig;neunzig", hundreds: "hundert",
            articles: "ein,eine,einer,einem,einen", scales: germanScales,
            more: germanCompounds(
                joint: "und",
                [
                    "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun",
                ], ["zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"], "hundert")),
        "nl": NumberWords(
            "nul;één;twee;drie;vier;vijf;zes;zeven;acht;negen;tien;elf;twaalf,dozijn;dertien;veertien;vijftien;zestien;"
                + "zeventien;achttien;negentien",
            tens: "-;-;twintig;dertig;veertig;vijftig;zestig;zeventig;tachtig;negentig", hundreds: "honderd",
            articles: "een", scales: "3:duizend; 6:miljoen,mln; 9:miljard,mld,mrd; 12:biljoen",
            more: germanCompounds(
                joint: "en",
                [
                    "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen",
                ], ["twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig"], "honderd")),
        "fr": NumberWords(
            "zéro;-;deux;trois;quatre;cinq;six;sept;huit;neuf;dix;onze;douze;treize;quatorze;quinze;seize;-;-;-",
            tens: "-;-;vingt,vingts;trente;quarante;cinquante;soixante;-;-;nonante", hundreds: "cent,cents",
            links: "et",
            articles: "un,une", scales: "3:mille; 6:million,millions; 9:milliard,milliards,mds,md; 12:billion,billions"),
        "es": NumberWords(
            "cero;-;dos;tres;cuatro;cinco;seis;siete;ocho;nueve;diez;once;doce,docena;trece;catorce;quince;dieciséis;"
                + "diecisiete;dieciocho;diecinueve;-;veintiuno,veintiún;veintidós;veintitrés;veinticuatro;veinticinco;"
                + "veintiséis;veintisiete;veintiocho;veintinueve",
            tens: "-;-;veinte;treinta;cuarenta;cincuenta;sesenta;setenta;ochenta;noventa", hundreds: "cien,ciento",
            links: "y", articles: "un,una", scales: "3:mil; 6:millón,millones; 12:billón,billones",
            more: ["doscientos": 200, "doscientas": 200, "trescientos": 300, "trescientas": 300, "quinientos": 500]),
        "it": NumberWords(
            "zero;-;due;tre;quattro;cinque;sei;sette;otto;nove;dieci;undici;dodici,dozzina;tredici;quattordici;quindici;"
                + "sedici;diciassette;diciotto;diciannove;-;ventuno;ventidue;ventitré;ventiquattro;venticinque",
            tens: "-;-;venti;trenta;quaranta;cinquanta;sessanta;settanta;ottanta;novanta", hundreds: "cento",
            articles: "un,una", scales: "3:mille,mila; 6:milione,milioni,mln; 9:miliardo,miliardi,mld"),
        "pt": NumberWords(
            "zero;-;dois,duas;três;quatro;cinco;seis;sete;oito;nove;dez;onze;doze,dúzia;treze;catorze,quatorze;quinze;"
                + "dezasseis,dezesseis;dezassete,dezessete;dezoito;dezanove,dezenove",
            tens: "-;-;vinte;trinta;quarenta;cinquenta;sessenta;setenta;oitenta;noventa", hundreds: "cem,cento",
            links: "e", articles: "um,uma",
            scales: "3:mil; 6:milhão,milhões; 9:bilhão,bilhões,bilião,biliões; 12:trilhão,trilhões"),
        "pl": NumberWords(
            "zero;jeden,jedna;dwa,dwie,dwóch,dwaj,dwoje;trzy,trzech,troje;cztery,czterech;pięć,pięciu;sześć,sześciu;"
                + "siedem,siedmiu;osiem,ośmiu;dziewięć,dziewięciu;dziesięć,dziesięciu;jedenaście,jedenastu;"
                + "dwanaście,dwunastu;trzynaście;czternaście;piętnaście,piętnastu",
            tens: "-;-;dwadzieścia,dwudziestu;trzydzieści,trzydziestu;czterdzieści;pięćdziesiąt;sześćdziesiąt;"
                + "siedemdziesiąt;osiemdziesiąt;dziewięćdziesiąt", hundreds: "sto",
            scales: "3:tysiąc,tysiące,tysięcy,tys; 6:milion,miliony,milionów,mln; 9:miliard,miliardy,miliardów,mld"),
        "ru": NumberWords(
            "ноль;один,одна,одного;два,две,двух,двое;три,трёх,трех,трое;четыре,четырёх,четырех,четверо;пять,пяти;"
                + "шесть,шести;семь,семи;восемь,восьми;девять,девяти;десять,десяти;одиннадцать;двенадцать;тринадцать;"
                + "четырнадцать;пятнадцать",
            tens: "-;-;двадцать,двадцати;тридцать,тридцати;сорок;пятьдесят;шестьдесят;семьдесят;восемьдесят;девяносто",
            hundreds: "сто",
            scales: "3:тысяча,тысячи,тысяч,тыс; 6:миллион,миллиона,миллионов,млн; "
                + "9:миллиард,миллиарда,миллиардов,млрд; 12:триллион,триллиона,триллионов,трлн"),
        "uk": NumberWords(
            "нуль;один,одна;два,дві,двох;три,трьох;чотири,чотирьох;п'ять,п'яти;шість,шести;сім,семи;вісім,восьми;"
                + "дев'ять;десять,десяти;одинадцять;дванадцять;тринадцять;чотирнадцять;п'ятнадцять",
            tens: "-;-;двадцять;тридцять;сорок;п'ятдесят;шістдесят;сімдесят;вісімдесят;дев'яносто", hundreds: "сто",
            scales: "3:тисяча,тисячі,тисяч,тис; 6:мільйон,мільйона,мільйони,мільйонів,млн; "
                + "9:мільярд,мільярда,мільярди,мільярдів,млрд"),
        "ar": NumberWords(
            "صفر;-;اثنان,اثنين;ثلاثة,ثلاث;أربعة,أربع;خمسة,خمس;ستة,ست;سبعة,سبع;ثمانية,ثماني;تسعة,تسع;عشرة,عشر",
            tens:
                "-;-;عشرون,عشرين;ثلاثون,ثلاثين;أربعون,أربعين;خمسون,خمسين;ستون,ستين;سبعون,سبعين;ثمانون,ثمانين;تسعون,تسعين",
            scales: "3:ألف,آلاف,ألفا; 6:مليون,ملايين,مليونا; 9:مليار,مليارات,مليارا; 12:تريليون"),
        "zh": NumberWords("", scales: ""), "ja": NumberWords("", scales: ""),
    ]

    private static let germanScales =
        "3:tausend,tsd; 6:million,millionen,mio,mill; 9:milliarde,milliarden,mrd,mia; 12:billion,billionen"

    /// "einundzwanzig" and "zweihundert", in one word.
    private static func germanCompounds(
        joint: String, _ ones: [String], _ tens: [String], _ hundred: String
    ) -> [String: Int] {
        var values: [String: Int] = [:]
        for (one, name) in ones.enumerated() {
            for (ten, end) in tens.enumerated() {
                values[name + (name.hasSuffix("e") && joint == "en" ? "ën" : joint) + end] = (ten + 2) * 10 + one + 1
            }
            values[name + hundred] = (one + 1) * 100
        }
        return values
    }
}

extension NumberWords {
    /// The words, by primary language subtag.
    static let byTag: [String: NumberWords] = [
        "en": NumberWords(
            "zero;one;two;three;four;five;six;seven;eight;nine;ten;eleven;twelve,dozen;thirteen;fourteen;fifteen;sixteen;"
                + "seventeen;eighteen;nineteen",
            tens: "-;-;twenty;thirty;forty;fifty;sixty;seventy;eighty;ninety", hundreds: "hundred", links: "and",
            articles: "a",
            scales:
                "3:thousand,~thousands,~k; 6:million,millions,mn,mln,~m; 9:billion,billions,bn,~b; 12:trillion,trillions,tn,trn",
            grouping: .comma),
        "de": NumberWords(
            "null;eins;zwei;drei;vier;fünf;sechs;sieben;acht;neun;zehn;elf;zwölf,dutzend;dreizehn;"
                + "vierzehn;fünfzehn;sechzehn;siebzehn;achtzehn;neunzehn",
            tens: "-;-;zwanzig;dreißig;vierzig;fünfzig;sechzig;siebzig;achtzig;neunzig", hundreds: "hundert",
            articles: "ein,eine,einer,einem,einen",
            more: germanCompounds(
                joint: "und",
                [
                    "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun",
                ], ["zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"], "hundert"),
            scales: germanScales),
        "nl": NumberWords(
            "nul;één;twee;drie;vier;vijf;zes;zeven;acht;negen;tien;elf;twaalf,dozijn;dertien;veertien;vijftien;zestien;"
                + "zeventien;achttien;negentien",
            tens: "-;-;twintig;dertig;veertig;vijftig;zestig;zeventig;tachtig;negentig", hundreds: "honderd",
            articles: "een",
            more: germanCompounds(
                joint: "en",
                [
                    "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen",
                ], ["twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig"], "honderd"),
            scales: "3:duizend; 6:miljoen,mln; 9:miljard,mld,mrd; 12:biljoen; 18:triljoen"),
        "fr": NumberWords(
            "zéro;-;deux;trois;quatre;cinq;six;sept;huit;neuf;dix;onze;douze;treize;quatorze;quinze;seize;-;-;-",
            tens: "-;-;vingt,vingts;trente;quarante;cinquante;soixante;-;-;nonante", hundreds: "cent,cents",
            links: "et",
            articles: "un,une",
            scales:
                "3:mille; 6:million,millions,mln; 9:milliard,milliards,mrd,~mds,~md; 12:billion,billions; 18:trillion,trillions"
        ),
        "es": NumberWords(
            "cero;-;dos;tres;cuatro;cinco;seis;siete;ocho;nueve;diez;once;doce,docena;trece;catorce;quince;dieciséis;"
                + "diecisiete;dieciocho;diecinueve;-;veintiuno,veintiún;veintidós;veintitrés;veinticuatro;veinticinco;"
                + "veintiséis;veintisiete;veintiocho;veintinueve",
            tens: "-;-;veinte;treinta;cuarenta;cincuenta;sesenta;setenta;ochenta;noventa", hundreds: "cien,ciento",
            links: "y", articles: "un,una",
            more: hundreds(
                "-;doscientos,doscientas;trescientos,trescientas;cuatrocientos,cuatrocientas;quinientos,quinientas;"
                    + "seiscientos,seiscientas;setecientos,setecientas;ochocientos,ochocientas;novecientos,novecientas"),
            scales: "3:mil; 6:millón,millones,mln; 12:billón,billones; 18:trillón,trillones"),
        "it": NumberWords(
            "zero;-;due;tre;quattro;cinque;sei;sette;otto;nove;dieci;undici;dodici,dozzina;tredici;quattordici;quindici;"
                + "sedici;diciassette;diciotto;diciannove;-;ventuno;ventidue;ventitré;ventiquattro;venticinque;"
                + "ventisei;ventisette;ventotto;ventinove",
            tens: "-;-;venti;trenta;quaranta;cinquanta;sessanta;settanta;ottanta;novanta", hundreds: "cento",
            articles: "un,una", more: italianCompounds,
            scales:
                "3:mille,mila; 6:milione,milioni,mln; 9:miliardo,miliardi,mld,mrd; 12:bilione,bilioni; 18:trilione,trilioni"
        ),
        "pt": NumberWords(
            "zero;-;dois,duas;três;quatro;cinco;seis;sete;oito;nove;dez;onze;doze,dúzia;treze;catorze,quatorze;quinze;"
                + "dezasseis,dezesseis;dezassete,dezessete;dezoito;dezanove,dezenove",
            tens: "-;-;vinte;trinta;quarenta;cinquenta;sessenta;setenta;oitenta;noventa", hundreds: "cem,cento",
            links: "e", articles: "um,uma",
            more: hundreds(
                "-;duzentos,duzentas;trezentos,trezentas;quatrocentos,quatrocentas;quinhentos,quinhentas;"
                    + "seiscentos,seiscentas;setecentos,setecentas;oitocentos,oitocentas;novecentos,novecentas"),
            scales: "3:mil; 6:milhão,milhões,mln; 9:bilhão,bilhões; 12:trilhão,trilhões,~bilião,~biliões"),
        "pl": NumberWords(
            "zero;jeden,jedna,jedno,jednego;dwa,dwie,dwóch,dwaj,dwoje;trzy,trzech,troje;cztery,czterech;pięć,pięciu;sześć,sześciu;"
                + "siedem,siedmiu;osiem,ośmiu;dziewięć,dziewięciu;dziesięć,dziesięciu;jedenaście,jedenastu;"
                + "dwanaście,dwunastu;trzynaście,trzynastu;czternaście,czternastu;piętnaście,piętnastu;"
                + "szesnaście,szesnastu;siedemnaście,siedemnastu;osiemnaście,osiemnastu;dziewiętnaście,dziewiętnastu",
            tens: "-;-;dwadzieścia,dwudziestu;trzydzieści,trzydziestu;czterdzieści;pięćdziesiąt;sześćdziesiąt;"
                + "siedemdziesiąt;osiemdziesiąt;dziewięćdziesiąt", hundreds: "",
            more: hundreds(
                "sto,stu;dwieście,dwustu;trzysta,trzystu;czterysta,czterystu;pięćset,pięciuset;sześćset,sześciuset;siedemset;"
                    + "osiemset;dziewięćset"),
            scales:
                "3:tysiąc,tysiące,tysięcy,tys; 6:milion,miliony,milionów,mln; 9:miliard,miliardy,miliardów,mld,mrd; "
                + "12:bilion,biliony,bilionów; 18:trylion,tryliony,trylionów"),
        "ru": NumberWords(
            "ноль;один,одна,одно,одного,одной;два,две,двух,двое;три,трёх,трех,трое;четыре,четырёх,четырех,четверо;пять,пяти;"
                + "шесть,шести;семь,семи;восемь,восьми;девять,девяти;десять,десяти;одиннадцать;двенадцать;тринадцать;"
                + "четырнадцать;пятнадцать;шестнадцать;семнадцать;восемнадцать;девятнадцать",
            tens: "-;-;двадцать,двадцати;тридцать,тридцати;сорок;пятьдесят;шестьдесят;семьдесят;восемьдесят;девяносто",
            hundreds: "",
            more: hundreds(
                "сто,ста;двести,двухсот;триста,трёхсот,трехсот;четыреста;пятьсот,пятисот;шестьсот;семьсот;восемьсот;девятьсот"
            ),
            scales: "3:тысяча,тысячи,тысяч,тыс; 6:миллион,миллиона,миллионов,млн; "
                + "9:миллиард,миллиарда,миллиардов,млрд; 12:триллион,триллиона,триллионов,трлн"),
        "uk": NumberWords(
            "нуль;один,одна,одне,одного;два,дві,двох;три,трьох;чотири,чотирьох;п'ять,п'яти;шість,шести;сім,семи;вісім,восьми;"
                + "дев'ять;десять,десяти;одинадцять;дванадцять;тринадцять;чотирнадцять;п'ятнадцять;шістнадцять;сімнадцять;вісімнадцять;дев'ятнадцять",
            tens: "-;-;двадцять;тридцять;сорок;п'ятдесят;шістдесят;сімдесят;вісімдесят;дев'яносто", hundreds: "",
            more: hundreds("сто,ста;двісті,двохсот;триста;чотириста;п'ятсот;шістсот;сімсот;вісімсот;дев'ятсот"),
            scales: "3:тисяча,тисячі,тисяч,тис; 6:мільйон,мільйона,мільйони,мільйонів,млн; "
                + "9:мільярд,мільярда,мільярди,мільярдів,млрд; "
                + "12:трильйон,трильйона,трильйони,трильйонів,трлн"),
        "ar": NumberWords(
            "صفر;واحد,واحدة;اثنان,اثنين,اثنتان;ثلاثة,ثلاث;أربعة,أربع;خمسة,خمس;ستة,ست;سبعة,سبع;ثمانية,ثماني;تسعة,تسع;عشرة,عشر",
            tens:
                "-;-;عشرون,عشرين;ثلاثون,ثلاثين;أربعون,أربعين;خمسون,خمسين;ستون,ستين;سبعون,سبعين;ثمانون,ثمانين;تسعون,تسعين",
            more: ["مئة": 100, "مائة": 100, "مئتان": 200, "مئتين": 200],
            scales: "3:ألف,آلاف,ألفا; 6:مليون,ملايين,مليونا; 9:مليار,مليارات,مليارا; 12:تريليون,ترليون,تريليونات",
            grouping: .comma),
        "zh": NumberWords("", scales: "", grouping: .comma), "ja": NumberWords("", scales: "", grouping: .comma),
    ]
}

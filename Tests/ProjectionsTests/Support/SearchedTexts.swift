/// Invented sentences in many languages, with what a reader finds in them and what not.
struct SearchedTexts {
    let language: String
    let body: String
    let found: [String]
    let notFound: [String]

    static let all: [SearchedTexts] = [
        .init(
            language: "English", body: "The café's naïve owner re-elected O’Hara; 1,000 ferries ran.",
            found: ["cafe", "NAIVE", "ferr*", "\"re elected\"", "o'hara", "\"1,000 ferries\"", "owner -bridge"],
            notFound: ["ferr", "wner", "\"elected re\"", "owner -ferries", "bridge"]),
        .init(
            language: "German", body: "Die Straßenbahn über Köln hält am Schloß.",
            found: ["STRASSENBAHN", "straßenbahn", "uber", "koln", "schloss", "Schloß", "strass*"],
            notFound: ["bahn", "schlos", "köl"]),
        .init(
            language: "French", body: "L’œuvre coûte cher, dit l’élève à Noël.",
            found: ["oeuvre", "œuvre", "COUTE", "eleve", "élève", "noel"], notFound: ["uvre", "élev"]),
        .init(
            language: "Russian", body: "Ёлка стоит: мой край ещё зелён.",
            found: ["елка", "ЁЛКА", "еще", "мой", "зелен"],
            notFound: ["мои", "краи", "елк"]),
        .init(
            language: "Ukrainian", body: "Їх об’єднання з Київа", found: ["їх", "об'єднання", "ОБʼЄДНАННЯ", "київа"],
            notFound: ["іх", "киiва", "днання"]),
        .init(
            language: "Greek", body: "Ο άνθρωπος είπε όχι στους Έλληνες.",
            found: ["ΑΝΘΡΩΠΟΣ", "ανθρωποσ", "άνθρωπος", "ειπε", "οχι", "ελλην*"], notFound: ["ανθρωπ", "ελλην"]),
        .init(
            language: "Turkish", body: "Isparta’da ışık İstanbul’dan gelir.",
            found: ["isparta", "ısparta", "ISIK", "işik", "istanbul", "İSTANBUL"], notFound: ["sparta", "tanbul"]),
        .init(
            language: "Polish", body: "Łódź i Gdańsk są żółte.", found: ["lodz", "ŁÓDŹ", "gdansk", "zolte"],
            notFound: ["lod", "gdan"]),
        .init(
            language: "Arabic", body: "قال أحمد إن الوَزير لم يُؤكّد الخبر على الهاتـف.",
            found: ["احمد", "أحمد", "ان", "الوزير", "يؤكد", "الهاتف", "على"], notFound: ["يوكد", "علي", "وزير"]),
        .init(
            language: "Persian", body: "یک کتاب ۱۲ بار", found: ["كتاب", "کتاب", "يك", "12", "١٢"], notFound: ["تاب"]),
        .init(language: "Hebrew", body: "שָׁלוֹם לצה״ל", found: ["שלום", "לצה״ל"], notFound: ["שלו", "צהל"]),
        .init(
            language: "Hindi", body: "हिन्दी समाचार: काल का प्रश्न क़ानून से",
            found: ["हिन्दी", "काल", "प्रश्न", "क\u{93C}ानून", "समा*"], notFound: ["हिन्दू", "कील", "हिन्द", "कल", "समा"]),
        .init(
            language: "Bengali", body: "সরকারের মন্ত্রী বলেন", found: ["মন্ত্রী", "বলেন"], notFound: ["মন্ত্র", "বলন"]),
        .init(language: "Tamil", body: "தமிழ் செய்தி", found: ["தமிழ்", "செய்தி"], notFound: ["தமிழ", "செய்த"]),
        .init(
            language: "Chinese", body: "政府否认向港口出售武器，大统 领表示。G7峰会于2026年举行。",
            found: ["武器", "出售武器", "否认", "峰会", "G7峰会", "2026年", "器", "\"售武器 大统\""],
            notFound: ["大统领", "器大", "武港", "武器大"]),
        .init(
            language: "Japanese", body: "大統領はワクチンについて語った。ﾊﾞｽが止まる。",
            found: ["大統領", "統領", "ワクチン", "ﾜｸﾁﾝ", "について", "バス", "チン"], notFound: ["大領", "ハス", "わくちん", "語止"]),
        .init(
            language: "Korean", body: "정부는 무기를 팔지 않았다. 나무 기둥이 있다.",
            found: ["무기", "정부", "무기를", "기둥", "팔지", "무기*"], notFound: ["무가", "무기둥", "정부무기"]),
        .init(
            language: "Thai", body: "กรุงเทพมหานครปิดสะพานทำให้รถติด", found: ["กรุงเทพ", "สะพาน", "ทำให้", "มหานคร"],
            notFound: ["กรุงไทย", "สะพาย", "ตำ"]),
        .init(language: "Lao", body: "ນະຄອນຫຼວງວຽງຈັນປິດຂົວ", found: ["ວຽງຈັນ", "ຂົວ"], notFound: ["ວຽງຈນ", "ຂາວ"]),
        .init(language: "Khmer", body: "រាជធានីភ្នំពេញបិទស្ពាន", found: ["ភ្នំពេញ", "ស្ពាន"], notFound: ["ភ្នំពាញ", "ស្ពាយ"]),
        .init(
            language: "Burmese", body: "ရန်ကုန်မြို့တံတားပိတ်သည်", found: ["ရန်ကုန်", "တံတား"], notFound: ["ရန်ကန်", "တံတာ့"]),
        .init(
            language: "Vietnamese", body: "Đà Nẵng đóng cửa cầu Ｒồng",
            found: ["da nang", "\"Đà Nẵng\"", "RONG", "cua"],
            notFound: ["nan", "dongcua"]),
    ]

    /// Spellings that readers take for the same.
    static let same: [(String, String)] = [
        ("ё", "е"), ("ё", "е\u{308}"), ("Straße", "STRASSE"), ("STRAẞE", "strasse"), ("άγιος", "ΑΓΙΟΣ"), ("ΐ", "ι"),
        ("ᾳ", "α"), ("أ", "ا"), ("ا\u{654}", "ا"), ("ı", "i"), ("I", "i"), ("İ", "i"), ("Ａｂｃ１", "abc1"),
        ("e\u{301}", "é"), ("и\u{306}", "й"), ("か\u{3099}", "が"), ("ｶﾞ", "ガ"), ("각", "\u{1100}\u{1161}\u{11A8}"),
        ("क\u{93C}", "\u{958}"), ("মো", "ম\u{9C7}\u{9BE}"), ("re\u{AD}elect", "reelect"), ("ﬁ", "fi"), ("٣", "3"),
        ("ทํา", "ทำ"), ("و\u{654}", "ؤ"),
    ]

    /// Spellings that are other words.
    static let other: [(String, String)] = [
        ("й", "и"), ("ї", "і"), ("हि", "ह"), ("हिन्दी", "हिन्दू"), ("काल", "कील"), ("ผ้า", "ผา"), ("が", "か"), ("ؤ", "و"),
        ("ى", "ي"), ("ة", "ه"), ("ガ", "が"), ("now here", "nowhere"), ("가\u{11A7}", "가"),
    ]
}

import Testing

@testable import ProseDiff

/// Quotations and their speakers in the orders in which Chinese and Japanese newspapers put them.
@Suite("Speakers of quotations in Chinese and Japanese")
struct SpokenQuotesTests {
    struct Language: Sendable {
        let tag: String
        let speakers: [String]
        let quotes: [String]
        let before: [String]
        /// `W` is who speaks, `Q` what is said; of each list all but the speaker is another time, place or particle.
        let orders: [[String]]
    }

    static let languages = [
        Language(
            tag: "zh", speakers: ["市长", "部长", "王伟", "赵敏", "警方发言人", "公司总裁张丽"],
            quotes: ["我们会留下来。", "桥是安全的", "没有人受伤，道路已经开放。"],
            before: ["", "大桥昨天关闭。", "大桥昨天关闭。\n\n"],
            orders: [
                ["W说：“Q”", "W周二说：“Q”", "W昨天说：“Q”", "昨天W说：“Q”"],
                ["W在会上说：“Q”", "W在机场说：“Q”"], ["W对记者表示：“Q”", "W对媒体表示：“Q”"],
                ["在周一的记者会上，W说：“Q”", "在周二的会议上，W说：“Q”"], ["W指出，“Q”"], ["“Q”，W说。"], ["“Q”W强调。"], ["W：“Q”"],
                ["W说：「Q」"], ["「Q」，W表示。"], ["W告诉记者：“Q”"], ["W（45岁）说：“Q”", "W（46岁）说：“Q”"],
                ["W说：“Q”他还说，费用未定。"], ["W说：“Q”他随后离开，议长说没有问题。"],
            ]),
        Language(
            tag: "ja", speakers: ["市長", "知事", "田中社長", "佐藤さん", "気象庁", "広報担当者"],
            quotes: ["橋は安全だ", "私たちは残る。", "けが人はいない。道路は開いている"],
            before: ["", "橋が閉鎖された。", "橋が閉鎖された。\n\n"],
            orders: [
                ["Wは「Q」と述べた。", "Wは10日、「Q」と述べた。", "Wは11日、「Q」と述べた。", "10日、Wは「Q」と述べた。"],
                ["Wは、「Q」と話した。"], ["記者会見でWは「Q」と語った。", "議会でWは「Q」と語った。"], ["Wが「Q」と明らかにした。"],
                ["Wは記者団に「Q」と説明した。", "Wは議員に「Q」と説明した。"], ["「Q」とWは述べた。"], ["「Q」と、Wは強調した。"],
                ["市のWは「Q」とコメントした。", "県のWは「Q」とコメントした。"], ["W（45）は「Q」と話していた。", "W（46）は「Q」と話していた。"], ["W：「Q」"],
                ["Wはこう述べた：「Q」"], ["「Q」とW。"], ["「Q」と、W。"], ["「Q」と市のW。", "「Q」と県のW。"], ["「Q」（W）"],
                ["「Q」（W）。"], ["「Q」とW（45）。", "「Q」とW（46）。"], ["Wは「Q」と強調。"], ["「Q」とWは説明。"],
                ["「Q」とW、「何もない」と議長。"],
            ]),
    ]

    private func marks(_ old: String, _ new: String, _ language: String?) -> Comparison.Marks {
        var options = Comparison.Options()
        options.language = language
        return compare(Array(old.utf8), Array(new.utf8), options: options).finestOperations
            .reduce(into: []) { $0.formUnion($1.marks) }
    }

    private func text(_ order: String, _ who: String, _ quote: String) -> String {
        order.replacing("W", with: who).replacing("Q", with: quote)
    }

    /// The oracle is who was put in.
    @Test(arguments: languages.map(\.tag))
    func anotherSpeakerIsMarkedAndTheSameIsNot(tag: String) throws {
        let language = try #require(Self.languages.first { $0.tag == tag })
        var missed: Set<String> = []
        for order in language.orders {
            for (form, other) in order.indices.map({ (order[$0], order[($0 + 1) % order.count]) }) {
                for quote in language.quotes {
                    for before in language.before {
                        for (index, who) in language.speakers.enumerated() {
                            let next = language.speakers[(index + 1) % language.speakers.count]
                            let old = before + text(form, who, quote)
                            for tag in [tag, nil] where tag != nil || language.tag == "zh" || !before.isEmpty {
                                let exchanged = marks(old, before + text(form, next, quote), tag)
                                if !exchanged.contains(.speaker) { missed.insert("\(form) \(quote) \(who) \(next)") }
                                let same = marks(old, before + text(other, who, quote), tag)
                                if same.contains(.speaker) { missed.insert("\(form) = \(other) \(quote) \(who)") }
                            }
                        }
                    }
                }
            }
        }
        #expect(missed.isEmpty, "\(missed.count): \(missed.sorted().prefix(12))")
    }

    /// The quotation is another's whose verb or colon stands beside it.
    @Test(arguments: [
        ("zh", "王伟说：“我们留下。”赵敏说：“桥很安全。”", "王伟说：“我们留下。”李强说：“桥很安全。”", ["李强"]),
        ("ja", "市長は「残る」と述べた。知事は「安全だ」と語った。", "市長は「残る」と述べた。議長は「安全だ」と語った。", ["議長"]),
        ("zh", "“我们留下。”他离开了，后来王伟说，费用未定。", "“我们留下。”他离开了，后来赵敏说，费用未定。", []),
        (
            "ja", "「橋は閉鎖しない」と市長。「予算はない」と大臣。", "「橋は閉鎖しない」と大臣。「予算はない」と市長。",
            ["大臣", "市長"]
        ),
        // Nouns, not speakers.
        ("ja", "「残る」という方針。", "「残る」という計画。", []), ("ja", "「残る」と強調。", "「残る」と説明。", []),
        ("ja", "「君の名は。」（2016年）", "「君の名は。」（2017年）", []),
        ("zh", "他说：“我们留下。”", "她说：“我们留下。”", []), ("ja", "彼は「残る」と述べた。", "彼女は「残る」と述べた。", []),
    ])
    func ofTwoQuotations(language: String, old: String, new: String, speakers: [String]) {
        var options = Comparison.Options()
        options.language = language
        let bytes = Array(new.utf8)
        let found = compare(Array(old.utf8), bytes, options: options).finestOperations.filter {
            $0.marks.contains(.speaker)
        }
        .map { String(decoding: bytes[$0.new], as: UTF8.self) }
        #expect(found.count == speakers.count && zip(found, speakers).allSatisfy { $1.contains($0) }, "\(found)")
    }
}

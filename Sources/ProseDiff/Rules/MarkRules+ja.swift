extension MarkRules {
    /// Japanese.
    static let japanese = MarkRules(
        """
        numberWord: 〇, 零, 一, 二, 三, 四, 五, 六, 七, 八, 九, 十, 百, 千, 万, 億, 兆, 半, ひとり, ふたり, ひとつ, ふたつ, みっつ, 第
        negation: ない, なかった, なく, ません, ず, ぬ, 不, 無, 未, 非, 否
        hedge: かもしれない, とみられる, とみられ, らしい, ようだ, だろう, でしょう, おそらく, 恐らく, たぶん, 可能性, 疑い, 推定, 約, およそ
        hedge: ほぼ, 容疑, いわゆる, 見通し
        hedge: 少なくとも
        attribution: 述べた, 述べ, 語った, 語り, 話した, 話し, と言う, と言った, 明らかにした, 発表, 主張, 否定, 認めた
        attribution: 目撃者, 証人, 広報, 報道官, 関係者, 証言
        sourceBefore: によると, によれば
        number: 月曜, 火曜, 水曜, 木曜, 金曜, 土曜, 日曜
        """, grouping: ",")
}

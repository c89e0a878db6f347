extension MarkRules {
    /// Chinese.
    static let chinese = MarkRules(
        """
        numberWord: 零, 〇, 一, 二, 两, 兩, 三, 四, 五, 六, 七, 八, 九, 十, 百, 千, 万, 萬, 亿, 億, 半, 首, 第
        negation: 不, 没, 沒, 无, 無, 未, 非, 否, 别, 勿, 莫
        hedge: 可能, 或许, 或許, 也许, 也許, 大概, 似乎, 疑似, 据称, 據稱, 涉嫌, 恐怕, 估计, 估計, 大约, 大約, 约, 約, 所谓, 所謂
        hedge: 据说, 據說, 据信, 據信, 传闻, 傳聞, 左右
        hedge: 至少, 最多
        attribution: 说, 說, 表示, 称, 稱, 指出, 告诉, 告訴, 宣布, 认为, 認為, 强调, 強調, 否认, 否認, 证实, 證實, 透露, 回应, 回應
        attribution: 目击者, 目擊者, 证人, 證人, 发言人, 發言人, 消息人士
        source: 据, 據, 根据, 根據
        number: 周日, 週日, 星期日, 星期天
        """, grouping: ",")
}

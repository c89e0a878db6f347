extension Abbreviations {
    /// Ukrainian.
    static let ukrainian =
        """
        title: вул просп пров пл бул обл св гр проф акад доц див напр смт сел
        initial: ім ген полк ст пос
        beforeNumber: стор рис табл гл буд кв
        scale: тис млн млрд
        opener: В У На Він Вона Воно Вони Це Ця Цей Ці І Й Та А Але Або По З Із Зі До За Про Як Не Ми Я Ви Так Там Тут Їх Його
        """
}

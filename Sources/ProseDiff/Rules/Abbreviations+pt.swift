extension Abbreviations {
    /// Portuguese.
    static let portuguese =
        """
        title: Sr Sra Srs Srta sr sra Dr Dra dr dra Prof Profa prof profa Eng Arq Pe Exmo Exma Sto Sta Cel Gen Maj
        title: Dep Sen Gov Av av
        beforeNumber: pág págs Pág núm Núm art Art tel Tel aprox
        opener: O A Os As Um Uma Ele Ela Eles Elas E Mas Ou Em No Na Nos Nas De Do Da Com Por Para Segundo Não É Se Ao À
        """
}

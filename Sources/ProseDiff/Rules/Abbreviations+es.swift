extension Abbreviations {
    /// Spanish.
    static let spanish =
        """
        title: Sr Sra Sres Srta Sta Sto Dr Dra Dña Ud Uds Vd Vds Lic Ing Arq Gral Cnel Tte Fco Excmo Ilmo Rvdo Hnos Avda Pza
        title: dpto Dpto
        initial: EE FF CC JJ RR UU AA OO SS Av Cía
        beforeNumber: Pág Págs pág págs Núm núm Art art Cap cap aprox Aprox tel Tel
        opener: El La Los Las Un Una Él Ella Ellos Lo En De Y Pero O Según Con Por Para Al A Su Sus Es Se No Ya Tras
        """
}

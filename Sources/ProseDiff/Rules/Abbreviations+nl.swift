extension Abbreviations {
    /// Dutch.
    static let dutch =
        """
        title: Dhr dhr Mevr mevr Mw mw Dr dr Drs drs Mr mr Ir ir Ing ing Prof prof Ds ds Jhr jhr resp bijv incl excl
        title: St
        initial: burg gem wed
        beforeNumber: blz art nr Nr ca tel jan febr mrt apr aug sept okt nov dec
        opener: De Het Een Hij Zij Ze Wij We Er Dat Dit Die Deze In Op Aan Bij Met Na En Maar Of Voor Volgens Van Te
        """
}

extension MarkRules {
    /// Dutch.
    static let dutch = MarkRules(
        """
        numberWord: nul, één, twee, drie, vier, vijf, zes, zeven, acht, negen, tien, elf, twaalf, dertien, veertien
        numberWord: vijftien, zestien, zeventien, achttien, negentien, twintig, dertig, veertig, vijftig, zestig, zeventig
        numberWord: tachtig, negentig, honderd*, duizend*, miljoen*, miljard*, tiental*, dozijn, helft, half, kwart
        numberWord: eerste, tweede, derde, vierde, vijfde, zesde, zevende, achtste, negende, tiende
        negation: niet, geen, nooit, niemand, niets, nergens, noch, zonder
        hedge: vermoedelijk, mogelijk, misschien, waarschijnlijk, naar verluidt, blijkbaar, kennelijk, zou, zouden, lijkt
        hedge: lijken, vermeende, zogenaamd*, ongeveer, bijna, circa, wellicht
        attribution: zei, zegt, zeggen, zeiden, volgens, verklaarde*, meldde, meldt, vertelde*, beweerde*, bevestigde*
        attribution: ontkende*, aldus, een getuige, getuigen, een woordvoerder, bronnen
        """)
}

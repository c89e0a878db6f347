extension MarkRules {
    /// Dutch.
    static let dutch = MarkRules(
        "nl",
        """
        numberWord: nul, één, twee, drie, vier, vijf, zes, zeven, acht, negen, tien, elf, twaalf, dertien, veertien
        numberWord: vijftien, zestien, zeventien, achttien, negentien, twintig, dertig, veertig, vijftig, zestig, zeventig
        numberWord: tachtig, negentig, honderd*, duizend*, miljoen*, miljard*, tiental*, dozijn, helft, half, kwart
        numberWord: eenentwintig, tweeëntwintig, drieëntwintig, vierentwintig, vijfentwintig, zesentwintig, zevenentwintig, achtentwintig, negenentwintig
        numberWord: eenendertig, tweeëndertig, drieëndertig, vierendertig, vijfendertig, zesendertig, zevenendertig, achtendertig, negenendertig
        numberWord: eenenveertig, tweeënveertig, drieënveertig, vierenveertig, vijfenveertig, zesenveertig, zevenenveertig, achtenveertig, negenenveertig
        numberWord: eenenvijftig, tweeënvijftig, drieënvijftig, vierenvijftig, vijfenvijftig, zesenvijftig, zevenenvijftig, achtenvijftig, negenenvijftig
        numberWord: eenenzestig, tweeënzestig, drieënzestig, vierenzestig, vijfenzestig, zesenzestig, zevenenzestig, achtenzestig, negenenzestig
        numberWord: eenenzeventig, tweeënzeventig, drieënzeventig, vierenzeventig, vijfenzeventig, zesenzeventig, zevenenzeventig, achtenzeventig, negenenzeventig
        numberWord: eenentachtig, tweeëntachtig, drieëntachtig, vierentachtig, vijfentachtig, zesentachtig, zevenentachtig, achtentachtig, negenentachtig
        numberWord: eenennegentig, tweeënnegentig, drieënnegentig, vierennegentig, vijfennegentig, zesennegentig, zevenennegentig, achtennegentig, negenennegentig
        numberWord: tweehonderd*, driehonderd*, vierhonderd*, vijfhonderd*, zeshonderd*, zevenhonderd*, achthonderd*
        numberWord: eerste, tweede, derde, vierde, vijfde, zesde, zevende, achtste, negende, tiende
        negation: niet, geen, nooit, niemand, nergens, noch, zonder
        negation=niets: niets, niks
        none: niet alleen, niet enkel, niet slechts, niet in de laatste plaats, zonder twijfel, zonder meer
        none: niet voor niets, niets anders dan, geen wonder, geen twijfel
        none: ten eerste, ten tweede, ten derde, in eerste instantie, eerste hulp, eerste minister, eerste kamer, tweede kamer, derde wereld
        none: uit de eerste hand, uit de tweede hand, tweede hands, één voor één, één en al, één van hen, het één en ander, in acht nemen, in acht genomen
        none: op den duur, half werk, miljardair*, kwartfinale*, halve finale*
        hedge: vermoedelijk, mogelijk, misschien, waarschijnlijk, naar verluidt, blijkbaar, kennelijk, zou, zouden, lijkt
        hedge: lijken, vermeende, zogenaamd*, ongeveer, bijna, circa, wellicht
        speaking: zei, zegt, zeggen, zeiden
        article: de, het, een
        attribution: verklaarde*, meldde, meldt, vertelde*, beweerde*, bevestigde*
        attribution: ontkende*
        source: volgens, aldus
        witness: een getuige, getuigen, een woordvoerder, bronnen
        hedge: leek, leken, schijnt, schijnen, scheen, naar het schijnt, vermeend
        source: op gezag van
        attribution: stelt, stelde*, liet weten, laat weten, benadrukte*, bevestigt, meldden
        pronoun: zij, hij, deze, men
        preposition: in, op, aan, tegen, bij, te, tijdens, na, voor, met, dat, sinds, vanuit, vandaag, gisteren, uit
        number: maandag, dinsdag, woensdag, donderdag, vrijdag, zaterdag, zondag, januari, februari, maart, april, mei, juni, juli
        number: augustus, september, oktober, november, december
        """)
}

extension MarkRules {
    /// Polish.
    static let polish = MarkRules(
        "pl",
        """
        numberWord: zero, jeden, jedna, jedno, jednego, dwa, dwie, dwaj, dwóch, trzy, trzech, trzej, cztery, czterech, pięć
        numberWord: pięciu, sześć, sześciu, siedem, siedmiu, osiem, ośmiu, dziewięć, dziewięciu, dziesięć, dziesięciu
        numberWord: jedenaś*, dwanaś*, dwunastu, trzynaś*, piętnaś*, dwadzie*, trzydzieści, czterdzieści, pięćdziesiąt
        numberWord: czternaś*, szesnaś*, siedemnaś*, osiemnaś*, dziewiętnaś*, sześćdziesiąt, siedemdziesiąt, osiemdziesiąt
        numberWord: dziewięćdziesiąt, sto, stu, dwieście, trzysta, czterysta, pięćset, sześćset, siedemset, osiemset, dziewięćset, tysiąc*, tysięcy, milion*, miliard*, tuzin, połowa, połowy, kilkanaście, pierwsz*
        numberWord: drugi*, druga, trzeci*, trzecia
        negation: nie, nigdy, nic, ani, bez, brak
        negation=nikt: nikt, nikogo, nikomu, nikim
        negation=żaden: żaden, żadna, żadne, żadnego, żadnej, żadnych, żadnym, żadną
        none: nie tylko, nie lada, nie dość że, bez wątpienia, bez przerwy, nie raz
        none: po pierwsze, po drugie, po trzecie, pierwsza pomoc, pierwszej pomocy, pierwsza dama, pierwszej damy, w pierwszej chwili
        none: w pierwszym rzędzie, przede wszystkim, z drugiej strony, z pierwszej ręki, z drugiej ręki, jeden drugiego, jeden drugiemu
        none: jeden po drugim, jeden z nich, jedna z nich, jedno i to samo, jednego dnia, trzeci świat, trzeciego świata
        none: milioner*, miliarder*, tysiącleci*, w cztery oczy
        hedge: rzekomo, rzekom*, podobno, prawdopodobnie, być może, może, możliwe, przypuszczalnie, zapewne, chyba
        hedge: wydaje się, mógł, mogła, mogło, mogły, miał, około, prawie, domniemany*, domniemana
        attribution: powiedział*, mówi, mówią, stwierdził*, oświadczył*, poinformował*
        attribution: potwierdził*, zaprzeczył*, dodał*
        source: według, zdaniem, jak podaje, jak podał, jak podała
        witness: świadek, świadkowie, świadków, rzecznik, rzeczniczka, źródła
        hedge: wydają się, wydawało się, najwyraźniej, przypuszcza się, uważa się, jakoby, ponoć, najprawdopodobniej
        source: w ocenie, jak informuje, jak poinformował, jak poinformowała, jak twierdzi
        attribution: twierdzi, twierdzą, uważa, uważają, informuje, informują, podkreślił*, wyjaśnił*, przekazał*, zapewnił*
        pronoun: ona, oni, ono, one
        preposition: w, we, na, do, z, ze, po, przed, podczas, dla, przy, że, od, wczoraj, dziś
        number: poniedziałek, poniedziałku, wtorek, wtorku, środa, środę, środy, czwartek, czwartku, piątek, piątku, sobota, sobotę
        number: soboty, niedziela, niedzielę, niedzieli, styczeń, stycznia, styczniu, luty, lutego, lutym, marzec, marca, marcu, kwiecień
        number: kwietnia, kwietniu, maj, maja, maju, czerwiec, czerwca, czerwcu, lipiec, lipca, lipcu, sierpień, sierpnia, sierpniu
        number: wrzesień, września, wrześniu, październik*, listopad, listopada, listopadzie, grudzień, grudnia, grudniu
        """)
}

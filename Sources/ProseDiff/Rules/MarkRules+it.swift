extension MarkRules {
    /// Italian.
    static let italian = MarkRules(
        "it",
        """
        numberWord: zero, due, tre, quattro, cinque, sette, otto, nove, dieci, undici, dodici, tredici
        numberWord: quattordici, quindici, sedici, diciassette, diciotto, diciannove, vent*, trent*, quarant*, cinquant*
        numberWord: sessant*, settant*, ottant*, novant*, cento, duecento, =trecento, =quattrocento, =cinquecento, =seicento, =settecento, =ottocento, =novecento, mille, mila, milion*, miliard*, decin*, dozzin*
        numberWord: centinai*, migliai*, metà, terzo, quarto, primo, prima, secondo, seconda, terza, quinto, quinta, decimo
        negation: non, no, mai, né, senza
        negation=nessuno: nessun, nessuno, nessuna
        negation=niente: niente, nulla
        negation=neanche: neanche, nemmeno, neppure
        none: non solo, non soltanto, non appena, non a caso, non per nulla, senza dubbio, senza tetto
        none: senza fissa dimora, quanto mai, non c'è dubbio, niente meno, più che mai, meno che mai
        none: se non altro
        source: secondo un, secondo una, secondo alcuni, secondo alcune, secondo fonti
        none: secondo me, secondo lui, secondo lei, secondo loro, secondo noi, secondo voi, al secondo, in un secondo, un secondo dopo, di seconda mano
        none: prima di, prima che, prima del, prima della, prima dell, prima dell'*, prima dello, prima dei, prima degli, prima delle, prima d'*, prima o poi
        none: prima ancora, poco prima, molto prima, anni prima, anno prima, giorni prima, giorno prima, ore prima, ora prima, mesi prima
        none: mese prima, settimane prima, settimana prima, minuti prima, come prima, in prima persona, prima pagina
        none: di prima mano, primo ministro, prima ministra, in primo piano, in primo luogo, in un primo momento, in un primo tempo
        none: pronto soccorso, terzo mondo, terza età, vento, venti di guerra, ventaglio*, ventilat*, ventilaz*, ventre
        none: quarantena*, milionari*, miliardari*, quarti di finale, a quattr'occhi, a metà strada, trentino, trentini
        hedge: forse, probabilmente, presumibilmente, presunto, presunta, presunti, apparentemente, sembra, sembrano, pare
        hedge: potrebbe, potrebbero, sarebbe, sarebbero, avrebbe, avrebbero, circa, quasi, a quanto pare, cosiddett*
        speaking: ha detto, hanno detto, disse, dice, dicono
        article: il, lo, la, i, gli, le, un, una, uno
        attribution: ha dichiarato, ha affermato, ha spiegato
        attribution: ha annunciato, ha confermato, ha smentito, ha aggiunto
        source: secondo il, secondo la, secondo lo, secondo i, secondo le, secondo gli, secondo l, a detta di, stando a
        witness: un testimone, testimoni, un portavoce, fonti, secondo quanto, secondo lo
        hedge: sembrava, sembravano, sembrerebbe, sembrerebbero, si ritiene, si presume, verosimilmente
        source: ad avviso di, a parere di
        attribution: ha riferito, hanno riferito, ha sottolineato, ha ammesso, ha precisato, ha sostenuto, hanno dichiarato, hanno affermato, sostiene, afferma
        pronoun: loro, egli, ella, questi
        preposition: a, al, alla, ai, agli, alle, in, nel, nella, da, dal, dalla, durante, con, davanti, dopo, prima, che, ieri, oggi, su, sul
        number: lunedì, martedì, mercoledì, giovedì, venerdì, sabato, domenica, gennaio, febbraio, marzo, aprile, maggio, giugno, luglio
        number: agosto, settembre, ottobre, novembre, dicembre
        """)
}

extension MarkRules {
    /// Spanish.
    static let spanish = MarkRules(
        "es",
        """
        numberWord: cero, dos, tres, cuatro, cinco, seis, siete, ocho, nueve, diez, once, doce, trece, catorce
        numberWord: quince, dieciséis, diecisiete, dieciocho, diecinueve, veinte, veint*, treinta, cuarenta, cincuenta, sesenta
        numberWord: setenta, ochenta, noventa, cien, ciento*, doscient*, trescient*, cuatrocient*, quinient*, seiscient*, setecient*, ochocient*, novecient*, mil, miles, millón, millones, docena*
        numberWord: decena*, mitad, tercio, cuarto, primer, primer*, segundo, segunda, tercer*, quinto, quinta, décimo, décima
        negation: no, nunca, jamás, nada, nadie, ni, sin, tampoco
        negation=ningún: ningún, ninguna, ninguno, ningunos, ningunas
        none: no obstante, no. #, sin embargo, sin duda, sin dudas, no solo, no sólo, no solamente, no sin
        none: nada más, de nada, sin lugar a dudas, nada menos, sin hogar, sin techo, sin par
        none: por segundo, en un segundo, un segundo después, un segundo más tarde, de segunda mano, de primera mano, primer ministro
        none: primera ministra, primera dama, primeros auxilios, en primer lugar, en primera instancia, en primer plano, tercer mundo
        none: tercera edad, terceros, a terceros, cuarto de baño, cuarto oscuro, el cuarto de estar, millonari*
        hedge: presuntamente, supuestamente, presunto*, presunta*, supuesto*, supuesta*, quizá, quizás, tal vez, acaso
        hedge: posiblemente, probablemente, aparentemente, podría, podrían, habría, habrían, parece, parecen, cerca de, casi
        hedge: unos #, unas #, acusado de, acusada de, sospechoso*, sospechosa*, al menos, hasta #
        speaking: dijo, dijeron, dice, dicen
        article: el, la, los, las, un, una
        attribution: afirmó, afirmaron, declaró, declararon, aseguró, explicó, señaló
        attribution: anunció, confirmó, negó, desmintió, añadió
        source: según, de acuerdo con, en palabras de
        witness: un testigo, una testigo, testigos, un portavoz, una portavoz
        hedge: al parecer, parecía, parecían, se cree que, se estima que, presumiblemente, según parece
        source: a juicio de, en opinión de, a decir de
        attribution: indicó, indicaron, sostuvo, sostiene, aseguraron, informó, informaron, manifestó, reconoció, admitió, subrayó, precisó
        pronoun: ella, ellos, ellas, quien
        preposition: a, al, en, durante, ante, tras, desde, con, que, este, esta, ayer, hoy, por, hacia
        number: lunes, martes, miércoles, jueves, viernes, sábado, domingo, enero, febrero, marzo, abril, mayo, junio, julio, agosto
        number: septiembre, setiembre, octubre, noviembre, diciembre
        """)
}

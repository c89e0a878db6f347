extension MarkRules {
    /// Portuguese.
    static let portuguese = MarkRules(
        "pt",
        """
        numberWord: zero, dois, duas, três, quatro, cinco, seis, sete, oito, nove, dez, onze, doze, treze, catorze
        numberWord: quatorze, quinze, dezesseis, dezasseis, dezessete, dezassete, dezoito, dezenove, dezanove, vinte, trinta
        numberWord: quarenta, cinquenta, sessenta, setenta, oitenta, noventa, cem, cento*, duzent*, trezent*, quatrocent*, quinhent*, seiscent*, setecent*, oitocent*, novecent*, mil, milhão
        numberWord: milhões, bilh*, milhar*, dúzia*, dezena*, centena*, metade, terço, primeiro, primeira, segundo, segunda
        numberWord: terceiro, terceira, quarto, quarta, quinto, quinta, décimo, décima
        negation: não, nunca, jamais, nada, ninguém, nem, sem, tampouco
        negation=nenhum: nenhum, nenhuma, nenhuns, nenhumas
        none: não só, não apenas, não somente, não obstante, sem dúvida, sem-teto, sem teto, sem-terra
        none: sem-abrigo, de nada, nada menos, não à toa, não raro, mais do que nunca
        source: segundo um, segundo uma, segundo fontes
        none: segundo ele, segundo ela, segundo eles, segundo elas, por segundo, em um segundo, num segundo, um segundo depois
        none: de segunda mão, em segunda mão, em primeira mão, de primeira mão, primeiro-ministro, primeira-ministra, primeiro ministro
        none: primeira-dama, primeira dama, primeiros socorros, em primeiro lugar, em primeira instância, terceiro mundo, terceira idade
        none: quarto de hotel, quarto de banho, bilhete*, bilhet*, bilhar, bilion*, milionári*, bilionári*
        hedge: supostamente, alegadamente, suposto*, suposta*, alegado*, alegada*, talvez, possivelmente, provavelmente
        hedge: aparentemente, poderia, poderiam, teria, teriam, parece, parecem, cerca de, quase, presumivelmente
        speaking: disse, disseram, diz, dizem
        article: o, a, os, as, um, uma
        attribution: afirmou, afirmaram, declarou, garantiu
        attribution: explicou, anunciou, confirmou, negou, desmentiu, acrescentou
        source: segundo o, segundo a, segundo os, segundo as, de acordo com, conforme o, conforme a
        witness: uma testemunha, testemunhas, um porta-voz
        hedge: parecia, pareciam, ao que parece, acredita-se, estima-se, ao que tudo indica
        source: na opinião de, nas palavras de
        attribution: informou, informaram, alegou, sustentou, admitiu, reconheceu, sublinhou, acrescentaram
        pronoun: eles, elas, ele, ela
        preposition: a, ao, à, aos, às, em, no, na, nos, nas, durante, após, antes, com, perante, que, neste, nesta, ontem, hoje, desde
        number: segunda-feira, terça-feira, quarta-feira, quinta-feira, sexta-feira, sábado, domingo, janeiro, fevereiro, março, abril
        number: maio, junho, julho, agosto, setembro, outubro, novembro, dezembro
        """)
}

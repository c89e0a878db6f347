extension MarkRules {
    /// German.
    static let german = MarkRules(
        "de",
        """
        numberWord: null, eins, zwei, drei, vier, fünf, sechs, sieben, acht, neun, zehn, elf, zwölf
        numberWord: dreizehn, vierzehn, fünfzehn, sechzehn, siebzehn, achtzehn, neunzehn
        numberWord: zwanzig, dreißig, vierzig, fünfzig, sechzig, siebzig, achtzig, neunzig
        numberWord: einund*, zweiund*, dreiund*, vierund*, fünfund*, sechsund*, siebenund*, achtund*, neunund*
        numberWord: zweihundert*, dreihundert*, vierhundert*, fünfhundert*, sechshundert*, siebenhundert*, achthundert*
        numberWord: neunhundert*, eintausend*, zweitausend*, dreitausend*, viertausend*, fünftausend*, zehntausend*
        numberWord: hundert*, tausend*, million*, milliard*, billion*, dutzend*, halb*, hälfte, drittel, viertel, einmal, zweimal
        numberWord: erste*, zweite*, dritte*, vierte*, fünfte*, sechste*, siebte*, achte*, neunte*, zehnte*
        negation: nicht, nichts, weder, ohne
        negation=kein: kein, keine, keinen, keinem, keiner, keines, keinerlei
        negation=nie: nie, niemals, noch nie
        negation=niemand: niemand*
        none: nicht nur, nicht zuletzt, ohne zweifel, ohne frage, ohne weiteres
        negation=nicht: nicht einmal
        none: auf einmal, noch einmal, erst einmal, wieder einmal, nun einmal, einmal mehr, noch nicht einmal
        none: eins mit, eins ist klar, eins ist sicher, eins steht fest, sich eins, uneins
        none: erstens, zweitens, drittens, viertens, fürs erste, in erster linie, erste hilfe, ersten hilfe, erster hilfe, aus erster hand
        none: aus zweiter hand, dritte welt, dritten welt, dritte hand, dritter seite, unter vier augen, außer acht, in acht nehmen, in acht genommen, in acht nahm
        none: achtet, achtete, achteten, achten auf, achten darauf, achten sie, halbwegs, halbinsel*, halbleiter*, halbfinal*, halbbruder*
        none: halbschwester*, viertelfinal*, millionär*, milliardär*
        hedge: angeblich*, mutmaßlich*, vermutlich*, =wohl, vielleicht, möglicherweise, wahrscheinlich*, offenbar, anscheinend
        hedge: womöglich, scheinbar, könnte, könnten, dürfte, dürften, =soll, =sollen, etwa, rund #, fast, ungefähr, sogenannt*
        hedge: steht im verdacht, stehen im verdacht, unter verdacht, verdächtig*, mindestens, höchstens, bis zu
        speaking: sagte*, sagt, sagen
        article: der, die, das, ein, eine
        attribution: erklärte*, teilte, berichtete*, behauptete*
        attribution: bestätigte*, dementierte*, betonte*
        source: nach angaben, nach angaben von, nach auskunft, nach worten, laut, so der, so die, so das
        sourceBefore: zufolge
        witness: ein zeuge, eine zeugin, zeugen, ein sprecher, eine sprecherin, mitgeteilt, hieß es
        hedge: scheint, scheinen, schien, schienen, gilt als, gelten als, eventuell, dem vernehmen nach, allem anschein nach
        source: nach einschätzung, nach ansicht, nach darstellung, nach informationen, nach erkenntnissen
        attribution: meldete*, meldet, versicherte*, bekräftigte*, betont, erklärt, berichtet
        pronoun: sie, wir, man, ihnen
        preposition: in, im, am, an, zu, zur, zum, bei, beim, nach, vor, mit, gegenüber, auf, aus, dass, seit, über, während, gestern, heute
        number: montag, dienstag, mittwoch, donnerstag, freitag, samstag, sonnabend, sonntag, montags, dienstags, mittwochs, donnerstags
        number: freitags, samstags, sonntags, januar, jänner, februar, märz, april, mai, juni, juli, august, september, oktober, november, dezember
        """, hasCapitalNouns: true)
}

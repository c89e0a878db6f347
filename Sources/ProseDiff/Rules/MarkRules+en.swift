extension MarkRules {
    /// English.
    static let english = MarkRules(
        """
        numberWord: one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve
        numberWord: thirteen, fourteen, fifteen, sixteen, seventeen, eighteen, nineteen
        numberWord: twenty, thirty, forty, fifty, sixty, seventy, eighty, ninety
        numberWord: hundred*, thousand*, million*, billion*, trillion*, dozen*, half, quarter*, zero, once, twice, both
        numberWord: first, second, third, fourth, fifth, sixth, seventh, eighth, ninth, tenth
        negation: not, no, never, none, nobody, nothing, neither, nor, nowhere, cannot, without
        negation: isn't, aren't, wasn't, weren't, don't, doesn't, didn't, won't, wouldn't, can't, couldn't, shouldn't
        negation: hasn't, haven't, hadn't, mustn't, needn't
        hedge: allegedly, alleged, reportedly, apparently, possibly, probably, perhaps, maybe, likely, unlikely
        hedge: supposedly, purportedly, seemingly, presumably, suspected, so-called, =may, might, could, appears to, seems to
        hedge: is believed to, are believed to, was believed to, is thought to, are thought to, about #, around #, nearly, almost
        hedge: accused of, suspected of, charged with, appeared to, it appears, it appeared, expected to, at least, at most, up to, more than
        attribution: said, says, say, told, claimed, claims, stated, reported, confirmed, denied, announced, added
        attribution: argued, insisted, testified, warned, admitted, a witness, witnesses, sources, a source, a spokes*, officials
        source: according to
        number: ^monday, ^tuesday, ^wednesday, ^thursday, ^friday, ^saturday, ^sunday
        number: ^january, ^february, ^march, ^april, ^may, ^june, ^july, ^august, ^september, ^october, ^november, ^december
        """, grouping: ",")
}

extension MarkRules {
    /// English.
    static let english = MarkRules(
        "en",
        """
        numberWord: one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve
        numberWord: thirteen, fourteen, fifteen, sixteen, seventeen, eighteen, nineteen
        numberWord: twenty, thirty, forty, fifty, sixty, seventy, eighty, ninety
        numberWord: hundred*, thousand*, million*, billion*, trillion*, dozen*, half, quarter*, zero, once, twice, both
        numberWord: first, second, third, fourth, fifth, sixth, seventh, eighth, ninth, tenth
        negation: no, never, none, nothing, neither, nor, nowhere, without
        negation=nobody: nobody, no one, no-one
        negation=not: not, isn't, aren't, wasn't, weren't, don't, doesn't, didn't, won't, wouldn't, can't, couldn't, shouldn't
        negation=not: could not, cannot, hasn't, haven't, hadn't, mustn't, needn't, mightn't, mayn't, shan't, daren't, ain't
        none: no. #, ^no #, nos. #, ^nos #, no doubt, no matter, without doubt, without a doubt, not only
        none: not just, not least, nothing but, none other, none the less, none too soon, no wonder, no sooner
        none: the might, its might, their might, his might, her might, our might, my might, your might
        none: whose might, all the might, a might, this might of, that might of, sheer might, full might
        none: with might, by might, of might, right and might, military might of, military might is
        none: military might was, military might and, military might in, its military might
        none: their military might, his military might, the military might of, naval might, economic might
        none: financial might, industrial might, political might, imperial might, nuclear might
        none: might of, might is, might was, might and main, might alone, might against, might over
        none: at once, all at once, for once, once more, once again, once and for all, once upon a time, once in a while, once or twice
        none: once the, once it, once he, once she, once they, once we, once you, once i, once this, once that, once there
        none: was once, were once, had once, who once, which once, that once, once was, once were, once had, the once
        none: one another, one of them, one of us, one of you, one of these, one of those, any one, every one, each one, some one
        none: the one, this one, that one, which one, one by one, one's, at one with, at one point, at one time, at one stage, one-off, one-sided
        none: one-time, one day soon, one can, one could, one must, one should, on the one hand, on one hand, square one, number one priority
        none: at first, first of all, first and foremost, in the first place, first aid, first lady, first minister, first name, first names
        none: first hand, first-hand, at first hand, at first sight, at first glance, first thing, second hand, second-hand, second nature, second thoughts
        none: on second thought, second to none, second in command, split second, per second, for a second, in a second, a second later
        none: a second ago, second by second, third party, third-party, third parties, third world, both sides of, half-brother*, half-sister*, half-hearted*
        none: half way, half-way, quarterback*, quarter-final*, quarterfinal*, quarterly, quarterdeck*, close quarters, living quarters, millionaire*, billionaire*, trillionaire*
        none: ground zero, zero in on, zero tolerance
        hedge: allegedly, alleged, reportedly, apparently, possibly, probably, perhaps, maybe, likely, unlikely
        hedge: supposedly, purportedly, seemingly, presumably, suspected, so-called, =may, might, could, appears to, seems to
        hedge: is believed to, are believed to, was believed to, is thought to, are thought to, about #, around #, nearly, almost
        hedge: accused of, suspected of, charged with, appeared to, it appears, it appeared, expected to, at least, at most, up to, more than
        attribution: said, says, say, told, claimed, claims, stated, reported, confirmed, denied, announced, added
        attribution: argued, insisted, testified, warned, admitted
        source: according to
        witness: a witness, witnesses, sources, a source, a spokes*
        hedge: appear to, seem to, seemed to, would appear to, purports to, purport to, purported to, understood to be, understood to have, believed to be, believed to have, thought to be, thought to have, said to be, said to have
        pronoun: they, them, who, someone
        preposition: in, on, at, to, from, near, during, after, before, by, with, that, last, this, outside, inside, about, earlier, later, yesterday, today
        telling: told
        number: ^monday, ^tuesday, ^wednesday, ^thursday, ^friday, ^saturday, ^sunday
        number: ^january, ^february, ^march, ^april, ^may, ^june, ^july, ^august, ^september, ^october, ^november, ^december
        """)
}

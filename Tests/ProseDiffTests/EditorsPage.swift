import Testing

/// Edits as newsrooms make them, with what a careful editor would say changed. All people and places are invented.
enum EditorsPage {
    /// One edit: its texts, how it shows, its marks, and its counts of sentences and words.
    struct Edit: Sendable, CustomTestStringConvertible {
        var name: String
        var old: String
        var new: String
        var shown: String
        var marks: String
        var counts: String

        var testDescription: String { name }
    }

    static let edits: [Edit] = [
        Edit(
            name: "one word corrected",
            old: "Mayor Ines Tallow opened the bridge. Crowds cheered.",
            new: "Mayor Ines Tallow closed the bridge. Crowds cheered.",
            shown: "Mayor Ines Tallow [-opened-]{+closed+} the bridge. Crowds cheered.",
            marks: "", counts: "+0 -0 ~1 >0, +0 -0 ~1 >0"),
        Edit(
            name: "a number corrected",
            old: "The fire killed 14 people in Port Ellery, police said.",
            new: "The fire killed 16 people in Port Ellery, police said.",
            shown: "The fire killed [-14-]{+16+} people in Port Ellery, police said.",
            marks: "number", counts: "+0 -0 ~1 >0, +0 -0 ~1 >0"),
        Edit(
            name: "a name corrected",
            old: "The inquiry was led by Judge Omar Vesh of Dunmarrow.",
            new: "The inquiry was led by Judge Omar Vash of Dunmarrow.",
            shown: "The inquiry was led by Judge Omar [-Vesh-]{+Vash+} of Dunmarrow.",
            marks: "name", counts: "+0 -0 ~1 >0, +0 -0 ~1 >0"),
        Edit(
            name: "a quotation softened",
            old: "“We will sue every last one of them,” Tallow said.",
            new: "“We will consider our options,” Tallow said.",
            shown: "“We will [-sue every last one of them-]{+consider our options+},” Tallow said.",
            marks: "quotation", counts: "+0 -0 ~1 >0, +0 -3 ~3 >0"),
        Edit(
            name: "straight quotes made curly",
            old: "\"It's over,\" she said. Nobody spoke.",
            new: "“It’s over,” she said. Nobody spoke.",
            shown: "[-\"It's-]{+“It’s+} over,[-\"-]{+”+} she said. Nobody spoke.",
            marks: "noise", counts: "+0 -0 ~0 >0, +0 -0 ~0 >0"),
        Edit(
            name: "hyphens made dashes",
            old: "The vote - the third this year - failed.",
            new: "The vote — the third this year — failed.",
            shown: "The vote [---]{+—+} the third this year [---]{+—+} failed.",
            marks: "noise", counts: "+0 -0 ~0 >0, +0 -0 ~0 >0"),
        Edit(
            name: "a sentence added at the end",
            old: "The council met on Monday. It adjourned early.",
            new: "The council met on Monday. It adjourned early. No date was set for the next session.",
            shown: "The council met on Monday. It adjourned early.{+ No date was set for the next session.+}",
            marks: "", counts: "+1 -0 ~0 >0, +8 -0 ~0 >0"),
        Edit(
            name: "a sentence removed from the middle",
            old: "The ferry left at noon. It carried no lifeboats. It returned at six.",
            new: "The ferry left at noon. It returned at six.",
            shown: "The ferry left at noon. [-It carried no lifeboats. -]It returned at six.",
            marks: "", counts: "+0 -1 ~0 >0, +0 -4 ~0 >0"),
        Edit(
            name: "two sentences swapped",
            old:
                "The harbour stayed closed all week. Fishermen protested at the town hall. The minister is expected tomorrow.",
            new:
                "Fishermen protested at the town hall. The harbour stayed closed all week. The minister is expected tomorrow.",
            shown:
                "[moved away 1: The harbour stayed closed all week.] Fishermen protested at the town hall. [moved here 1: The harbour stayed closed all week.] The minister is expected tomorrow.",
            marks: "", counts: "+0 -0 ~0 >1, +0 -0 ~0 >6"),
        Edit(
            name: "a paragraph moved to the top",
            old:
                "The bridge will close for repairs in May.\n\nDrivers face long detours.\n\nThe minister resigned over the affair on Sunday night.",
            new:
                "The minister resigned over the affair on Sunday night.\n\nThe bridge will close for repairs in May.\n\nDrivers face long detours.",
            shown:
                "[moved here 1: The minister resigned over the affair on Sunday night.]\n\nThe bridge will close for repairs in May.\n\nDrivers face long detours.\n\n[moved away 1: The minister resigned over the affair on Sunday...]",
            marks: "noise", counts: "+0 -0 ~0 >1, +0 -0 ~0 >9"),
        Edit(
            name: "a paragraph moved and edited",
            old:
                "The minister resigned on Sunday night over the bridge affair.\n\nRepairs will take until October, engineers told the paper.\n\nDrivers face long detours through Dunmarrow and Selby Cross.",
            new:
                "Repairs will take until October, engineers told the paper.\n\nDrivers face long detours through Dunmarrow and Selby Cross.\n\nThe minister resigned on Monday night over the bridge affair.",
            shown:
                "[moved away 1: The minister resigned on Sunday night over the...]\n\nRepairs will take until October, engineers told the paper.\n\nDrivers face long detours through Dunmarrow and Selby Cross.\n\n[moved here 1: The minister resigned on [-Sunday-]{+Monday+} night over the bridge affair.]",
            marks: "noise", counts: "+0 -0 ~1 >1, +0 -0 ~1 >0"),
        Edit(
            name: "a paragraph split",
            old:
                "The court freed Marsh on bail. He must surrender his passport. His lawyer called it a victory for common sense.",
            new:
                "The court freed Marsh on bail. He must surrender his passport.\n\nHis lawyer called it a victory for common sense.",
            shown:
                "The court freed Marsh on bail. He must surrender his passport.[¶ split]\n\nHis lawyer called it a victory for common sense.",
            marks: "noise", counts: "+0 -0 ~0 >0, +0 -0 ~0 >0"),
        Edit(
            name: "two paragraphs joined",
            old: "The court freed Marsh on bail.\n\nHe must surrender his passport by noon on Friday.",
            new: "The court freed Marsh on bail. He must surrender his passport by noon on Friday.",
            shown:
                "The court freed Marsh on bail.[¶ joined] He must surrender his passport by noon on Friday.",
            marks: "noise", counts: "+0 -0 ~0 >0, +0 -0 ~0 >0"),
        Edit(
            name: "a sentence rewritten",
            old: "Officials declined to comment. The river rose overnight.",
            new: "The governor’s office denied any wrongdoing. The river rose overnight.",
            shown:
                "[-Officials declined to comment-]{+The governor’s office denied any wrongdoing+}. The river rose overnight.",
            marks: "", counts: "+0 -0 ~1 >0, +2 -0 ~4 >0"),
        Edit(
            name: "a hedge put in",
            old: "Quell took the money from the fund.",
            new: "Quell allegedly took the money from the fund.",
            shown: "Quell {+allegedly +}took the money from the fund.",
            marks: "", counts: "+0 -0 ~1 >0, +1 -0 ~0 >0"),
        Edit(
            name: "a denial put in",
            old: "Quell was at the meeting, two aides said.",
            new: "Quell was not at the meeting, two aides said.",
            shown: "Quell was {+not +}at the meeting, two aides said.",
            marks: "", counts: "+0 -0 ~1 >0, +1 -0 ~0 >0"),
        Edit(
            name: "a repeated phrase extended",
            old: "He waited and waited for the train.",
            new: "He waited and waited and waited for the train.",
            shown: "He waited and waited {+and waited +}for the train.",
            marks: "", counts: "+0 -0 ~1 >0, +2 -0 ~0 >0"),
        Edit(
            name: "a paragraph added between",
            old: "First came the flood.\n\nThen came the bill.",
            new: "First came the flood.\n\nAna Quell lost her house.\n\nThen came the bill.",
            shown: "First came the flood.\n\n{+Ana Quell lost her house.\n\n+}Then came the bill.",
            marks: "name", counts: "+1 -0 ~0 >0, +5 -0 ~0 >0"),
        Edit(
            name: "a Japanese word changed",
            old: "市長は金曜日に辞任した。議会は沈黙した。",
            new: "市長は月曜日に辞任した。議会は沈黙した。",
            shown: "市長は[-金-]{+月+}曜日に辞任した。議会は沈黙した。",
            marks: "number", counts: "+0 -0 ~1 >0, +0 -0 ~1 >0"),
        Edit(
            name: "a no-break space and another encoding",
            old: "The caf\u{E9} on Quay Street seats 40 people.",
            new: "The cafe\u{301} on Quay Street seats 40\u{A0}people.",
            shown:
                "The [-caf\u{E9}<U+0063 U+0061 U+0066 U+00E9>-]{+cafe\u{301}<U+0063 U+0061 U+0066 U+0065 U+0301>+} on Quay Street seats 40[- -]{+<U+00A0>+}people.",
            marks: "noise", counts: "+0 -0 ~0 >0, +0 -0 ~0 >0"),
        Edit(
            name: "a list reordered",
            old: "- Bread from the mill\n- Fish from the harbour market\n- Salt from the old works",
            new: "- Fish from the harbour market\n- Salt from the old works\n- Bread from the mill",
            shown:
                "[moved away 1: - Bread from the mill]\n- Fish from the harbour market\n- Salt from the old works\n[moved here 1: - Bread from the mill]",
            marks: "noise", counts: "+0 -0 ~0 >1, +0 -0 ~0 >4"),
        Edit(
            name: "an attribution moved in its sentence",
            old: "The dam is safe, engineers said on Tuesday.",
            new: "Engineers said on Tuesday the dam is safe.",
            shown: "[-The dam is safe, engineers-]{+Engineers+} said on Tuesday{+ the dam is safe+}.",
            marks: "", counts: "+0 -0 ~1 >0, +4 -4 ~1 >0"),
        Edit(
            name: "a sentence added before one that changed",
            old: "Engineer Ana Quell asked for it.\n\nNobody lives below the dam.",
            new: "Engineer Ana Quell asked for it. The council declined.\n\nSome 400 people live below the dam.",
            shown:
                "Engineer Ana Quell asked for it.{+ The council declined.+}\n\n[-Nobody lives-]{+Some 400 people live+} below the dam.",
            marks: "number", counts: "+1 -0 ~1 >0, +5 -0 ~2 >0"),
        Edit(
            name: "a sentence changed to its end, and one added after it",
            old: "The ferry was late and nobody said why. It left at six.",
            new: "The ferry was late because of fog! Passengers complained? It left at six.",
            shown:
                "The ferry was late [-and nobody said why.-]{+because of fog!+} {+Passengers complained? +}It left at six.",
            marks: "", counts: "+1 -0 ~1 >0, +2 -1 ~3 >0"),
        Edit(
            name: "a sentence changed, and one added after it",
            old: "It was inspected in 2019. Nobody lives below it.",
            new: "It was inspected in 2014. Some 400 people live below it. Some fled.",
            shown:
                "It was inspected in [-2019-]{+2014+}. [-Nobody lives-]{+Some 400 people live+} below it.{+ Some fled.+}",
            marks: "number", counts: "+1 -0 ~2 >0, +4 -0 ~3 >0"),
    ]
}

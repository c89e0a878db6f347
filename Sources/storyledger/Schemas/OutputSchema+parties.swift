import Projections

extension OutputSchema {
    static let parties = OutputSchema(
        "parties", "A party on a line of its own; with NAME, what a party of that name did.",
        .anyOf([
            .object([
                ("name", .text, "The party's name as it is spelt."),
                ("group", .text, "The same for spellings that differ in case, accents, punctuation or spaces only."),
                ("stories", .count, "How many stories name it."),
                (
                    "acts", .object(Parties.Act.allCases.map { ($0.rawValue, .count, $0.about) }),
                    "How often it did what, or what was done to it."
                ),
            ]),
            .object(
                [
                    ("party", .shared(.party), "The party, as this event names it."),
                    (
                        "group", .text,
                        "The same for spellings that differ in case, accents, punctuation or spaces only."
                    ),
                    ("act", .words(Parties.Act.self), "What it did, or what was done to it."),
                    ("story", .text, "The story's id."),
                    ("position", .count, "The event's place in the log."),
                ] + SharedShape.times + [
                    (
                        "claims",
                        .list(
                            .object([
                                ("id", .text, "The claim's id."),
                                ("text", .orNull(.text), "What is claimed; null where withheld."),
                            ])), "The claims that it is about."
                    ),
                    ("hop", .orNull(.text), "The id of the hop that it is about, where it is one."),
                    ("hopText", .orNull(.text), "What that hop says: who told whom."),
                    ("asked", .orNull(.time), "When it was asked, where that is said."),
                    ("statement", .orNull(.text), "What it said."),
                    ("line", .orNull(.text), "What it did, as the timeline tells it; null for other acts."),
                ]),
        ]))

    static let activity = OutputSchema(
        "activity", "A day, on a line of its own.",
        .object(
            [("day", .text, "The day: 2026-03-02.")]
                + zip(
                    Activity.counts,
                    [
                        "How many events were recorded.", "How many stories had an event.", "How many stories began.",
                        "How many versions were made.", "How many of them changed the text with no note to readers.",
                        "How many updates corrected something.", "How many takedowns were recorded.",
                        "How many events were recorded more than an hour after they happened.",
                        "How many were recorded after one of their story that happened later.",
                    ]
                ).map { ($0, .count, $1) }
                + [("zone", .text, "The zone that the day is of.")]))
}

extension Parties.Act {
    fileprivate var about: String {
        switch self {
        case .said: "How many claims are on its word."
        case .told: "How often it was told what a claim says."
        case .about: "How many claims concern it."
        case .asked: "How often it was asked for comment."
        case .denied: "How often it denied, wholly, or repeated a denial."
        case .partlyDenied: "How often it denied in part."
        case .reiterated: "How often it stood by a claim; a denial that is repeated is none."
        case .statement: "How often it responded with a statement."
        case .declined: "How often it declined to answer."
        case .noResponse: "How often it did not respond."
        case .acknowledges: "How often it acknowledged something."
        case .confirms: "How often it confirmed something."
        case .withdraws: "How often it withdrew something, be it a denial."
        }
    }
}

import CanonicalJSON
import EventLog
import StoryEvents

extension SiteUnderTest {
    /// Stories whose own words have no Latin letter, with everything that pages tell of: corrections and silent edits, moved text,
    /// claims with hops, denials and answers, a hold, a kill, a takedown.
    static func inGreek() throws -> SiteUnderTest {
        let site = try SiteUnderTest()
        func document(_ number: Int, _ type: Text, _ time: Text, _ data: JSON, _ story: Text = "γέφυρα") -> JSON {
            [
                "type": .string(type), "subject": .string(story), "source": "1", "id": .string(Text("\(number)")),
                "time": .string(time), "data": data,
            ]
        }
        let move: Text = "Το υπουργείο δεν απάντησε στις ερωτήσεις μας την Παρασκευή το βράδυ."
        let first: Text =
            "Η γέφυρα θα κλείσει για 40 ημέρες. Ο Πέτρος Σμιθ το είπε. «Δεν ξέρω», είπε η δήμαρχος.\n\nΟι εργασίες αρχίζουν τον Μάιο."
        let second: Text =
            "Η γέφυρα θα κλείσει για 60 ημέρες. Ο Παύλος Τζόουνς το είπε. «Ξέρω», είπε η δήμαρχος.\n\nΟι εργασίες αρχίζουν τον Μάιο."
        try site.take([
            document(
                1, "published", "2026-03-02T10:00:00Z",
                [
                    "headline": "Η γέφυρα κλείνει", "dek": "Για καιρό", "section": "Πόλη", "language": "el",
                    "publisher": "Παλίρροια", "byline": [["name": "Άδα Μπραντ"]],
                    "body": .string("\(move)\n\n\(first)"),
                    "claims": [
                        [
                            "id": "α", "text": "Η γέφυρα θα κλείσει για 40 ημέρες.", "about": [["name": "Λιμεναρχείο"]],
                            "attribution": [
                                ["id": "β", "speaker": ["name": "Λιμεναρχείο"], "addressee": ["name": "Παλίρροια"]]
                            ],
                        ],
                        ["id": "γ", "text": "Οι εργασίες αρχίζουν τον Μάιο."],
                    ],
                    "requests": [
                        [
                            "id": "ρ", "party": ["name": "Υπουργείο"], "channel": "email",
                            "asked": "2026-03-01T10:00:00Z",
                        ],
                        ["id": "σ", "party": ["name": "Δήμαρχος"]],
                    ],
                ]),
            document(
                2, "denied", "2026-03-02T11:00:00Z",
                ["by": ["name": "Λιμεναρχείο"], "claim": "α", "hop": "β", "statement": "Δεν το είπαμε."]),
            document(
                3, "denied", "2026-03-02T11:10:00Z",
                ["by": ["name": "Υπουργείο"], "claim": "γ", "extent": "partial", "concedes": "Ίσως τον Ιούνιο."]),
            document(
                4, "reiterated", "2026-03-02T11:20:00Z",
                ["by": ["name": "Πέτρος Σμιθ"], "claim": "γ", "strength": "stronger", "statement": "Τον Μάιο."]),
            document(
                5, "updated", "2026-03-02T12:00:00Z",
                ["body": .string("\(second)\n\n\(move)"), "headline": "Η γέφυρα κλείνει για 60 ημέρες"]),
            document(
                6, "updated", "2026-03-02T13:00:00Z",
                [
                    "body": .string("\(second) Τέλος.\n\n\(move)"), "change": "correction", "corrects": ["α"],
                    "note": ["text": "Γράφαμε 40 ημέρες.", "covers": [["exact": "Τέλος."]]],
                ]),
            document(
                7, "responded", "2026-03-02T14:00:00Z",
                ["by": ["name": "Υπουργείο"], "request": "ρ", "outcome": "declined"]),
            document(
                8, "responded", "2026-03-02T14:10:00Z",
                ["by": ["name": "Λιμεναρχείο"], "claim": "α", "outcome": "withdraws"]),
            document(9, "responded", "2026-03-02T14:20:00Z", ["by": ["name": "Δήμαρχος"], "outcome": "no-response"]),
            document(10, "updated", "2026-03-02T15:00:00Z", ["change": "hold", "reason": "Λόγος."]),
            document(11, "updated", "2026-03-02T15:10:00Z", ["change": "release", "section": "Κόσμος"]),
            document(12, "updated", "2026-03-02T15:20:00Z", ["body": .string("\(move)\n\n\(first)")]),
            document(13, "published", "2026-03-02T10:00:00Z", ["headline": "Λάθος", "body": "Τίποτα."], "λάθος"),
            document(14, "updated", "2026-03-02T10:30:00Z", ["change": "kill", "note": "Ήταν λάθος."], "λάθος"),
        ])
        try site.persist()
        return site
    }
}

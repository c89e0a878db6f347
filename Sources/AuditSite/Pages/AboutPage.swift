import ProseRendering

/// What the record is, and what the words on the other pages mean.
struct AboutPage {
    let frame: Frame
    let checkpoint: String?

    private static let terms: [(String, String)] = [
        (
            "Record",
            "What a newsroom published, every change since, and what the people in its stories denied, repeated and answered. "
                + "Nothing in it is changed afterwards; a passage can be withheld, and then the record says so, when and by whose authority."
        ),
        (
            "Happened, recorded",
            "Two times. The first is told by the newsroom, the second is when the ledger took the event."
        ),
        ("Backdated", "Recorded more than an hour after it happened, as told."),
        ("Unannounced", "The text changed and no note told readers. White space and typography alone never count."),
        ("Version", "A story's text after an edit, counted from 1."),
        ("Hop", "One step of an attribution: who told whom. A denial can be of the claim, or of one hop."),
        (
            "Standing",
            "What became of a claim. Contested: denied, and repeated since. Corrected: by the publisher. Conceded: its subject "
                + "confirmed it. Withdrawn: its own source took it back. Unanswered: asked, and declined or silent."
        ),
        ("Did not respond", "Stays in the record when an answer comes later: both are kept."),
        (
            "Checkpoint",
            "A signature on the whole log at one size. With an older one you can prove that nothing was taken out since."
        ),
    ]

    var html: [UInt8] {
        Layout(frame: frame, title: frame.words.about).page { page in
            page.element("h1", frame.words.about)
            page.element("dl", ["class": "terms"]) { page in
                for (term, meaning) in Self.terms {
                    page.element("dt", term)
                    page.element("dd", meaning)
                }
            }
            page.element("section") { page in
                page.element("h2", frame.words.howToCheck)
                page.element(
                    "p",
                    "Each version and each event can be saved with everything that proves it, and checked without this site. "
                        + "You need the log's verifier key: take it from the newsroom by another way, and keep it.")
                page.element(
                    "p",
                    "Stories under embargo are not shown until it ends. Their events are in the public log before, without "
                        + "what they say: anybody can see that such an event is there, its story's id, its type and its time."
                )
                if let checkpoint {
                    page.element("pre", ["tabindex": "0"], checkpoint)
                }
            }
        }
    }
}

/// Says why there is no other page here.
struct FaultPage {
    let frame: Frame
    let fault: SiteFault

    var html: [UInt8] {
        Layout(frame: frame, title: fault.message, isPassing: true).page { page in
            page.element("h1", fault.message + ".")
            page.element("p", ["dir": "auto"], fault.remedy.prefix(1).uppercased() + fault.remedy.dropFirst() + ".")
        }
    }
}

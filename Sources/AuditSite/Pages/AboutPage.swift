import ProseRendering
import StoryEvents

/// What the record is, and what the words on the other pages mean.
struct AboutPage {
    let frame: Frame
    let checkpoint: String?

    var html: [UInt8] {
        Layout(frame: frame, title: frame.words.about).page { page in
            page.element("h1", frame.words.about)
            page.element("dl", ["class": "terms"]) { page in
                for term in frame.words.inAbout.terms {
                    page.element("dt", term.name)
                    page.element("dd", term.meaning)
                }
                page.element("dt", frame.words.inAbout.standing)
                page.element("dd") { page in
                    page.text(frame.words.inAbout.standings)
                    page.element("ul") { page in
                        for standing in Standing.allCases {
                            page.element("li") { page in
                                page.element("b", said(code: standing.rawValue))
                                page.text(": \(standing.meaning)")
                            }
                        }
                    }
                }
            }
            page.element("section") { page in
                page.element("h2", frame.words.howToCheck)
                page.element("p", frame.words.inAbout.proofs)
                page.element("p", frame.words.inAbout.embargoes)
                UnprovenList(words: frame.words.inAbout.unproven).write(&page)
                if let checkpoint {
                    page.element("pre", ["tabindex": "0"], checkpoint)
                }
            }
        }
    }
}

/// What no proof of the log shows, where a reader looks for what it does.
struct UnprovenList {
    let words: UnprovenWords

    func write(_ page: inout Markup) {
        page.element("h3", words.heading)
        page.element("ul") { page in
            for line in words.list { page.element("li", line + ".") }
        }
        page.element("p", words.button)
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

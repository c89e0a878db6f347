import CanonicalJSON
import EventLog
import ProseRendering
import Projections
import StoryEvents

/// One event: what it says, its leaf and data as they are stored, and where it came from.
struct EventPage {
    let frame: Frame
    let event: RecordedEvent
    let line: String
    let backdating: Backdating
    let receipt: Receipt?
    /// The version of its story that it made; nil where it made none.
    let version: Int?

    private var envelope: Envelope { event.envelope }

    var html: [UInt8] {
        let words = frame.words
        return Layout(frame: frame, title: "\(words.event) \(envelope.position)").page { page in
            page.element("p", ["class": "kicker"]) { page in
                if envelope.story == .ledger {
                    page.element("span", ["class": "place"], envelope.story.description)
                } else {
                    page.link(frame.link(.story(envelope.story, .now)), envelope.story.description, "place")
                }
            }
            page.element("h1", "\(words.event) \(envelope.position)")
            page.element("p", ["class": "latest", "dir": "auto"], line.asSentence)
            facts(&page)
            if let withheld = event.withheld {
                page.element("p", ["class": "alert hole", "dir": "auto"], "\(withheld)")
            }
            for takedown in event.partial?.takedowns ?? [] {
                page.element("p", ["class": "alert hole", "dir": "auto"], words.inEvidence.inPart("\(takedown)"))
            }
            data(&page)
            leaf(&page)
            check(&page)
            page.element("nav", ["class": "steps"]) { page in
                if envelope.position.value > 0 {
                    page.link(frame.link(.event(Position(envelope.position.value - 1))), words.older)
                }
                if envelope.position.value + 1 < frame.size {
                    page.link(frame.link(.event(envelope.position.next)), words.newer)
                }
            }
        }
    }

    private func facts(_ page: inout Markup) {
        let words = frame.words
        page.element("dl", ["class": "facts"]) { page in
            fact(words.happened.capitalized, &page) { page in
                page.time(of: envelope, frame)
                if let mark = frame.mark(backdating) { page.text(" "); page.element("b", mark) }
            }
            fact(words.recorded.capitalized, &page) { $0.time(envelope.recorded, frame) }
            fact(words.inEvidence.type, &page) { $0.text(said(code: envelope.type.rawValue)) }
            fact(words.inEvidence.revision, &page) { $0.text("\(envelope.revision)") }
            if let version {
                fact(words.inEvidence.version, &page) { page in
                    page.link(frame.link(.story(envelope.story, .version(version))), "v\(version)", "place")
                }
            }
            fact(words.source, &page) { $0.text(envelope.identity.source.string) }
            fact(words.inEvidence.id, &page) { $0.element("code", ["class": "hash"], envelope.identity.id.string) }
            if let previous = envelope.previous { fact(words.inEvidence.previous, &page) { $0.event(previous, frame) } }
            if let receipt {
                fact(words.receipt, &page) { page in
                    page.text("\(receipt.number), \(said(code: receipt.outcome.rawValue)) ")
                    page.time(receipt.recorded, frame)
                }
            }
            fact(words.file, &page) { FileLine(words: words.inEvidence, file: EventFile(event, receipt)).write(&$0) }
        }
    }

    private func fact(_ name: String, _ page: inout Markup, _ value: (inout Markup) -> Void) {
        page.element("dt", name)
        page.element("dd", ["dir": "auto"]) { value(&$0) }
    }

    private func data(_ page: inout Markup) {
        guard let bytes = event.readableData else { return }
        page.element("section") { page in
            page.element("h2", frame.words.inEvidence.data)
            page.element("pre", ["dir": "auto", "tabindex": "0"], Self.pretty(bytes))
        }
    }

    /// JSON on many lines; bytes that are none, as they are.
    private static func pretty(_ bytes: [UInt8]) -> String {
        do throws(JSONSyntaxError) {
            return String(decoding: try JSON.parse(bytes).bytes(pretty: true), as: UTF8.self)
        } catch {
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    private func leaf(_ page: inout Markup) {
        page.element("section") { page in
            page.element("h2", frame.words.leaf)
            page.element(
                "p", ["class": "quiet"], frame.words.inEvidence.leaf)
            page.element("pre", ["tabindex": "0"], String(decoding: event.leaf, as: UTF8.self))
        }
    }

    private func check(_ page: inout Markup) {
        page.element("section") { page in
            page.element("h2", frame.words.howToCheck)
            page.element("p") { page in
                page.link(Route.proof(envelope.position).path, frame.words.proof)
                page.text(" · ")
                page.link(Route.checkpoint.path, frame.words.inEvidence.checkpoint)
            }
            page.element("p", ["class": "quiet"], frame.words.inEvidence.proofLater)
            page.element("p", ["class": "quiet"]) { page in
                frame.words.inEvidence.saveProof.write(
                    &page, { $0.element("code", "storyledger check-proof proof.tlog-proof --key VERIFIER-KEY") })
            }
        }
    }
}

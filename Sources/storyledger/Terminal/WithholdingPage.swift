import CanonicalJSON
import EventLog
import LedgerService
import ProseDiff
import Projections
import StoryEvents

/// Shows what a takedown takes, and its result.
struct WithholdingPage {
    private let plan: WithholdingPlan
    /// To be marked in the texts.
    private let words: String?
    /// The ledger's directory.
    private let ledger: String

    init(_ plan: WithholdingPlan, _ words: String?, _ ledger: String) {
        self.plan = plan
        self.words = words
        self.ledger = ledger
    }

    /// Lists the places.
    func printPlan() throws(Failure) {
        var last: Position?
        for place in plan.places {
            if place.event.position != last {
                let version = place.version.map { ", which made version \($0)" } ?? ""
                try Terminal.print(
                    ("\(place.event.position)  \(place.event.type.rawValue)  \(place.event.story)  "
                        + "r\(place.event.revision)\(version)").onOneLine)
            }
            last = place.event.position
            guard let piece = place.piece, let path = place.path else {
                try Terminal.print("  all of its data")
                continue
            }
            try Terminal.print("  \(path), piece \(piece): \(marked(place.text))")
            try Terminal.print("    \(place.extent)".onOneLine.styled(.yellow))
        }
        if plan.places.isEmpty { try Terminal.print("nothing that is there is withheld by this") }
        if !plan.custody.isEmpty {
            let count = plan.custody.count
            try Terminal.print(
                "and the names and hashes of the files they came in, with \(count) other event\(count == 1 ? "" : "s")")
        }
        for place in plan.outOfReach { try Terminal.print("not reached: \(place)".onOneLine) }
    }

    /// The text on one line, around the words, with the words marked.
    private func marked(_ text: Text) -> String {
        let line = text.string.split(whereSeparator: \.isNewline).joined(separator: " ")
        guard let words, let found = WantedText.range(of: words, in: line) else {
            return line.onOneLine.cut(to: 72)
        }
        let before = String(line[..<found.lowerBound]).onOneLine
        let start = before.count > 30 ? "…" + before.suffix(30) : before
        let after = String(line[found.upperBound...]).onOneLine.cut(to: 30)
        let seen = String(line[found]).onOneLine
        let mark = Terminal.hasColour ? seen.styled(.red) : "»\(seen)«"
        return "\(start)\(mark)\(after)"
    }

    /// Prints what was done.
    ///
    /// - Parameter isListed: Whether the places were printed already.
    func print(_ outcome: EventTakedown.Outcome, isListed: Bool) throws(Failure) {
        if !isListed { try printPlan() }
        if let by = outcome.withheld.by, let takedown = outcome.withheld.takedown {
            let line =
                "withheld by event \(by.position) on \(by.recorded.description.prefix(19))Z: "
                + "\(takedown.reason.asKeepersWord) (\(takedown.authority.asKeepersWord))"
            try Terminal.print("  \(line)".onOneLine)
            for position in takedown.taken.flatMap(\.repeats) {
                try Terminal.print("  the event at \(position) gives the same text again, and is not withheld")
            }
        } else if let before = outcome.withheld.before {
            try Terminal.print(
                outcome.files.hasChanged
                    ? "  recorded before, by \(before); no event holds the words any more, and files that did were cleaned"
                    : "  nothing more was withheld or cleaned; the last takedown here is \(before)")
        } else {
            try Terminal.print("  recorded before; now finished")
        }
        for file in outcome.files.removed { try Terminal.print("  removed   \(file)".onOneLine) }
        for file in outcome.files.rewritten { try Terminal.print("  rewritten \(file), without it".onOneLine) }
        let receipts = outcome.files.receipts
        if !receipts.isEmpty {
            let numbers = receipts.prefix(20).map { "\($0)" }.joined(separator: ", ")
            let more = receipts.count > 20 ? " and \(receipts.count - 20) more" : ""
            try Terminal.print("  receipts  \(numbers)\(more), without the file's name and hash")
        }
        try Terminal.print("not reached:")
        let rest = rest(outcome)
        for group in rest.groups {
            for line in group.lines.prefix(Self.mostListed) { try Terminal.print("  \(line)".onOneLine) }
            let more = group.lines.count - Self.mostListed
            if more > 0 { try Terminal.print("  and \(more.grouped) more; --json lists them") }
            if let command = group.command { try Terminal.print("    \(group.use): \(command)".onOneLine) }
        }
        if rest.hasPlaceholder { try Terminal.print("  WORDS: the words that were withheld") }
        for fault in outcome.files.closed {
            try Terminal.print("  \(fault.message)".onOneLine)
            try Terminal.print("    \(fault.remedy.forNamedLedger)".onOneLine)
        }
        for place in Self.outOfReach { try Terminal.print("  \(place)") }
    }

    private func rest(_ outcome: EventTakedown.Outcome) -> TakedownRest {
        TakedownRest(outcome, words, story: plan.subject ?? plan.asked, ledger)
    }

    private static let mostListed = 20

    /// Where nobody can say what there is.
    private static let outOfReach = [
        "backups and other copies of this directory", "bundles of this story that were handed out",
        "the service's log, which quotes what it refused", "whatever producers and readers keep",
    ]

    /// `{places: [{position, story, type, version, piece, field, text, words}], custody, outOfReach}`.
    var json: JSON { .object(object) }

    private var object: JSONObject {
        [
            "places": .array(plan.places.map(\.json)), "custody": .array(plan.custody.map { JSON($0) }),
            "outOfReach": .array(plan.outOfReach.map(JSON.string)),
        ]
    }

    /// The same, with what was done; without the texts, which are gone.
    func json(_ outcome: EventTakedown.Outcome) -> JSON {
        var object = JSONObject()
        let (by, takedown) = (outcome.withheld.by, outcome.withheld.takedown)
        object["by"] = by.map { JSON($0.position) } ?? .null
        object["recorded"] = by.map { JSON($0.recorded) } ?? .null
        object["reason"] = takedown.map { .string($0.reason) } ?? .null
        object["authority"] = takedown.map { .string($0.authority) } ?? .null
        object["taken"] = .array(takedown?.taken.map(\.shown) ?? [])
        object["resumed"] = .bool(outcome.withheld.isResumed)
        object["finished"] = .bool(outcome.isFinished)
        object["removed"] = .array(outcome.files.removed.map(JSON.string))
        object["rewritten"] = .array(outcome.files.rewritten.map(JSON.string))
        object["receipts"] = .array(outcome.files.receipts.map(JSON.integer))
        object["closed"] = .array(outcome.files.closed.map { .string(Text($0.message)) })
        object["missing"] = .array(outcome.files.missing.map(JSON.string))
        object["leftovers"] = .array(outcome.files.holding.map { .string($0.place) })
        object["otherFiles"] = .array(
            outcome.files.leftovers.compactMap { leftover in
                leftover.spelling.map { ["place": .string(leftover.place), "spelling": .string($0)] }
            })
        object["documents"] = .array(
            outcome.files.leftovers.filter { !$0.documents.isEmpty }.map { leftover in
                ["place": .string(leftover.place), "documents": .array(leftover.documents.map { JSON($0) })]
            })
        object["sealed"] = .array(outcome.files.sealed.map { .string($0.place) })
        object["commands"] = .array(rest(outcome).commands)
        object["remaining"] = .array((outcome.remaining.events + outcome.remaining.fixed).map { JSON($0.position) })
        let others = outcome.remaining.otherLetters.values.joined().map(\.position)
        object["otherLetters"] = .array(Set(others).sorted().map { JSON($0) })
        object["stories"] = .array(outcome.remaining.stories.map { .string($0.text) })
        object["notReached"] = .array(Self.outOfReach.map { .string(Text($0)) })
        return .object(object)
    }
}

extension Takedown.Taken {
    /// `{position, pieces, version, fields, change, repeats}`.
    fileprivate var shown: JSON {
        let numbers: JSON = if case .some(let numbers) = pieces { .array(numbers.map { JSON($0) }) } else { "all" }
        return [
            "position": JSON(position), "pieces": numbers,
            "version": version.map { JSON($0) } ?? .null, "fields": .array(fields.map(JSON.string)),
            "change": JSON(change.map { Text($0.rawValue) }), "repeats": .array(repeats.map { JSON($0) }),
        ]
    }
}

extension WithholdingPlan.Place {
    /// How many words the piece has; all of them go.
    fileprivate var wordCount: Int {
        let bytes = text.bytes
        return Segmentation.words(in: bytes).count { range in
            String(decoding: bytes[range], as: UTF8.self).contains { $0.isLetter || $0.isNumber }
        }
    }

    /// How much goes, since the words that were looked for are only a part of it: `the whole paragraph goes, 13 words`.
    fileprivate var extent: String {
        let whole = path.map { $0.paragraph == nil ? $0.description : "paragraph" } ?? "event"
        return "the whole \(whole) goes, \(wordCount.grouped) \(wordCount == 1 ? "word" : "words")"
    }

    fileprivate var json: JSON {
        [
            "position": JSON(event.position), "story": .string(event.story.text),
            "type": .string(Text(event.type.rawValue)), "version": version.map { JSON($0) } ?? .null,
            "piece": piece.map { JSON($0) } ?? .null,
            "field": path.map { .string(Text($0.description)) } ?? .null,
            "text": path == nil ? .null : .string(text), "words": path == nil ? .null : JSON(wordCount),
        ]
    }
}

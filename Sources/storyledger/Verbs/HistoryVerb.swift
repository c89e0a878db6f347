import ArgumentParser
import CanonicalJSON
import ProseDiff
import Projections
import StoryEvents

struct HistoryVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "List a story's versions: what changed, and whether it was announced.")

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var cuts: CutOptions

    @Argument(help: "The story's id, or any unique beginning of it.")
    var story: String

    func run() throws {
        let reader = StoryReader(try ledger.open())
        let cut = try cuts.cut()
        let view = try orFail { () throws(StoryError) in try reader.view(of: reader.story(named: story), cut) }
        let edits = Edit.history(of: view)
        if output.isJSON {
            let document: JSON = ["story": .string(view.state.story.text), "versions": .array(edits.map(\.json))]
            return try document.printDocument()
        }
        Pager.start()
        for edit in edits { try edit.print() }
    }
}

extension Edit {
    fileprivate var json: JSON {
        let counts = counts
        var object = JSONObject()
        object["version"] = JSON(version.number)
        object["position"] = JSON(version.envelope.position)
        object["time"] = JSON(version.envelope.time)
        object["recorded"] = JSON(version.envelope.recorded)
        object["change"] = version.change.map { .string(Text($0.rawValue)) } ?? .null
        object["note"] = JSON(version.note?.text)
        object["silent"] = .bool(version.isSilent)
        object["noise"] = .bool(isNoise)
        object["headlineChanged"] = .bool(changesHeadline)
        object["changed"] = .array(version.changed.map(JSON.string))
        object["revertsTo"] = version.revertsTo.map { JSON($0) } ?? .null
        object["sentences"] = counts.sentences.json(hasAll: true)
        object["words"] = counts.words.json(hasAll: false)
        if !version.withheldFields.isEmpty { object["withheldFields"] = version.withheldFieldNames }
        object["withheld"] = version.withheld?.json
        return .object(object)
    }

    fileprivate func print() throws(Failure) {
        let head = "v\(version.number)".styled(.cyan)
        let time = "\(version.envelope.time)  \(version.envelope.position)"
        var marks: [String] = []
        if version.isSilent { marks.append("silent".styled(.red)) }
        if isNoise { marks.append("noise".styled(.dim)) }
        if let number = version.revertsTo { marks.append("reverts to v\(number)".styled(.yellow)) }
        let change = version.change?.rawValue ?? "published"
        try Terminal.print(([head, time, change] + marks).joined(separator: "  "))
        if let withheld = version.withheld {
            try Terminal.print("    \(withheld.description.onOneLine)")
        } else if version.number == 1 {
            try Terminal.print("    \((version.fields["headline"]?.text ?? "").string.onOneLine)")
        } else {
            try Terminal.print("    \(summary)")
        }
        if let note = version.note { try Terminal.print("note: \(note.text)".wrapped(to: Terminal.width, indent: 4)) }
    }

    private var summary: String {
        let words = counts.words
        let fields = version.changed.map(\.string).joined(separator: ", ")
        let unknown = hidden.isEmpty ? "" : ", beside text that was withheld"
        return "\(fields): +\(words.added) -\(words.removed) ~\(words.changed) words\(unknown)"
            + (counts.sentences.moved > 0 ? ", \(counts.sentences.moved) sentences moved" : "")
    }
}

extension StoryVersion {
    /// The names of the fields whose text was withheld, in reading order.
    var withheldFieldNames: JSON {
        .array(StoryState.textFields.filter { withheldFields[$0] != nil }.map(JSON.string))
    }
}

extension Comparison.Counts.Units {
    fileprivate func json(hasAll: Bool) -> JSON {
        var object: JSONObject = ["added": JSON(added), "removed": JSON(removed), "changed": JSON(changed)]
        if hasAll { object["moved"] = JSON(moved) }
        return .object(object)
    }
}

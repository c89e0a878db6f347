import ArgumentParser
import CanonicalJSON
import ProseDiff
import Projections
import StoryEvents

struct DiffVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Show what changed between two versions of a story.",
        discussion: "Without FROM, the newest version against the one before it; without TO, FROM against the newest.")

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The story's id, or any unique beginning of it.")
    var story: String

    @Argument(help: "The older cut: v2, @17, or a time.")
    var from: String?

    @Argument(help: "The newer cut.")
    var to: String?

    @Option(help: "How to show it: inline, side-by-side, unified (for patch) or json.")
    var format: Format = .inline

    @Flag(help: "Show changes of white space and typography as changes too.")
    var noise = false

    @Flag(name: .customLong("exit-code"), help: "Exit with 1 when there are differences.")
    var saysByExitCode = false

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case inline
        case sideBySide = "side-by-side"
        case unified, json
    }

    func run() throws {
        let reader = StoryReader(try ledger.open())
        let view = try orFail { () throws(StoryError) in try reader.view(of: reader.story(named: story)) }
        let new = try to.map { try version($0, of: view) } ?? view.versions.last!
        let old = try from.map { try version($0, of: view) } ?? view.versions[max(0, new.number - 2)]
        let differences = FieldDifference.all(from: old, to: new)
        let withheld = WithheldField.all(from: old, to: new)
        switch output.isJSON ? .json : format {
        case .json: try json(view.state.story, old, new, differences, withheld).printDocument()
        case .unified:
            // patch(1) passes over what stands before a file's name.
            for field in withheld { try Terminal.print(field.line.onOneLine) }
            for difference in differences { try Terminal.write(unified(difference, old, new)) }
        case .inline, .sideBySide:
            Pager.start()
            try printPage(differences, withheld, old, new)
        }
        // Nobody can say that what was withheld is the same.
        if saysByExitCode, old.number != new.number, !differences.isEmpty || !withheld.isEmpty {
            throw ExitCode(Failure.different)
        }
    }

    private func version(_ text: String, of view: StoryView) throws(Failure) -> StoryVersion {
        let cut: Cut
        do throws(CutFault) { cut = try Cut(text, zone: LocalZone.name) } catch { throw Failure(error) }
        return try orFail { () throws(StoryError) in try view.version(at: cut) }
    }

    private func printPage(
        _ differences: [FieldDifference], _ withheld: [WithheldField], _ old: StoryVersion, _ new: StoryVersion
    ) throws(Failure) {
        try Terminal.print(
            "v\(old.number) \(old.envelope.time)  →  v\(new.number) \(new.envelope.time)".styled(.cyan))
        for field in withheld { try Terminal.print(field.line.onOneLine.styled(.red)) }
        if differences.isEmpty, withheld.isEmpty { try Terminal.print("headline, dek and body are the same") }
        var options = Rendering.Options()
        options.usesColour = Terminal.hasColour
        options.width = Terminal.width
        options.showsNoise = noise
        let render = format == .inline ? Rendering.inline : Rendering.sideBySide
        for difference in differences {
            try Terminal.print()
            try Terminal.print(difference.field.string.styled(.bold))
            try Terminal.print(render(difference.comparison, difference.old, difference.new, options))
        }
    }

    private func unified(_ difference: FieldDifference, _ old: StoryVersion, _ new: StoryVersion) -> [UInt8] {
        Rendering.unified(
            old: difference.old, new: difference.new, oldName: "v\(old.number)/\(difference.field)",
            newName: "v\(new.number)/\(difference.field)")
    }

    private func json(
        _ story: StoryID, _ old: StoryVersion, _ new: StoryVersion, _ differences: [FieldDifference],
        _ withheld: [WithheldField]
    ) -> JSON {
        let qualities = differences.map(\.comparison.quality)
        let worst = Comparison.Quality.allCases.last(where: qualities.contains) ?? .minimal
        var object = JSONObject()
        object["story"] = .string(story.text)
        object["from"] = JSON(old.number)
        object["to"] = JSON(new.number)
        object["quality"] = .string(Text(worst.rawValue))
        object["fields"] = .array(
            differences.map { difference in
                [
                    "field": .string(difference.field),
                    "operations": .array(
                        difference.comparison.records(old: difference.old, new: difference.new).map(\.json)),
                ]
            })
        if !withheld.isEmpty { object["withheld"] = .array(withheld.map(\.json)) }
        return .object(object)
    }
}

extension WithheldField {
    /// `body: withheld by event ...`.
    fileprivate var line: String { "\(field): \(withheld)" }

    /// `{field, by, recorded, reason, authority}`.
    fileprivate var json: JSON {
        guard case .object(var object) = withheld.json else { return .null }
        object["field"] = .string(field)
        return .object(object)
    }
}

extension OperationRecord {
    /// `{op, old, new, oldText?, newText?, marks?, operations?}`: ranges in UTF-8 bytes, exact enough to patch either way.
    fileprivate var json: JSON {
        var object = JSONObject()
        object["op"] = .string(Text(op))
        object["old"] = .array(old.map { JSON($0) })
        object["new"] = .array(new.map { JSON($0) })
        object["oldText"] = oldText.map { .string(Text($0)) }
        object["newText"] = newText.map { .string(Text($0)) }
        if !marks.isEmpty { object["marks"] = .array(marks.map { .string(Text($0)) }) }
        object["operations"] = operations.map { .array($0.map(\.json)) }
        return .object(object)
    }
}

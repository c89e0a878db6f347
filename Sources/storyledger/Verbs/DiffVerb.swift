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

    @Option(help: "inline, unified or json.")
    var format: Format = .inline

    @Flag(name: .customLong("exit-code"), help: "Exit with 1 when there are differences.")
    var saysByExitCode = false

    enum Format: String, ExpressibleByArgument, CaseIterable { case inline, unified, json }

    func run() throws {
        let reader = StoryReader(try ledger.open())
        let view = try orFail { () throws(StoryError) in try reader.view(of: reader.story(named: story)) }
        let new = try to.map { try version($0, of: view) } ?? view.versions.last!
        let old = try from.map { try version($0, of: view) } ?? view.versions[max(0, new.number - 2)]
        let differences = FieldDifference.all(from: old, to: new)
        switch output.isJSON ? .json : format {
        case .json: try json(view.state.story, old, new, differences).printDocument()
        case .unified:
            for difference in differences { try Terminal.write(unified(difference, old, new)) }
        case .inline:
            Pager.start()
            try printInline(differences, old, new)
        }
        if saysByExitCode, !differences.isEmpty { throw ExitCode(Failure.different) }
    }

    private func version(_ text: String, of view: StoryView) throws(Failure) -> StoryVersion {
        let cut: Cut
        do throws(CutFault) { cut = try Cut(text, zone: LocalZone.name) } catch { throw Failure(error) }
        return try orFail { () throws(StoryError) in try view.version(at: cut) }
    }

    private func printInline(
        _ differences: [FieldDifference], _ old: StoryVersion, _ new: StoryVersion
    ) throws(Failure) {
        try Terminal.print(
            "v\(old.number) \(old.envelope.time)  →  v\(new.number) \(new.envelope.time)".styled(.cyan))
        if differences.isEmpty { try Terminal.print("headline, dek and body are the same") }
        var options = Rendering.Options()
        options.usesColour = Terminal.hasColour
        options.width = Terminal.width
        for difference in differences {
            try Terminal.print()
            try Terminal.print(difference.field.string.styled(.bold))
            try Terminal.print(
                Rendering.inline(difference.comparison, old: difference.old, new: difference.new, options: options))
        }
    }

    private func unified(_ difference: FieldDifference, _ old: StoryVersion, _ new: StoryVersion) -> [UInt8] {
        Rendering.unified(
            old: difference.old, new: difference.new, oldName: "v\(old.number)/\(difference.field)",
            newName: "v\(new.number)/\(difference.field)")
    }

    private func json(
        _ story: StoryID, _ old: StoryVersion, _ new: StoryVersion, _ differences: [FieldDifference]
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
                    "operations": .array(difference.comparison.operations.map { difference.json($0) }),
                ]
            })
        return .object(object)
    }
}

extension FieldDifference {
    /// One operation: its ranges in UTF-8 bytes, and the bytes that the other side does not have, as text.
    fileprivate func json(_ operation: Comparison.Operation) -> JSON {
        var object = JSONObject()
        object["op"] = .string(Text(operation.kind.rawValue))
        object["old"] = [JSON(operation.old.lowerBound), JSON(operation.old.upperBound)]
        object["new"] = [JSON(operation.new.lowerBound), JSON(operation.new.upperBound)]
        if operation.kind == .delete || operation.kind == .replace {
            object["removed"] = .string(Text(String(decoding: old[operation.old], as: UTF8.self)))
        }
        if operation.kind == .insert || operation.kind == .replace {
            object["inserted"] = .string(Text(String(decoding: new[operation.new], as: UTF8.self)))
        }
        if !operation.edits.isEmpty { object["edits"] = .array(operation.edits.map { json($0) }) }
        if !operation.marks.names.isEmpty { object["marks"] = .array(operation.marks.names.map { .string(Text($0)) }) }
        return .object(object)
    }
}

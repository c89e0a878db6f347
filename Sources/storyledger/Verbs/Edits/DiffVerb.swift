import ArgumentParser
import CanonicalJSON
import ProseDiff
import ProseRendering
import Projections
import StoryEvents

struct DiffVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Show what changed between two versions of a story, or between two files.",
        usage: """
            storyledger diff <story> [<from> [<to>]] [--at <time>] [--as-of <cut>] [--format <format>] [--extent <extent>] [--noise] [--exit-code]
            storyledger diff --files <old> <new> [--language <tag>] [--format <format>] [--extent <extent>] [--noise] [--exit-code]
            """,
        discussion: """
            Without FROM, the newest version against the one before it; without TO, FROM against the newest. FROM and TO \
            cut by what was recorded, as --as-of does, not by what had happened; the page says first how times were read. \
            --at and --as-of leave out the versions that had not happened, or were not recorded, by then.

            Unchanged text far from any change is folded away: --extent context, the default, shows a sentence on either \
            side of each change, changes none, and whole, or --full, all of both texts. JSON holds the places of all \
            unchanged text, with --extent changes none.

            Changes of white space and typography are counted, but not marked, and are folded like unchanged text, unless \
            --noise or the formats unified and json show them.

            Marks name the changes that matter: numbers, names and quotations everywhere; numbers written as words, \
            negation, hedges, attribution and speakers of quotations where the language is known, by the story's \
            'language', by --language, or by a script that only one of the languages with rules has.

            With --files, two text files in UTF-8, one of which may be - for standard input; no ledger is needed.
            """)

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var cuts: CutOptions

    @Argument(help: "The story's id, or any unique beginning of it; with --files, the older file.", completion: .story)
    var story: String

    @Argument(
        help: "The older cut: v2, @17, or a time, which means what was recorded by then; with --files, the newer file.")
    var from: String?

    @Argument(help: "The newer cut.")
    var to: String?

    @Flag(name: .customLong("files"), help: "Compare two files instead of two versions.")
    var comparesFiles = false

    @Option(help: ArgumentHelp("The language of the files, such as en or pt-BR.", valueName: "tag"))
    var language: String?

    @Option(help: "How to show it: inline, side-by-side, unified (for patch), html (a page of its own) or json.")
    var format: Format?

    @Flag(help: "Show changes of white space and typography as changes too.")
    var noise = false

    @Option(
        help: ArgumentHelp(
            "How much of what did not change: changes (none), context (a sentence on either side) or whole.",
            valueName: "extent"))
    var extent: Rendering.Extent?

    @Flag(help: "The same as --extent whole.")
    var full = false

    @Flag(name: .customLong("exit-code"), help: "Exit with 1 when there are differences that are shown.")
    var saysByExitCode = false

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case inline
        case sideBySide = "side-by-side"
        case unified, html, json
    }

    func validate() throws {
        try output.check(format)
        if full, let extent, extent != .whole {
            throw ValidationError("--full is --extent whole; found --extent \(extent.rawValue) too")
        }
        guard comparesFiles else {
            if language != nil { throw ValidationError("--language is for --files; a story says its own") }
            return
        }
        if cuts.at != nil || cuts.asOf != nil {
            throw ValidationError("--at and --as-of are for stories, not for --files")
        }
        if let language, !Comparison.hasMarks(for: language) {
            let known = Comparison.markedLanguages.joined(separator: ", ")
            throw ValidationError("--language takes one of \(known); found '\(language)'")
        }
        guard let from, to == nil else { throw ValidationError("--files takes two files, the older one first") }
        if story == "-", from == "-" { throw ValidationError("only one of the files can be standard input") }
    }

    func run() throws {
        let cut = try cuts.cut()
        let difference = comparesFiles ? try files() : try versions(cut)
        let format = output.isJSON ? .json : format ?? .inline
        try difference.print(
            format, showsNoise: noise, extent: full ? .whole : extent ?? (format == .json ? .whole : .context)
        ) { () throws(Failure) in
            try cuts.echo(between: comparesFiles ? [] : [("from", from), ("to", to)])
        }
        let showsAll = noise || format == .unified || format == .json
        if saysByExitCode, showsAll ? !difference.isNone : !difference.isNoise && !difference.isNone {
            throw ExitCode(Failure.different)
        }
    }

    private func files() throws(Failure) -> TextDifference {
        let new = from ?? "-"
        return TextDifference(
            VersionComparison(
                oldFile: story, try InputFile.readText(story), newFile: new, try InputFile.readText(new),
                language: language.map { Text($0) }))
    }

    private func versions(_ cut: StoryCut) throws(Failure) -> TextDifference {
        let view = try ledger.open().view(of: story, cut)
        let new = try to.map { text throws(Failure) in try version(text, of: view) } ?? view.versions.last!
        let old =
            try from.map { text throws(Failure) in try version(text, of: view) }
            ?? view.versions.last { $0.number < new.number } ?? new
        let edits = Edit.history(of: view, after: old.number, through: new.number)
        return TextDifference(VersionComparison(view, from: old, to: new, by: edits))
    }

    private func version(_ text: String, of view: StoryView) throws(Failure) -> StoryVersion {
        let cut = try cuts.times.cut(text)
        return try orFail { () throws(StoryError) in try view.version(at: cut) }
    }
}

extension Rendering.Extent: ExpressibleByArgument {}

import ArgumentParser
import CanonicalJSON
import Projections
import StoryEvents

struct StoriesVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stories", abstract: "List stories, those with the newest event first.")

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions

    @Option(help: "Only stories with this status: published, held or killed.")
    var status: StoryState.Status?

    @Option(help: ArgumentHelp("Only stories with an event recorded at or after a time.", valueName: "time"))
    var since: String?

    @Flag(name: .customLong("silent-edits"), help: "Only stories whose text changed without a note to readers.")
    var onlySilentEdits = false

    @Option(help: ArgumentHelp("At most this many.", valueName: "n"))
    var limit: Int?

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit is at least 1; found \(limit)") }
    }

    func run() throws {
        let store = try ledger.open()
        var entries = try orFail { () throws(StoryError) in try StoryIndex.fold(store) }
        if let status { entries.removeAll { $0.status != status } }
        if let since {
            do throws(CutFault) {
                let time = try Cut.moment(since, zone: LocalZone.name)
                entries.removeAll { $0.recorded.microseconds < time.microseconds }
            } catch {
                throw Failure(error)
            }
        }
        entries.sort { $0.position > $1.position }
        entries = try counted(entries, StoryReader(store))
        if output.isJSON {
            for entry in entries { try entry.json.printLine() }
            return
        }
        Pager.start()
        let silent = onlySilentEdits ? ["SILENT"] : []
        let heads = ["STORY", "STATUS", "VERSIONS"] + silent + ["EVENTS", "NEWEST", "HEADLINE"]
        var table = Table(heads, flexible: heads.count - 1)
        for entry in entries {
            let newest = CivilTime(seconds: entry.recorded.microseconds / 1_000_000).text + "Z"
            let headline = entry.withheldHeadline == nil ? entry.headline.string : "[withheld]"
            table.add(
                [entry.story.description, entry.status.rawValue, String(entry.version)]
                    + (onlySilentEdits ? [String(entry.silentEdits)] : [])
                    + [String(entry.events), newest, headline])
        }
        try table.print()
    }

    /// As many as are asked for, their silent edits counted without noise: the index keeps no text to tell it by.
    private func counted(_ all: [StoryIndex.Entry], _ reader: StoryReader) throws(Failure) -> [StoryIndex.Entry] {
        var entries: [StoryIndex.Entry] = []
        for var entry in all where entries.count < limit ?? .max {
            if entry.silentEdits > 0, onlySilentEdits || output.isJSON {
                entry.silentEdits = try orFail { () throws(StoryError) in try reader.silentEdits(of: entry.story) }
            }
            if !onlySilentEdits || entry.silentEdits > 0 { entries.append(entry) }
        }
        return entries
    }
}

extension StoryState.Status: ExpressibleByArgument {}

extension StoryIndex.Entry {
    fileprivate var json: JSON {
        var object = JSONObject()
        object["story"] = .string(story.text)
        object["status"] = .string(Text(status.rawValue))
        object["headline"] = withheldHeadline == nil ? .string(headline) : .null
        object["withheld"] = withheldHeadline?.json
        object["version"] = JSON(version)
        object["events"] = JSON(events)
        object["position"] = JSON(position)
        object["published"] = JSON(published)
        object["recorded"] = JSON(recorded)
        object["silentEdits"] = JSON(silentEdits)
        return .object(object)
    }
}

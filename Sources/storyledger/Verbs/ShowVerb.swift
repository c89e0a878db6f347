import ArgumentParser
import CanonicalJSON
import Projections
import StoryEvents

struct ShowVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show what a story says, and where its claims stand.")

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var cuts: CutOptions

    @Argument(help: "The story's id, or any unique beginning of it.")
    var story: String

    func run() throws {
        let reader = StoryReader(try ledger.open())
        let cut = try cuts.cut()
        let view = try orFail { () throws(StoryError) in try reader.view(of: reader.story(named: story), cut) }
        let board = try orFail { () throws(StoryError) in try view.claimBoard() }
        if output.isJSON { return try view.json(board).printDocument() }
        Pager.start()
        try StoryPage(view, board).print()
    }
}

extension StoryView {
    /// `{story, status, version, revision, position, headline, dek, body, ..., claims, requests, published, updated}`.
    func json(_ board: ClaimBoard) -> JSON {
        var object = JSONObject()
        object["story"] = .string(state.story.text)
        object["status"] = .string(Text(state.status.rawValue))
        object["version"] = JSON(state.version)
        object["revision"] = JSON(state.revision)
        object["position"] = JSON(state.position)
        for name in StoryState.fieldNames { object[name] = state.fields[name] }
        object["claims"] = .array(board.claims.claims.map(board.json(of:)))
        object["requests"] = .array(board.claims.requests.map(board.json(for:)))
        object["published"] = JSON(state.published)
        object["updated"] = state.updated.map { JSON($0) } ?? .null
        if !state.withheldFields.isEmpty {
            object["withheldFields"] = .array(
                StoryState.fieldNames.filter { state.withheldFields[$0] != nil }.map(JSON.string))
        }
        if !state.gaps.isEmpty { object["withheld"] = .array(state.gaps.map(\.json)) }
        return .object(object)
    }
}

extension StoryState.Gap {
    /// `{position, type, by, recorded, reason, authority}`.
    var json: JSON {
        guard case .object(var object) = withheld.json else { return .null }
        object["position"] = JSON(envelope.position)
        object["type"] = .string(Text(envelope.type.rawValue))
        return .object(object)
    }
}

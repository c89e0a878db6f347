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
        if output.isJSON { return try view.json.printDocument() }
        Pager.start()
        try StoryPage(view).print()
    }
}

extension StoryView {
    /// `{story, status, version, revision, position, headline, dek, body, ..., claims, requests, published, updated}`.
    var json: JSON {
        var object = JSONObject()
        object["story"] = .string(state.story.text)
        object["status"] = .string(Text(state.status.rawValue))
        object["version"] = JSON(state.version)
        object["revision"] = JSON(state.revision)
        object["position"] = JSON(state.position)
        for name in StoryState.fieldNames { object[name] = state.fields[name] }
        object["claims"] = .array(state.claims.map { $0.json(standing: state.standing(of: $0)) })
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

extension ClaimRecord {
    /// `{id, text, standing, attribution, introduced, counterTo, moves}`.
    func json(standing: Standing) -> JSON {
        var object = JSONObject()
        object["id"] = .string(claim.id)
        object["text"] = .string(claim.text)
        object["standing"] = .string(Text(standing.rawValue))
        object["attribution"] = .array(claim.attribution.map(\.json))
        object["introduced"] = JSON(introduced)
        object["moves"] = .array(moves.map(\.json))
        return .object(object)
    }
}

extension Hop {
    fileprivate var json: JSON {
        var object = JSONObject()
        object["id"] = id.map(JSON.string)
        object["speaker"] = .string(speaker.name)
        object["verb"] = verb.map(JSON.string)
        object["addressee"] = addressee.map { .string($0.name) }
        return .object(object)
    }
}

extension ClaimRecord.Move {
    fileprivate var json: JSON {
        var object = JSONObject()
        object["position"] = JSON(position)
        object["type"] = .string(Text(type.rawValue))
        object["by"] = by.map { .string($0.name) }
        object["extent"] = denial.map { .string(Text($0.extent.rawValue)) }
        object["outcome"] = response.map { .string(Text($0.outcome.rawValue)) }
        object["statement"] = statement.map { .string($0.text) }
        object["time"] = JSON(time)
        return .object(object)
    }

    /// Who did it; nil for the publisher.
    var by: Party? {
        switch act {
        case .denied(let denial): denial.by
        case .reiterated(let reiteration): reiteration.by
        case .responded(let response): response.by
        case .corrected: nil
        }
    }

    /// What was said.
    var statement: Statement? {
        switch act {
        case .denied(let denial): denial.statement
        case .reiterated(let reiteration): reiteration.statement
        case .responded(let response): response.statement
        case .corrected: nil
        }
    }
}

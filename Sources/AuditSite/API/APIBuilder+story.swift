import CanonicalJSON
import EventLog
import MerkleLog
import ProseRendering
import Projections
import StoryEvents

/// What the API says of one story.
extension APIBuilder {
    func document(of story: StoryID, _ part: APIPlace.Part) throws(SiteFault) -> JSON {
        try responder.refuseHidden(story)
        let (cut, query) = (cut, query)
        switch part {
        case .versions, .version, .diff, .annotations, .blame: try record.reserve(textsOf: story, cut)
        case .now, .claims, .timeline: break
        }
        switch part {
        case .now:
            var state = try record.ask { reader throws(StoryError) in
                try reader.fold(story, cut, into: StateOfStory.self)
            }
            state.board.undoneCorrections = try record.ask { reader throws(StoryError) in
                try reader.undoneCorrections(of: state.board, cut)
            }
            guard state.state != nil else { throw SiteFault(StoryError.notYet(story, happened: [])) }
            return state.json
        case .versions:
            return try record.ask { reader throws(StoryError) in
                try reader.history(
                    of: story, cut, exposing: query["exposure"] != nil, onlySilent: query["silent"] != nil)
            }
        case .version(let number): return try version(number, of: story)
        case .diff: return try difference(of: story)
        case .annotations: return try annotations(of: story)
        case .blame:
            return StoryBlame(of: try record.ask { reader throws(StoryError) in try reader.view(of: story, cut) }).json
        case .claims:
            var board = try record.ask { reader throws(StoryError) in
                try reader.fold(story, cut, into: ClaimBoard.self)
            }
            board.undoneCorrections = try record.ask { reader throws(StoryError) in
                try reader.undoneCorrections(of: board, cut)
            }
            return board.json
        case .timeline:
            return try record.ask { reader throws(StoryError) in try reader.fold(story, cut, into: Timeline.self) }.json
        }
    }

    /// The members of `history --json` for one version, and `{story, fields, leafHash, proof, bundle}`.
    private func version(_ number: Int, of story: StoryID) throws(SiteFault) -> JSON {
        let view = try record.ask { reader throws(StoryError) in try reader.view(of: story, cut) }
        guard let edit = Edit.history(of: view, after: number - 1, through: number).last,
            case .object(let members) = edit.json()
        else { throw SiteFault(view.fault(ofVersion: number)) }
        let position = edit.version.envelope.position
        var object: JSONObject = ["story": .string(story.text)]
        for member in members.members { object.append(member.key, member.value) }
        var fields = JSONObject()
        for name in StoryState.fieldNames { fields[name] = edit.version.fields.shown(name) }
        object["fields"] = .object(fields)
        object["leafHash"] = JSON(
            view.events.first { $0.envelope.position == position }.map { Text(Hash.leaf($0.leaf).hex) })
        object["proof"] = .string(Text(Route.proof(position).path))
        object["bundle"] = .string(Text(Route.story(story, .bundle(number)).path))
        return .object(object)
    }

    /// The most edits that one comparison may span: each is compared for whether it was announced.
    private static let mostEdits = 200

    private func difference(of story: StoryID) throws(SiteFault) -> JSON {
        let view = try record.ask { reader throws(StoryError) in try reader.view(of: story, cut) }
        let (old, new) = try pair(of: view)
        guard new.number - old.number <= Self.mostEdits else {
            throw .badRequest(
                "Between v\(old.number) and v\(new.number) lie more than \(Self.mostEdits) edits",
                remedy: "ask for a part of them, or run 'storyledger diff'")
        }
        let edits = Edit.history(of: view, after: old.number, through: new.number)
        return VersionComparison(view, from: old, to: new, by: edits)
            .json(query["extent"] == Rendering.Extent.changes.rawValue ? .changesOnly : .whole)
    }

    private func annotations(of story: StoryID) throws(SiteFault) -> JSON {
        let view = try record.ask { reader throws(StoryError) in try reader.view(of: story, cut) }
        let (old, new) = try pair(of: view)
        // The numbers mean the same tomorrow.
        let numbers = Query(["from": String(old.number), "to": String(new.number)])
        return Annotations(story: story, old: old, new: new, base: base, address: numbers)
            .page(from: query["start"].flatMap { Int($0) } ?? 0)
    }

    /// The two versions that a request is about: by default the newest, and the one before.
    private func pair(of view: StoryView) throws(SiteFault) -> (old: StoryVersion, new: StoryVersion) {
        guard
            let new = try query["to"].map({ text throws(SiteFault) in try version(text, of: view) })
                ?? view.versions.last
        else { throw SiteFault(StoryError.notYet(view.state.story, happened: [])) }
        let old =
            try query["from"].map { text throws(SiteFault) in try version(text, of: view) }
            ?? view.versions.last { $0.number < new.number } ?? new
        return (old, new)
    }

    private func version(_ text: String, of view: StoryView) throws(SiteFault) -> StoryVersion {
        let place = try responder.cut(text, in: frame)
        do throws(StoryError) { return try view.version(at: place) } catch { throw SiteFault(error) }
    }
}

import CanonicalJSON
import EventLog
import MerkleLog
import ProseDiff
import Projections
import StoryEvents

/// Reads what a citation says.
struct CitationBuilder {
    private let responder: Responder
    private let base: String

    init(_ responder: Responder, base: String) {
        self.responder = responder
        self.base = base
    }

    func answer(_ format: CitationFormat, of story: StoryID, _ number: Int) throws(SiteFault) -> SiteAnswer {
        try responder.refuseHidden(story)
        let found = try responder.record.ask { reader throws(StoryError) in
            guard let version = try reader.versions([number], of: story)[number] else {
                throw .noVersion(story, number, newest: try reader.outline(of: story).last?.number ?? 0)
            }
            return version
        }
        let position = found.envelope.position
        guard let event = try responder.record.read({ store throws(EventLogError) in try store.event(at: position) })
        else { throw try responder.noEvent(position) }
        let citation = Citation(
            story: story.description, version: number, position: position.value,
            leafHash: Hash.leaf(event.leaf).hex, origin: responder.record.store.ledger.origin,
            address: base + Route.story(story, .version(number)).path,
            headline: found.text("headline") ?? "[withheld]", authors: Self.names(found),
            publisher: found.text("publisher"), section: found.text("section"), language: found.text("language"),
            recorded: found.envelope.recorded, time: found.envelope.time)
        return SiteAnswer(
            type: format == .csl ? "application/vnd.citationstyles.csl+json" : "application/x-bibtex; charset=utf-8",
            body: citation.bytes(format),
            fileName: "\(format == .csl ? "citation-v\(number).json" : "citation-v\(number).bib")")
    }

    /// The names of the byline.
    private static func names(_ version: StoryVersion) -> [String] {
        guard version.withheldFields["byline"] == nil, case .array(let parties)? = version.fields["byline"] else {
            return []
        }
        return parties.compactMap { party in
            guard case .object(let members) = party else { return party.text?.cited }
            return members["name"]?.text?.cited
        }
    }
}

extension StoryVersion {
    /// A field; nil where it was withheld, too.
    fileprivate func text(_ name: Text) -> String? {
        withheldFields[name] == nil ? fields[name]?.text.map(\.cited) : nil
    }
}

extension Text {
    /// The text without hidden manifests, which are no part of a title or a name.
    fileprivate var cited: String { String(decoding: HiddenManifest.bare(bytes), as: UTF8.self) }
}

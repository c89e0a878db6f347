import CanonicalJSON
import Projections
import StoryEvents

/// A story through time, for programs that read web archives: the story's page is the original resource, the page as of
/// the event of a version is a memento of it, and the time of a memento is when the ledger recorded that event.
///
/// Source: RFC 7089.
struct Memento {
    private let responder: Responder
    /// Where the site is; empty where that is not known.
    private let base: String

    init(_ responder: Responder, base: String) {
        self.responder = responder
        self.base = base
    }

    /// Leads to the newest version that was recorded at or before a moment; to the first one where there is none.
    ///
    /// - Parameter moment: The header Accept-Datetime; nil for now.
    func gate(of story: StoryID, at moment: String?) throws(SiteFault) -> SiteAnswer {
        let versions = try outline(of: story)
        var chosen = versions.last
        if let moment {
            guard let seconds = HTTPDate.seconds(moment) else {
                throw .badRequest(
                    "Accept-Datetime is ‘\(moment)’, which is no date of HTTP",
                    remedy: "write it as \(HTTPDate.text(responder.now()))")
            }
            chosen = versions.last { $0.envelope.recorded.wholeSeconds <= seconds } ?? versions.first
        }
        guard let chosen else { throw SiteFault(StoryError.notYet(story, happened: [])) }
        var answer = SiteAnswer(status: 302, type: "text/plain; charset=utf-8", body: [])
        answer.location = address(chosen)
        answer.headers = [
            SiteAnswer.Header(name: "Vary", value: "Accept-Datetime"),
            SiteAnswer.Header(name: "Link", value: links(to: story).joined(separator: ", ")),
        ]
        return answer
    }

    /// All versions of a story.
    ///
    /// Source: RFC 6690, for the form.
    func map(of story: StoryID) throws(SiteFault) -> SiteAnswer {
        let versions = try outline(of: story)
        var lines = [link(.story(story, .now), "original"), link(.story(story, .timegate), "timegate")]
        var own = link(.story(story, .timemap), "self") + "; type=\"application/link-format\""
        if let first = versions.first, let last = versions.last {
            own +=
                "; from=\"\(HTTPDate.text(first.envelope.recorded))\"; until=\"\(HTTPDate.text(last.envelope.recorded))\""
        }
        lines.append(own)
        for (index, version) in versions.enumerated() {
            let places = (index == 0 ? "first " : "") + (index == versions.count - 1 ? "last " : "")
            lines.append(
                "<\(address(version))>; rel=\"\(places)memento\"; datetime=\"\(HTTPDate.text(version.envelope.recorded))\""
            )
        }
        return SiteAnswer(
            type: "application/link-format; charset=utf-8", body: Array((lines.joined(separator: ",\n") + "\n").utf8))
    }

    /// What a page of a story says about the story through time.
    ///
    /// - Parameter version: The version that the page is a memento of; nil for the story as it is now.
    func headers(of story: StoryID, showing version: VersionFacts?) -> [SiteAnswer.Header] {
        var headers = [SiteAnswer.Header(name: "Link", value: links(to: story).joined(separator: ", "))]
        if let version {
            headers.append(
                SiteAnswer.Header(name: "Memento-Datetime", value: HTTPDate.text(version.envelope.recorded)))
        }
        return headers
    }

    private func outline(of story: StoryID) throws(SiteFault) -> [VersionOutline] {
        try responder.refuseHidden(story)
        return try responder.record.ask { reader throws(StoryError) in try reader.outline(of: story) }
    }

    private func address(_ version: VersionOutline) -> String {
        base + Route.story(version.envelope.story, .now).path
            + Query(["as-of": version.envelope.position.description]).encoded
    }

    private func links(to story: StoryID) -> [String] {
        [
            link(.story(story, .now), "original"), link(.story(story, .timegate), "timegate"),
            link(.story(story, .timemap), "timemap") + "; type=\"application/link-format\"",
        ]
    }

    private func link(_ route: Route, _ relation: String) -> String { "<\(base)\(route.path)>; rel=\"\(relation)\"" }
}

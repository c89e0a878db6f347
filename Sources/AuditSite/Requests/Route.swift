import CanonicalJSON
import StoryEvents

/// A place of the site. Every link is made from one, and every path is read into one.
enum Route: Hashable, Sendable {
    case stories
    case log
    case parties
    case activity
    case about
    case story(StoryID, Part)
    case event(Position)
    case proof(Position)
    case asset(Asset)
    case checkpoint
    /// A tile or an entry bundle: its path below `tile/`.
    case tile(String)
    case health
    /// Where language models ask.
    case mcp
    /// A place of the API.
    case api(APIPlace)
    /// The newest events of the log, or of the stories of a list.
    case feed(FeedFormat)

    /// A page or a file about one story.
    enum Part: Hashable, Sendable {
        case now
        case version(Int)
        case diff
        case blame
        case claims
        case timeline
        case caseFile
        /// Everything that proves one version: a download.
        case bundle(Int)
        /// A text of one version, as plain text.
        case text(Int, TextField)
        /// How to cite one version: a file.
        case citation(Int, CitationFormat)
        /// The newest events of the story.
        case feed(FeedFormat)
        /// Leads to the story as it was at a moment.
        case timegate
        /// The list of the story's versions, for programs that read archives.
        case timemap
    }

    /// A file that pages need, the same for every ledger.
    enum Asset: String, Hashable, Sendable, CaseIterable {
        case style = "style.css"
        case keys = "keys.js"
        case proof = "proof.js"
    }

    /// Whether it is a file, the same for every question, or the sign of life.
    var isFile: Bool {
        switch self {
        case .asset, .checkpoint, .tile, .health: true
        default: false
        }
    }

    /// Reads a path.
    ///
    /// - Parameter path: The path of a request, still encoded; it begins with a slash.
    /// - Returns: nil where the site has no such place.
    init?(path: Substring) {
        var parts: [String] = []
        for part in path.split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
            guard let text = PercentCoding.decoded(part) else { return nil }
            parts.append(text)
        }
        switch parts.first {
        case "stories"? where parts.count > 1: self.init(story: parts[1], Array(parts.dropFirst(2)))
        case "events"?: self.init(event: Array(parts.dropFirst()))
        case "api"? where parts.count > 2 && parts[1] == "v1":
            guard let place = APIPlace(Array(parts.dropFirst(2))) else { return nil }
            self = .api(place)
        case "tile"? where parts.count > 1: self = .tile(parts.dropFirst().joined(separator: "/"))
        case "assets"? where parts.count == 2:
            guard let asset = Asset(rawValue: parts[1]) else { return nil }
            self = .asset(asset)
        default:
            guard parts.count == 1, let found = Self.plain[parts[0]] else { return nil }
            self = found
        }
    }

    private static let plain: [String: Route] = [
        "": .stories, "log": .log, "parties": .parties, "activity": .activity, "about": .about,
        "checkpoint": .checkpoint, "healthz": .health, "mcp": .mcp, "feed.atom": .feed(.atom),
        "feed.json": .feed(.json),
    ]

    private init?(story id: String, _ rest: [String]) {
        guard let story = StoryID(Text(id)) else { return nil }
        switch (rest.count, rest.first) {
        case (0, _): self = .story(story, .now)
        case (1, "diff"): self = .story(story, .diff)
        case (1, "blame"): self = .story(story, .blame)
        case (1, "claims"): self = .story(story, .claims)
        case (1, "timeline"): self = .story(story, .timeline)
        case (1, "case-file"): self = .story(story, .caseFile)
        case (1, "feed.atom"): self = .story(story, .feed(.atom))
        case (1, "feed.json"): self = .story(story, .feed(.json))
        case (1, "timegate"): self = .story(story, .timegate)
        case (1, "timemap"): self = .story(story, .timemap)
        case (2, "versions"):
            guard let number = Self.number(rest[1]), number > 0 else { return nil }
            self = .story(story, .version(number))
        case (3, "versions"):
            guard let number = Self.number(rest[1]), number > 0 else { return nil }
            if rest[2] == "bundle.json" {
                self = .story(story, .bundle(number))
            } else if let field = TextField(fileName: rest[2]) {
                self = .story(story, .text(number, field))
            } else if let format = CitationFormat(rawValue: rest[2]) {
                self = .story(story, .citation(number, format))
            } else {
                return nil
            }
        default: return nil
        }
    }

    private init?(event rest: [String]) {
        guard let text = rest.first, let number = Self.number(text) else { return nil }
        switch (rest.count, rest.last) {
        case (1, _): self = .event(Position(Int64(number)))
        case (2, "proof.tlog-proof"): self = .proof(Position(Int64(number)))
        default: return nil
        }
    }

    /// Digits without a sign or a leading zero.
    static func number(_ text: String) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), text == "0" || text.first != "0"
        else { return nil }
        return Int(text)
    }

    /// The path, encoded.
    var path: String {
        switch self {
        case .stories: "/"
        case .log: "/log"
        case .parties: "/parties"
        case .activity: "/activity"
        case .about: "/about"
        case .checkpoint: "/checkpoint"
        case .health: "/healthz"
        case .mcp: "/mcp"
        case .api(let place): "/api/v1/" + place.suffix
        case .feed(let format): "/" + format.fileName
        case .asset(let asset): "/assets/" + asset.rawValue
        case .tile(let rest): "/tile/" + rest
        case .event(let position): "/events/\(position.value)"
        case .proof(let position): "/events/\(position.value)/proof.tlog-proof"
        case .story(let story, let part): "/stories/" + PercentCoding.encoded(story.description) + part.suffix
        }
    }
}

extension Route.Part {
    fileprivate var suffix: String {
        switch self {
        case .now: ""
        case .version(let number): "/versions/\(number)"
        case .diff: "/diff"
        case .blame: "/blame"
        case .claims: "/claims"
        case .timeline: "/timeline"
        case .caseFile: "/case-file"
        case .bundle(let number): "/versions/\(number)/bundle.json"
        case .text(let number, let field): "/versions/\(number)/\(field.fileName)"
        case .citation(let number, let format): "/versions/\(number)/\(format.rawValue)"
        case .feed(let format): "/" + format.fileName
        case .timegate: "/timegate"
        case .timemap: "/timemap"
        }
    }
}

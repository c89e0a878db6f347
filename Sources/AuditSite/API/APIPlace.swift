import CanonicalJSON
import StoryEvents

/// A place of the API, below `/api/v1/`.
enum APIPlace: Hashable, Sendable {
    case stories
    case story(StoryID, Part)
    case events
    case event(Position)
    /// Events as they come: server-sent events.
    case stream
    case parties
    case activity
    case checkpoint
    /// The description of the API.
    case description

    /// What is asked about a story.
    enum Part: Hashable, Sendable {
        case now
        case versions
        case version(Int)
        case diff
        /// The changed words between two versions, as annotations.
        case annotations
        case blame
        case claims
        case timeline
    }

    /// Reads the parts of a path, decoded.
    init?(_ parts: [String]) {
        switch (parts.count, parts.first) {
        case (1, "stories"): self = .stories
        case (2..., "stories"):
            guard let story = StoryID(Text(parts[1])), let part = Part(parts.dropFirst(2)) else { return nil }
            self = .story(story, part)
        case (1, "events"): self = .events
        case (2, "events"):
            if parts[1] == "stream" {
                self = .stream
            } else {
                guard let number = Route.number(parts[1]) else { return nil }
                self = .event(Position(Int64(number)))
            }
        case (1, "parties"): self = .parties
        case (1, "activity"): self = .activity
        case (1, "checkpoint"): self = .checkpoint
        case (1, "openapi.json"): self = .description
        default: return nil
        }
    }

    /// The path below `/api/v1/`, encoded.
    var suffix: String {
        switch self {
        case .stories: "stories"
        case .story(let story, let part): "stories/" + PercentCoding.encoded(story.description) + part.suffix
        case .events: "events"
        case .event(let position): "events/\(position.value)"
        case .stream: "events/stream"
        case .parties: "parties"
        case .activity: "activity"
        case .checkpoint: "checkpoint"
        case .description: "openapi.json"
        }
    }
}

extension APIPlace.Part {
    fileprivate init?(_ parts: ArraySlice<String>) {
        switch (parts.count, parts.first) {
        case (0, _): self = .now
        case (1, "versions"): self = .versions
        case (2, "versions"):
            guard let number = parts.last.flatMap(Route.number), number > 0 else { return nil }
            self = .version(number)
        case (1, "diff"): self = .diff
        case (1, "annotations"): self = .annotations
        case (1, "blame"): self = .blame
        case (1, "claims"): self = .claims
        case (1, "timeline"): self = .timeline
        default: return nil
        }
    }

    fileprivate var suffix: String {
        switch self {
        case .now: ""
        case .versions: "/versions"
        case .version(let number): "/versions/\(number)"
        case .diff: "/diff"
        case .annotations: "/annotations"
        case .blame: "/blame"
        case .claims: "/claims"
        case .timeline: "/timeline"
        }
    }
}

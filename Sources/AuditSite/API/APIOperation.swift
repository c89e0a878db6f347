import CanonicalJSON
import StoryEvents

/// One row of the table of the API: a path, what may be asked there, and what is answered. The description is made of the
/// table, and so is the check of what a request asks.
struct APIOperation: Sendable {
    /// The path below `/api/v1/`, with names in braces for its parts that vary.
    let template: String
    let summary: String
    var parameters: [APIParameter] = []
    /// The members of the answer, all of which are always there; empty where the answer is no JSON object.
    var members: [String] = []
    var type = "application/json"

    private static let cuts: [APIParameter] = [.asOf, .at, .zone]
    private static let envelope = [
        "position", "revision", "story", "type", "id", "source", "time", "recorded", "backdated", "outOfOrder",
        "previous", "schema", "commitment", "data", "withheld", "withheldPieces", "line", "leaf", "leafHash", "proof",
    ]

    static let all = [
        APIOperation(
            template: "stories", summary: "Stories, those with the newest event first.",
            parameters: APIParameter.filters + cuts + [
                .limit,
                APIParameter(
                    name: "before",
                    about: "Only stories whose newest event is at or before this position: from ‘next’.",
                    form: .number(0...Int(JSON.maximumInteger))),
            ], members: ["stories", "next"]),
        APIOperation(
            template: "stories/{story}",
            summary: "What a story says, and where its claims stand. As ‘storyledger show --json’.",
            parameters: cuts,
            members: ["story", "status", "version", "revision", "position", "headline", "body", "claims", "withheld"]),
        APIOperation(
            template: "stories/{story}/versions",
            summary: "A story's versions: what changed, and whether it was announced. As ‘storyledger history --json’.",
            parameters: cuts + [
                APIParameter(
                    name: "silent", about: "Only versions whose text changed without a note.", form: .choice(["1"])),
                APIParameter(
                    name: "exposure", about: "With how long words that changed could be read.", form: .choice(["1"])),
            ], members: ["story", "versions", "others", "languageMissing"]),
        APIOperation(
            template: "stories/{story}/versions/{version}",
            summary: "One version: what its edit changed, its texts, and what proves it.", parameters: cuts,
            members: [
                "story", "version", "position", "time", "recorded", "note", "silent", "fields", "leafHash", "bundle",
            ]
        ),
        APIOperation(
            template: "stories/{story}/diff",
            summary: "What changed between two versions, exact enough to patch. As ‘storyledger diff --json’.",
            parameters: [
                APIParameter(
                    name: "from", about: "The older version: 2, v2, @17, or a time; the one before ‘to’ without it."),
                APIParameter(name: "to", about: "The newer version; the newest without it."),
                .extent,
            ] + cuts,
            members: [
                "story", "from", "to", "versions", "quality", "fields", "fieldChanges", "languageMissing", "withheld",
            ]),
        APIOperation(
            template: "stories/{story}/annotations",
            summary:
                "The words that changed between two versions, as W3C Web Annotations of the versions' plain texts.",
            parameters: [
                APIParameter(
                    name: "from", about: "The older version: 2, v2, @17, or a time; the one before ‘to’ without it."),
                APIParameter(name: "to", about: "The newer version; the newest without it."),
                APIParameter(
                    name: "start", about: "The first annotation of the page: from ‘next’.",
                    form: .number(0...Int(JSON.maximumInteger))),
            ] + cuts,
            members: ["@context", "id", "type", "partOf", "startIndex", "items"], type: Annotations.type),
        APIOperation(
            template: "stories/{story}/blame",
            summary: "Which event each sentence and word came from. As ‘storyledger blame --json’.", parameters: cuts,
            members: ["story", "version", "position", "fields", "obscured", "withheld"]),
        APIOperation(
            template: "stories/{story}/claims",
            summary: "Where a story's claims stand, and who was asked. As ‘storyledger claims --json’.",
            parameters: cuts,
            members: [
                "story", "source", "status", "position", "revision", "claims", "requests", "wholeStory", "withheld",
            ]),
        APIOperation(
            template: "stories/{story}/timeline",
            summary: "Everything that happened to a story, with both times. As ‘storyledger timeline --json’.",
            parameters: cuts, members: ["story", "position", "revision", "events"]),
        APIOperation(
            template: "events",
            summary:
                "Events in the order of the log, from a position on. ‘hidden’ counts those of stories that are not shown.",
            parameters: [
                APIParameter(
                    name: "from", about: "The first position; 0 without it.",
                    form: .number(0...Int(JSON.maximumInteger))),
                .limit,
            ] + cuts, members: ["events", "hidden", "next", "size"]),
        APIOperation(
            template: "events/{position}",
            summary: "One event, as a line of ‘storyledger log --json’, with its leaf.", members: envelope),
        APIOperation(
            template: "events/stream",
            summary: "Events as they are recorded: server-sent events, resumable with Last-Event-ID.",
            parameters: [
                APIParameter(
                    name: "from", about: "The first position; only new events without it.",
                    form: .number(0...Int(JSON.maximumInteger))),
                APIParameter(name: "story", about: "Only events of this story."),
                APIParameter(
                    name: "type", about: "Only events of this type.", form: .choice(EventType.allCases.map(\.rawValue))),
            ], type: "text/event-stream"),
        APIOperation(
            template: "parties",
            summary: "Who said, denied and answered what; with ‘name’, all that the parties of that name did.",
            parameters: [
                APIParameter(name: "name", about: "A party's name, or a part of it; case and accents do not count."),
                .limit,
            ] + cuts, members: ["name", "parties", "acts"]),
        APIOperation(
            template: "activity", summary: "What was recorded each day in UTC, newest day first.",
            parameters: [.limit] + cuts, members: ["days"]),
        APIOperation(
            template: "checkpoint", summary: "The checkpoint that is published. As ‘storyledger checkpoint --json’.",
            members: ["origin", "size", "root", "note", "signatures"]),
        APIOperation(
            template: "openapi.json", summary: "This description.", members: ["openapi", "info", "paths", "components"]),
    ]

    /// The row of a place.
    static func of(_ place: APIPlace) -> APIOperation? { all.first { $0.template == place.template } }

    /// Refuses a query with a parameter that is not in the table: it would be passed over, and the answer be another one
    /// than was asked for.
    func check(_ query: Query) throws(SiteFault) {
        for item in query.items {
            guard let parameter = parameters.first(where: { $0.name == item.name }) else {
                let names = parameters.map(\.name)
                let near = nearest(to: item.name, among: names).map { "did you mean ‘\($0)’?" }
                throw .badRequest(
                    "There is no parameter ‘\(item.name)’ here",
                    remedy: near
                        ?? (names.isEmpty ? "there is none here" : "there are \(names.joined(separator: ", "))"))
            }
            try parameter.check(item.value)
        }
    }
}

extension APIPlace {
    /// The place's row in the table.
    var template: String {
        switch self {
        case .stories: "stories"
        case .story(_, let part):
            switch part {
            case .now: "stories/{story}"
            case .versions: "stories/{story}/versions"
            case .version: "stories/{story}/versions/{version}"
            case .diff: "stories/{story}/diff"
            case .annotations: "stories/{story}/annotations"
            case .blame: "stories/{story}/blame"
            case .claims: "stories/{story}/claims"
            case .timeline: "stories/{story}/timeline"
            }
        case .events: "events"
        case .event: "events/{position}"
        case .stream: "events/stream"
        case .parties: "parties"
        case .activity: "activity"
        case .checkpoint: "checkpoint"
        case .description: "openapi.json"
        }
    }
}

import CanonicalJSON
import HTTPTypes
import StoryEvents

/// What a client of the stream wants to hear.
struct StreamQuestion: Hashable, Sendable {
    /// The position of the first event; nil for those that are recorded from now on.
    var from: Position?
    var story: StoryID?
    var type: EventType?

    var isFiltered: Bool { story != nil || type != nil }

    /// Whether a request is for the stream.
    static func isAsked(by request: SiteRequest) -> Bool { Route(path: request.path[...]) == .api(.stream) }

    /// - Parameter last: The header Last-Event-ID: the position of the last event that the client has.
    init(_ query: Query, last: String?) throws(SiteFault) {
        try APIOperation.of(.stream)?.check(query)
        if let text = query["from"] { from = Int64(text).map { Position($0) } }
        if let last, !last.isEmpty {
            guard let number = Route.number(last), number < Int64.max else {
                throw .badRequest(
                    "Last-Event-ID is ‘\(last)’, which is no position", remedy: "send the id of the last event, or none"
                )
            }
            from = Position(Int64(number) + 1)
        }
        if let text = query["story"] {
            guard let id = StoryID(Text(text)) else {
                throw .badRequest("‘\(text)’ is no id of a story", remedy: "write a whole id")
            }
            story = id
        }
        type = query["type"].flatMap { EventType(rawValue: $0) }
    }
}

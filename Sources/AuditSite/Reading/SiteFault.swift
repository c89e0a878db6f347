import EventLog
import Projections
import StoryEvents

/// Why a request has no answer.
enum SiteFault: Error, Hashable, Sendable {
    /// The site has no such place, or the ledger no such story or event.
    case notFound(String, remedy: String)
    /// A parameter means nothing.
    case badRequest(String, remedy: String)
    /// The ledger cannot be read, or not now.
    case unavailable(String, remedy: String)

    /// Nobody waits for the answer, as far as can be told.
    static var gone: Self {
        .unavailable("The client has gone, or closed its side of the connection", remedy: "ask again, and keep it open")
    }

    var status: Int {
        switch self {
        case .notFound: 404
        case .badRequest: 400
        case .unavailable: 503
        }
    }

    var message: String {
        switch self {
        case .notFound(let message, _), .badRequest(let message, _), .unavailable(let message, _): message
        }
    }

    var remedy: String {
        switch self {
        case .notFound(_, let remedy), .badRequest(_, let remedy), .unavailable(_, let remedy): remedy
        }
    }

    init(_ error: StoryError) {
        switch error {
        case .unknown(let name, let near):
            let known =
                near.isEmpty
                ? said("look for it in the list of stories") : said("ids like it: \(near.joined(separator: ", "))")
            self = .notFound(said("This site shows no story ‘\(name)’"), remedy: known)
        case .ambiguous, .noName: self = .notFound(error.message, remedy: said("write the whole id"))
        case .noVersion: self = .notFound(error.message, remedy: said("choose one of the versions that the story has"))
        case .notYet, .notRecorded, .notHappened: self = .notFound(error.message, remedy: said("choose a later moment"))
        case .unreadable, .log: self = .unavailable(error.message, remedy: error.remedy)
        }
    }

    init(_ error: EventLogError) { self = .unavailable(error.message, remedy: error.remedy) }
    init(_ error: ViewsError) { self = .unavailable(error.message, remedy: error.remedy) }
}

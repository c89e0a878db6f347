import CanonicalJSON

/// What an event says, in types; read from the long form that the log keeps.
public enum Payload: Hashable, Sendable {
    case published(Publication)
    case updated(Update)
    case denied(Denial)
    case reiterated(Reiteration)
    case responded(Response)
    case forked(Fork)
    case rekeyed(Rekeying)
    case withheld(Takedown)
    /// What stands for any of the others once an event's data was withheld.
    case erased(Withheld)

    /// Reads data in its long form, as decided.
    ///
    /// - Throws: ``PayloadFault`` when the data is not what this program writes.
    public init(_ type: EventType, data: JSONObject) throws(PayloadFault) {
        let members = Members(data)
        switch type {
        case .published: self = .published(try Publication(members))
        case .updated: self = .updated(try Update(members))
        case .denied: self = .denied(try Denial(members))
        case .reiterated: self = .reiterated(try Reiteration(members))
        case .responded: self = .responded(try Response(members))
        case .forked: self = .forked(try Fork(members))
        case .rekeyed: self = .rekeyed(try Rekeying(members))
        case .withheld: self = .withheld(try Takedown(members))
        }
    }
}

/// Stored data that is not in the form its schema promises.
public struct PayloadFault: Error, Hashable, Sendable {
    /// Where in the data.
    public let path: JSONPath
    /// What was expected there.
    public let expected: String

    /// Joins the parts.
    public init(path: JSONPath, expected: String) {
        self.path = path
        self.expected = expected
    }

    /// What was found, what was expected.
    public var message: String { "stored data breaks its schema at \(path): expected \(expected)" }
}

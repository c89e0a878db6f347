import CanonicalJSON

/// The typed content of an event, read from the long form in the log.
public enum Payload: Hashable, Sendable {
    case published(Publication)
    case updated(Update)
    case denied(Denial)
    case reiterated(Reiteration)
    case responded(Response)
    case forked(Fork)
    case rekeyed(Rekeying)
    case withheld(Takedown)
    /// Replaces any other payload once the event's data is withheld.
    case erased(Withheld)

    /// Reads data in long form.
    ///
    /// - Throws: ``PayloadFault`` when this program cannot have written the data.
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

/// Stored data that does not match its schema.
public struct PayloadFault: Error, Hashable, Sendable {
    /// The place in the data.
    public let path: JSONPath
    /// The expected value.
    public let expected: String

    /// Creates a fault.
    public init(path: JSONPath, expected: String) {
        self.path = path
        self.expected = expected
    }

    /// The reason, as a sentence.
    public var message: String { "stored data breaks its schema at \(path): expected \(expected)" }
}

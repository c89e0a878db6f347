import CanonicalJSON

/// The log signs with another key from this event on.
public struct Rekeying: Hashable, Sendable {
    /// The verifier key before.
    public let old: Text
    /// The verifier key from now on.
    public let new: Text
    /// Whether the old key is retired; until then the log signs with both.
    public let isEnded: Bool
    /// The change as a note signed by both keys.
    public let statement: Text

    /// Creates a change of keys with the statement that both keys signed.
    public init(old: Text, new: Text, isEnded: Bool, statement: Text) {
        self.old = old
        self.new = new
        self.isEnded = isEnded
        self.statement = statement
    }

    init(_ members: Members) throws(PayloadFault) {
        old = try members.requiredText("old")
        new = try members.requiredText("new")
        guard let isEnded = try members.flag("ended") else {
            throw PayloadFault(path: .root.member("ended"), expected: "true or false")
        }
        self.isEnded = isEnded
        statement = try members.requiredText("statement")
    }

    /// The data of the event.
    public var data: JSONObject {
        ["ended": .bool(isEnded), "new": .string(new), "old": .string(old), "statement": .string(statement)]
    }
}

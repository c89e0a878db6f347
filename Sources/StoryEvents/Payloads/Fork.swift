import CanonicalJSON

/// An admin's decision to go on from a history that is not the one that was published, under a new name and key.
///
/// The event is part of the new history: it says what was given up, which checkpoint shows that, and why.
public struct Fork: Hashable, Sendable {
    /// Why, in the admin's words.
    public let reason: Text
    /// The newest checkpoint of the history that was given up.
    public let abandoned: Head
    /// The log right before this event.
    public let kept: Head
    /// The name under which the log goes on.
    public let origin: Text
    /// The same as a note that the key of the log that was given up and the new log's key both signed.
    public let statement: Text

    /// A log at one size.
    public struct Head: Hashable, Sendable {
        /// How many events.
        public let size: Int64
        /// The root of their tree: 64 lower-case hexadecimal digits.
        public let root: Text
        /// The checkpoint as it was signed, with all its signatures; nil where none was.
        public let checkpoint: Text?

        /// Joins the parts.
        public init(size: Int64, root: Text, checkpoint: Text? = nil) {
            self.size = size
            self.root = root
            self.checkpoint = checkpoint
        }
    }

    /// A decision and the statement that both keys signed.
    public init(reason: Text, abandoned: Head, kept: Head, origin: Text, statement: Text) {
        self.reason = reason
        self.abandoned = abandoned
        self.kept = kept
        self.origin = origin
        self.statement = statement
    }

    init(_ members: Members) throws(PayloadFault) {
        reason = try members.requiredText("reason")
        abandoned = try members.required("abandoned", as: Head.self)
        kept = try members.required("kept", as: Head.self)
        origin = try members.requiredText("origin")
        statement = try members.requiredText("statement")
    }

    /// The data of the event.
    public var data: JSONObject {
        [
            "abandoned": abandoned.json, "kept": kept.json, "origin": .string(origin), "reason": .string(reason),
            "statement": .string(statement),
        ]
    }
}

extension Fork.Head: LongForm {
    init(_ members: Members) throws(PayloadFault) {
        size = try members.number("size")
        root = try members.requiredText("root")
        checkpoint = try members.text("checkpoint")
    }

    fileprivate var json: JSON {
        var object: JSONObject = ["root": .string(root), "size": .integer(size)]
        object["checkpoint"] = checkpoint.map(JSON.string)
        return .object(object)
    }
}

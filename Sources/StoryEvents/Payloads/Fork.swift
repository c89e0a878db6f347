import CanonicalJSON

/// An admin's decision to continue from a history that differs from the published one, under a new name and key.
///
/// The event belongs to the new history. It names the abandoned history, the checkpoint that shows it, and the reason.
public struct Fork: Hashable, Sendable {
    /// The admin's reason.
    public let reason: Text
    /// The newest checkpoint of the abandoned history.
    public let abandoned: Head
    /// The log right before this event.
    public let kept: Head
    /// The log's new name.
    public let origin: Text
    /// The decision as a note signed by both the abandoned log's key and the new key.
    public let statement: Text

    /// A log at one size.
    public struct Head: Hashable, Sendable {
        /// The tree size.
        public let size: Int64
        /// The tree's root: 64 lower-case hexadecimal digits.
        public let root: Text
        /// The signed checkpoint, with all its signatures; nil when there was none.
        public let checkpoint: Text?

        /// Creates the head of a log.
        public init(size: Int64, root: Text, checkpoint: Text? = nil) {
            self.size = size
            self.root = root
            self.checkpoint = checkpoint
        }
    }

    /// Creates a fork with the statement that both keys signed.
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

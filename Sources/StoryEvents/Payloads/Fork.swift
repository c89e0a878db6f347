import CanonicalJSON

/// An admin's decision to go on from a history that is not the one that was published, and to sign it all the same.
///
/// It stands in the new history, so that whoever reads the log after it finds what was given up, by whose checkpoint
/// that can be shown, and why.
public struct Fork: Hashable, Sendable {
    /// Why, in the admin's words.
    public let reason: Text
    /// The newest checkpoint of the history that was given up.
    public let abandoned: Head
    /// The log right before this event.
    public let kept: Head

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

    /// Joins the parts.
    public init(reason: Text, abandoned: Head, kept: Head) {
        self.reason = reason
        self.abandoned = abandoned
        self.kept = kept
    }

    init(_ members: Members) throws(PayloadFault) {
        reason = try members.requiredText("reason")
        abandoned = try members.required("abandoned", as: Head.self)
        kept = try members.required("kept", as: Head.self)
    }

    /// The data of the event.
    public var data: JSONObject {
        ["abandoned": abandoned.json, "kept": kept.json, "reason": .string(reason)]
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

import CanonicalJSON

/// A story's first text, with its claims.
public struct Publication: Hashable, Sendable {
    /// The story's fields in long form: headline, body, dek, byline, ...
    public private(set) var fields: JSONObject
    /// The story's claims, in the order given.
    public let claims: [Claim]
    /// Requests for comment made before this text.
    public let requests: [CommentRequest]
    /// Later events of the story that repeat withheld text of this one, and so make no version.
    var repeats: [Position] = []

    init(_ members: Members) throws(PayloadFault) {
        _ = try members.requiredText("headline")
        _ = try members.requiredText("body")
        fields = members.object.storyFields
        claims = try members.list("claims", of: Claim.self)
        requests = try members.list("requests", of: CommentRequest.self)
    }

    /// The same with ``JSON/digested`` fields.
    var digested: Publication {
        var digested = self
        digested.fields = fields.digested
        return digested
    }
}

/// A change of a story's text, status or claims.
public struct Update: Hashable, Sendable {
    /// The kind of change that the publisher declares.
    public enum Change: String, Hashable, Sendable, CaseIterable {
        case update, correction, clarification, hold, release, kill
    }

    /// A merge patch (RFC 7396) of the story's fields.
    public private(set) var patch: JSONObject
    /// `update` when the producer does not say. It is `correction` in place of `update` and `clarification` when claims
    /// are corrected.
    public let change: Change
    /// The publisher's note to readers; nil when there is none.
    public let note: Note?
    /// New claims.
    public let claims: [Claim]
    /// Ids of the corrected claims.
    public let corrects: [Text]
    /// Requests for comment made before this text.
    public let requests: [CommentRequest]
    /// The reason, for the record; readers of the story do not see it.
    public let reason: Text?
    /// Later events of the story that repeat withheld text of this one, and so make no version.
    var repeats: [Position] = []

    init(_ members: Members) throws(PayloadFault) {
        patch = members.object.storyFields
        note = try members.one("note", as: Note.self)
        claims = try members.list("claims", of: Claim.self)
        corrects = try members.texts("corrects")
        let stated = try members.word("change", as: Change.self) ?? .update
        change = !corrects.isEmpty && [.update, .clarification].contains(stated) ? .correction : stated
        requests = try members.list("requests", of: CommentRequest.self)
        reason = try members.text("reason")
    }

    /// The same with a ``JSON/digested`` patch.
    var digested: Update {
        var digested = self
        digested.patch = patch.digested
        return digested
    }

    /// Whether it corrects the story: it is a correction, or it names corrected claims, even as a kill.
    public var isCorrection: Bool { change == .correction || !corrects.isEmpty }

    /// Whether it has content beside changes of text and status.
    public var saysSomething: Bool {
        note != nil || reason != nil || !claims.isEmpty || !corrects.isEmpty || !requests.isEmpty
    }
}

extension JSONObject {
    /// The members that are fields of a story.
    fileprivate var storyFields: JSONObject {
        if members.allSatisfy({ storyShape.place(of: $0.key) != nil }) { return self }
        var fields = JSONObject()
        for member in members where storyShape.place(of: member.key) != nil { fields.append(member.key, member.value) }
        return fields
    }
}

private let storyShape = ObjectShape(Field.storyFields(removable: true))

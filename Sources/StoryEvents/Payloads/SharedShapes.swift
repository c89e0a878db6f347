import CanonicalJSON

/// Who somebody is.
public struct Party: Hashable, Sendable, LongForm {
    /// What sort of party it is.
    public enum Kind: String, Hashable, Sendable { case person, organisation, unnamed }

    /// As the producer writes it; parties are told apart by these bytes.
    public let name: Text
    /// nil where the producer does not say.
    public let kind: Kind?
    /// Office or function: "spokesperson of the ministry".
    public let role: Text?
    /// A page about the party.
    public let url: Text?

    init(_ members: Members) throws(PayloadFault) {
        name = try members.requiredText("name")
        kind = try members.word("kind", as: Kind.self)
        role = try members.text("role")
        url = try members.text("url")
    }
}

/// What somebody said, and how it came.
public struct Statement: Hashable, Sendable, LongForm {
    /// What was said: the very words or a report of them.
    public let text: Text
    /// Whether these are the very words.
    public let isVerbatim: Bool?
    /// The way it came: one of reply, post, email, spokesperson, interview, letter, other.
    public let channel: Text?
    /// Where it can be read.
    public let url: Text?

    init(_ members: Members) throws(PayloadFault) {
        text = try members.requiredText("text")
        isVerbatim = try members.flag("verbatim")
        channel = try members.text("channel")
        url = try members.text("url")
    }
}

/// One step of an attribution: somebody says something, to somebody.
public struct Hop: Hashable, Sendable, LongForm {
    /// Unique within the claim; nil for a hop that no denial can name.
    public let id: Text?
    /// Who says it.
    public let speaker: Party
    /// How it is said: "told", "wrote".
    public let verb: Text?
    /// To whom.
    public let addressee: Party?

    init(_ members: Members) throws(PayloadFault) {
        id = try members.text("id")
        speaker = try members.required("speaker", as: Party.self)
        verb = try members.text("verb")
        addressee = try members.one("addressee", as: Party.self)
    }
}

/// A W3C text quote selector: words, and what stands around them.
public struct Selector: Hashable, Sendable, LongForm {
    /// Which of a story's texts.
    public enum Place: String, Hashable, Sendable { case headline, dek, body }

    /// The words selected, byte for byte.
    public let exact: Text
    /// Text right before them; may be empty.
    public let prefix: Text?
    /// Text right after them; may be empty.
    public let suffix: Text?
    /// Which text they stand in; nil for whichever has them.
    public let field: Place?

    init(_ members: Members) throws(PayloadFault) {
        exact = try members.requiredText("exact")
        prefix = try members.text("prefix")
        suffix = try members.text("suffix")
        field = try members.word("field", as: Place.self)
    }
}

/// Something a story claims, and on whose word.
public struct Claim: Hashable, Sendable, LongForm {
    /// Unique within the story.
    public let id: Text
    /// The proposition, in words.
    public let text: Text
    /// The chain of hops, outermost first: "the newsletter says that A said that B told A".
    public let attribution: [Hop]
    /// Whom it concerns.
    public let about: [Party]
    /// Where the story says it.
    public let quotes: [Selector]

    init(_ members: Members) throws(PayloadFault) {
        id = try members.requiredText("id")
        text = try members.requiredText("text")
        attribution = try members.list("attribution", of: Hop.self)
        about = try members.list("about", of: Party.self)
        quotes = try members.list("quotes", of: Selector.self)
    }

    /// The ids of those hops that have one.
    public var hopIDs: [Text] { attribution.compactMap(\.id) }
}

/// What a publisher says about an edit.
public struct Note: Hashable, Sendable, LongForm {
    /// Where readers find it.
    public enum Placement: String, Hashable, Sendable { case top, bottom, inline, none }

    /// The words of the note.
    public let text: Text
    /// nil where the producer does not say.
    public let placement: Placement?
    /// The note as readers saw it, where that differs from its text.
    public let printed: Text?
    /// What the note says it covers.
    public let covers: [Selector]

    init(_ members: Members) throws(PayloadFault) {
        text = try members.requiredText("text")
        placement = try members.word("placement", as: Placement.self)
        printed = try members.text("printed")
        covers = try members.list("covers", of: Selector.self)
    }
}

/// A request for comment.
public struct CommentRequest: Hashable, Sendable, LongForm {
    /// Unique within the story; nil for a request that no response can name.
    public let id: Text?
    /// Who was asked.
    public let party: Party
    /// The way it went: one of reply, post, email, spokesperson, interview, letter, other.
    public let channel: Text?
    /// When.
    public let asked: Moment?
    /// Ids of the claims it asks about; empty for the story as a whole.
    public let claims: [Text]

    init(_ members: Members) throws(PayloadFault) {
        id = try members.text("id")
        party = try members.required("party", as: Party.self)
        channel = try members.text("channel")
        asked = try members.moment("asked")
        claims = try members.texts("claims")
    }
}

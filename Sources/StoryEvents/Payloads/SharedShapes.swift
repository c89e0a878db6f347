import CanonicalJSON

/// A person or organisation that says something.
public struct Party: Hashable, Sendable, LongForm {
    /// The kind of party.
    public enum Kind: String, Hashable, Sendable { case person, organisation, unnamed }

    /// The name as the producer writes it; parties are distinguished by these bytes.
    public let name: Text
    /// nil where the producer does not say.
    public let kind: Kind?
    /// Office or function: "spokesperson of the ministry".
    public let role: Text?
    /// A web page about the party.
    public let url: Text?

    init(_ members: Members) throws(PayloadFault) {
        name = try members.requiredText("name")
        kind = try members.word("kind", as: Kind.self)
        role = try members.text("role")
        url = try members.text("url")
    }
}

/// A party's words and how they were received.
public struct Statement: Hashable, Sendable, LongForm {
    /// The words, or a report of them.
    public let text: Text
    /// Whether they are quoted verbatim.
    public let isVerbatim: Bool?
    /// How they were received: reply, post, email, phone, message, spokesperson, interview, letter or other.
    public let channel: Text?
    /// Where they can be read.
    public let url: Text?

    init(_ members: Members) throws(PayloadFault) {
        text = try members.requiredText("text")
        isVerbatim = try members.flag("verbatim")
        channel = try members.text("channel")
        url = try members.text("url")
    }
}

/// One step of an attribution: a speaker tells an addressee.
public struct Hop: Hashable, Sendable, LongForm {
    /// Unique within the claim; nil for a hop that denials cannot name.
    public let id: Text?
    /// The party that says it.
    public let speaker: Party
    /// The verb: "told", "wrote".
    public let verb: Text?
    /// The party that is told.
    public let addressee: Party?

    init(_ members: Members) throws(PayloadFault) {
        id = try members.text("id")
        speaker = try members.required("speaker", as: Party.self)
        verb = try members.text("verb")
        addressee = try members.one("addressee", as: Party.self)
    }
}

/// A W3C text quote selector: words, and the text around them.
public struct Selector: Hashable, Sendable, LongForm {
    /// A text of a story.
    public enum Place: String, Hashable, Sendable { case headline, dek, body }

    /// The selected words, compared byte for byte.
    public let exact: Text
    /// The text right before them; may be empty.
    public let prefix: Text?
    /// The text right after them; may be empty.
    public let suffix: Text?
    /// The text that contains them; nil for any.
    public let field: Place?

    init(_ members: Members) throws(PayloadFault) {
        exact = try members.requiredText("exact")
        prefix = try members.text("prefix")
        suffix = try members.text("suffix")
        field = try members.word("field", as: Place.self)
    }
}

/// A claim of a story, with its attribution.
public struct Claim: Hashable, Sendable, LongForm {
    /// Unique within the story.
    public let id: Text
    /// The proposition, in words.
    public let text: Text
    /// The chain of hops, outermost first: "the newsletter says that A said that B told A".
    public let attribution: [Hop]
    /// The parties that it is about.
    public let about: [Party]
    /// The words of the story that make it.
    public let quotes: [Selector]

    init(_ members: Members) throws(PayloadFault) {
        id = try members.requiredText("id")
        text = try members.requiredText("text")
        attribution = try members.list("attribution", of: Hop.self)
        about = try members.list("about", of: Party.self)
        quotes = try members.list("quotes", of: Selector.self)
    }

    /// The ids of its hops; hops without an id are left out.
    public var hopIDs: [Text] { attribution.compactMap(\.id) }
}

/// A publisher's note about an edit.
public struct Note: Hashable, Sendable, LongForm {
    /// Where readers find the note.
    public enum Placement: String, Hashable, Sendable { case top, bottom, inline, none }

    /// The words of the note.
    public let text: Text
    /// nil where the producer does not say.
    public let placement: Placement?
    /// The note as printed, if it differs from its text.
    public let printed: Text?
    /// The changes that the note claims to cover.
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
    /// Unique within the story; nil for a request that responses cannot name.
    public let id: Text?
    /// The party that was asked.
    public let party: Party
    /// How it was sent: reply, post, email, phone, message, spokesperson, interview, letter or other.
    public let channel: Text?
    /// When it was sent; nil when the producer does not say.
    public let asked: Moment?
    /// Ids of the claims that it asks about; empty for the story as a whole.
    public let claims: [Text]

    init(_ members: Members) throws(PayloadFault) {
        id = try members.text("id")
        party = try members.required("party", as: Party.self)
        channel = try members.text("channel")
        asked = try members.moment("asked")
        claims = try members.texts("claims")
    }
}

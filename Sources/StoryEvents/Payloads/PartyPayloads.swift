import CanonicalJSON

/// A party denies claims, or one hop of their attribution.
public struct Denial: Hashable, Sendable {
    /// How much is denied.
    public enum Extent: String, Hashable, Sendable { case full, partial }

    /// The party that denies.
    public let by: Party
    /// Ids of the denied claims; at least one.
    public let claims: [Text]
    /// The id of the denied hop; nil for the proposition.
    public let hop: Text?
    /// Whether the denial is full or partial; full when the producer does not say.
    public let extent: Extent
    /// The party's words; nil when there are none.
    public let statement: Statement?
    /// What the party concedes.
    public let concedes: Text?
    /// What the party claims instead; it becomes a claim of the story.
    public let counterclaim: Claim?

    init(_ members: Members) throws(PayloadFault) {
        by = try members.required("by", as: Party.self)
        claims = try members.texts("claims")
        hop = try members.text("hop")
        extent = try members.word("extent", as: Extent.self) ?? .full
        statement = try members.one("statement", as: Statement.self)
        concedes = try members.text("concedes")
        counterclaim = try members.one("counterclaim", as: Claim.self)
    }
}

/// A party reiterates claims.
public struct Reiteration: Hashable, Sendable {
    /// How it compares with the party's earlier words.
    public enum Strength: String, Hashable, Sendable { case same, stronger, softer }

    /// The party that reiterates.
    public let by: Party
    /// Ids of the claims; empty for the story as a whole.
    public let claims: [Text]
    /// The id of the hop; nil for the proposition.
    public let hop: Text?
    /// The party's words; nil when there are none.
    public let statement: Statement?
    /// How firm it is, compared with earlier words; nil when the producer does not say.
    public let strength: Strength?
    /// The id of the event that it answers.
    public let answers: Text?

    init(_ members: Members) throws(PayloadFault) {
        by = try members.required("by", as: Party.self)
        claims = try members.texts("claims")
        hop = try members.text("hop")
        statement = try members.one("statement", as: Statement.self)
        strength = try members.word("strength", as: Strength.self)
        answers = try members.text("answers")
    }
}

/// A party answers, declines to comment, does not respond, confirms or withdraws.
public struct Response: Hashable, Sendable {
    /// The kind of response.
    public enum Outcome: String, Hashable, Sendable, CaseIterable {
        case statement, declined
        case noResponse = "no-response"
        case acknowledges, confirms, withdraws
    }

    /// The party that responds.
    public let by: Party
    /// The kind of response, also without a request.
    public let outcome: Outcome
    /// The party's words; nil when there are none.
    public let statement: Statement?
    /// Ids of the claims; empty for the story as a whole.
    public let claims: [Text]
    /// The id of the request for comment that it answers.
    public let request: Text?
    /// How the story printed it: "did not respond before publication".
    public let printed: Text?

    init(_ members: Members) throws(PayloadFault) {
        by = try members.required("by", as: Party.self)
        guard let outcome = try members.word("outcome", as: Outcome.self) else {
            throw PayloadFault(path: .root.member("outcome"), expected: "an outcome")
        }
        self.outcome = outcome
        statement = try members.one("statement", as: Statement.self)
        claims = try members.texts("claims")
        request = try members.text("request")
        printed = try members.text("printed")
    }
}

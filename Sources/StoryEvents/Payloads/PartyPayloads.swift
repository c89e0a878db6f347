import CanonicalJSON

/// Somebody denies claims, or one hop of their attribution.
public struct Denial: Hashable, Sendable {
    /// How much of it is denied.
    public enum Extent: String, Hashable, Sendable { case full, partial }

    /// Whoever does this.
    public let by: Party
    /// Ids of the claims denied; at least one.
    public let claims: [Text]
    /// The hop denied, where it is not the proposition.
    public let hop: Text?
    /// Whether it is denied wholly or in part; wholly where the producer does not say.
    public let extent: Extent
    /// What was said, where anything was.
    public let statement: Statement?
    /// What is conceded all the same.
    public let concedes: Text?
    /// What is claimed instead; it joins the claims of the story.
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

/// Somebody stands by claims.
public struct Reiteration: Hashable, Sendable {
    /// How it compares with what was said before.
    public enum Strength: String, Hashable, Sendable { case same, stronger, softer }

    /// Whoever does this.
    public let by: Party
    /// Ids of the claims meant; empty for the story as a whole.
    public let claims: [Text]
    /// Id of the hop meant, where it is not the proposition.
    public let hop: Text?
    /// What was said, where anything was.
    public let statement: Statement?
    /// How firm it is beside what was said before; nil where the producer does not say.
    public let strength: Strength?
    /// Id of the event it answers.
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

/// Somebody answers, declines to, stays silent, confirms or withdraws.
public struct Response: Hashable, Sendable {
    /// What came of asking.
    public enum Outcome: String, Hashable, Sendable, CaseIterable {
        case statement, declined
        case noResponse = "no-response"
        case acknowledges, confirms, withdraws
    }

    /// Whoever does this.
    public let by: Party
    /// What came of asking, or of nobody asking.
    public let outcome: Outcome
    /// What was said, where anything was.
    public let statement: Statement?
    /// Ids of the claims meant; empty for the story as a whole.
    public let claims: [Text]
    /// Id of the request for comment it answers.
    public let request: Text?
    /// How the story put it in print: "did not respond before publication".
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

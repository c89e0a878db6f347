import CanonicalJSON

/// Where a claim stands; the first rule that matches gives it.
public enum Standing: String, Hashable, Sendable, CaseIterable {
    /// The story was killed.
    case retracted
    /// The story is on hold.
    case held
    /// The publisher corrected the claim.
    case corrected
    /// Its own source withdrew it.
    case withdrawn
    /// Its subject confirmed it.
    case conceded
    /// Denied, and reiterated since.
    case contested
    /// Denied wholly.
    case denied
    /// Denied, and never more than in part.
    case partlyDenied = "partly-denied"
    /// Somebody responded with a statement, acknowledged or confirmed it.
    case answered
    /// A party was asked about it, declined or was silent, and did nothing else about it.
    case unanswered
    /// Nothing was done about it.
    case asserted
}

extension Standing {
    /// Where a claim stands, by the design's table, unless the story was killed or is on hold.
    ///
    /// The order of happening decides what came since; the log decides between moves of one moment. What was corrected,
    /// withdrawn or conceded once stays so, whatever is said later: those moves are beside it for all to see.
    ///
    /// - Parameters:
    ///   - claim: nil where nothing is known of it but its id.
    ///   - named: The moves that name it.
    ///   - facts: What those amount to.
    ///   - story: What the moves on the story as a whole amount to, those that are about the claim.
    ///   - asked: Parties that requests which name it went to.
    init(
        of claim: Claim?, named: some Sequence<ClaimRecord.Move>, _ facts: MoveFacts, _ story: MoveFacts,
        asked: Set<Text>
    ) {
        let attribution = claim?.attribution ?? []
        let about = claim?.about ?? []
        if facts.isCorrected {
            self = .corrected
        } else if attribution.contains(where: { facts.isWithdrawn(by: $0.speaker) || story.isWithdrawn(by: $0.speaker) }
        )
            || attribution.isEmpty && named.contains(where: { $0.takesBack(facts, story) })
        {
            self = .withdrawn
        } else if about.contains(where: { facts.isConfirmed(by: $0) || story.isConfirmed(by: $0) })
            || about.isEmpty && named.contains(where: { $0.concedes(attribution) })
        {
            self = .conceded
        } else if let standing = Standing(denialsIn: [facts, story]) {
            self = standing
        } else if facts.isAnswered || story.isAnswered {
            self = .answered
        } else {
            // Each party that is passed over was heard in the other facts, so that this takes time linear in what names
            // the claim.
            let isUnanswered =
                asked.union(facts.silent).contains { !facts.hasHeard($0) && !story.hasHeard($0) }
                || story.silent.contains { !facts.hasHeard($0) }
            self = isUnanswered ? .unanswered : .asserted
        }
    }

    /// What the denials amount to; nil where none is upheld.
    ///
    /// A reiteration contests the denials before it, and a later denial has to be met by a later one: the standing says
    /// whose turn it is. No denier meets a denial of their own, and nobody meets one by standing by the claim more softly.
    /// A party that withdraws takes back the denials it made until then. A denial of one hop counts as one of the
    /// proposition: without that hop the story has no source for it.
    private init?(denialsIn facts: [MoveFacts]) {
        var (isUpheld, isUnmet) = (false, false)
        for denial in facts.lazy.flatMap(\.denials) where !facts.contains(where: { $0.takeBack(denial) }) {
            isUpheld = true
            if facts.contains(where: { $0.meets(denial) }) { continue }
            isUnmet = true
            if denial.extent == .full {
                self = .denied
                return
            }
        }
        guard isUpheld else { return nil }
        self = isUnmet ? .partlyDenied : .contested
    }
}

extension ClaimRecord.Move {
    /// Whether this takes back a claim that it names, whose source is unknown: unless it takes back a denial that the
    /// party made until then.
    fileprivate func takesBack(_ facts: MoveFacts, _ story: MoveFacts) -> Bool {
        guard let response, response.outcome == .withdraws else { return false }
        let denials = [facts, story].compactMap { $0.firstDenial(by: response.by) }
        return denials.allSatisfy { $0 > Happening(self) }
    }

    /// Whether this grants a claim that it names and that does not say whom it is about: a source grants nothing.
    fileprivate func concedes(_ attribution: [Hop]) -> Bool {
        guard let response, response.outcome == .confirms else { return false }
        return !attribution.contains { $0.speaker.name == response.by.name }
    }
}

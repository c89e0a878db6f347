import CanonicalJSON

/// The standing of a claim; the first case that matches.
public enum Standing: String, Hashable, Sendable, CaseIterable {
    /// The story was killed. A counter-claim keeps the standing that its party's words give.
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
    /// A party made a statement about it, or acknowledged or confirmed it.
    case answered
    /// A party was asked about it, or declined or did not respond, and did nothing else about it.
    case unanswered
    /// Nothing was done about it.
    case asserted

    /// The rule for it in a few words, as help and pages say it.
    public var meaning: String {
        switch self {
        case .retracted: said("the story was killed")
        case .held: said("the story is on hold")
        case .corrected: said("its publisher corrected it")
        case .withdrawn: said("its own source withdrew it")
        case .conceded: said("the party it is about confirmed it")
        case .contested: said("denied, and reiterated since by another party")
        case .denied: said("denied wholly")
        case .partlyDenied: said("denied, and never more than in part")
        case .answered: said("a party made a statement, acknowledged or confirmed it")
        case .unanswered: said("asked, declined or no response, and nothing else about it")
        case .asserted: said("nothing was done about it")
        }
    }
}

extension Standing {
    /// Computes the standing, unless the story was killed or is on hold.
    ///
    /// The order of happening decides what is later; within one moment, log order decides. A claim that was corrected,
    /// withdrawn or conceded stays so, whatever is said later; the later moves are listed beside it.
    ///
    /// - Parameters:
    ///   - claim: nil when only the claim's id is known.
    ///   - named: The moves that name it.
    ///   - facts: The facts in those moves.
    ///   - story: The facts in the moves on the story as a whole that concern the claim.
    ///   - asked: Parties of the requests that name the claim.
    init(
        of claim: Claim?, named: some Sequence<ClaimRecord.Move>, _ facts: MoveFacts, _ story: MoveFacts,
        asked: Set<Text>
    ) {
        let attribution = claim?.attribution ?? []
        let about = claim?.about ?? []
        if facts.isCorrected {
            self = .corrected
        } else if Set(attribution.map(\.speaker.name)).contains(where: {
            facts.isClaimWithdrawn(by: $0, story, includingOthers: true)
        })
            || attribution.isEmpty
                && facts.withdrawers.contains(where: { facts.isClaimWithdrawn(by: $0, story, includingOthers: false) })
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
            // Each party that is skipped here was heard in the other facts, so this takes time linear in the moves
            // about the claim.
            let isUnanswered = asked.union(facts.silent).contains { !facts.hasHeard($0) && !story.hasHeard($0) }
            self = isUnanswered ? .unanswered : .asserted
        }
    }

    /// The standing that the denials give; nil when none is upheld.
    ///
    /// A reiteration meets the denials before it, and a later denial must be met again. A party does not meet its own
    /// denial, nor that of another while it denies the claim itself, and a softer reiteration meets none. A party that withdraws, a source of the claim too, takes back its
    /// earlier denials. A denial of one hop counts as a denial of the proposition: without that hop the story has no
    /// source for it.
    private init?(denialsIn facts: [MoveFacts]) {
        var (isUpheld, isUnmet) = (false, false)
        lazy var meeting = MoveFacts.Meeting(facts)
        for denial in facts.lazy.flatMap(\.denials) where !facts.contains(where: { $0.takeBack(denial) }) {
            isUpheld = true
            if meeting.meets(denial) { continue }
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
    /// Whether this confirms a claim that it names and that is about no party. A claim's own source does not concede
    /// it.
    fileprivate func concedes(_ attribution: [Hop]) -> Bool {
        guard let response, response.outcome == .confirms else { return false }
        return !attribution.contains { $0.speaker.name == response.by.name }
    }
}

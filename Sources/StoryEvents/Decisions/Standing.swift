import CanonicalJSON

/// Where a claim stands; the first that holds.
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
    /// Somebody responded with a statement.
    case answered
    /// Asked, and declined or silent.
    case unanswered
    /// Nothing was done about it.
    case asserted
}

extension StoryClaims {
    /// Where a claim of this story stands: folded from its moves by the design's table, never stored.
    ///
    /// The order of happening decides what came since; the log decides between moves of one moment. What was corrected,
    /// withdrawn or conceded once stays so, whatever is said later: those moves are beside it for all to see.
    public func standing(of record: ClaimRecord) -> Standing {
        if status == .killed { return .retracted }
        if status == .held { return .held }
        let moves = record.moves.inOrderOfHappening
        if moves.contains(where: { $0.act == .corrected }) { return .corrected }
        if moves.contains(where: record.isWithdrawn) { return .withdrawn }
        if moves.contains(where: record.isConceded) { return .conceded }
        let responses = moves.compactMap(\.response)
        if let standing = Standing(denialsIn: moves) { return standing }
        if responses.contains(where: \.isAnswer) { return .answered }
        let isSilent = responses.contains { $0.outcome == .declined || $0.outcome == .noResponse }
        return isSilent || isAskedAbout(record) ? .unanswered : .asserted
    }

    /// Whether anybody was asked about a claim: a request is about all that the story itself claimed by then. Where
    /// nothing is on record that meets the claim, whoever was asked was silent about it.
    private func isAskedAbout(_ record: ClaimRecord) -> Bool {
        record.isTheStorysOwn && requests.contains { $0.introduced >= record.introduced }
    }
}

extension Standing {
    /// What the denials amount to; nil where none stands.
    ///
    /// A reiteration contests the denials before it, and a later denial stands anew: the standing says whose turn it is.
    /// Whoever withdraws takes back the denials made until then. A denial of one hop counts as one of the proposition:
    /// without that hop nobody is left on whose word the story claims it.
    fileprivate init?(denialsIn moves: [ClaimRecord.Move]) {
        var contested: [Denial] = []
        var standing: [Denial] = []
        for move in moves {
            switch move.act {
            case .denied(let denial): standing.append(denial)
            case .reiterated:
                contested += standing
                standing = []
            case .responded(let response) where response.outcome == .withdraws:
                contested.removeAll { $0.by.name == response.by.name }
                standing.removeAll { $0.by.name == response.by.name }
            case .responded, .corrected: break
            }
        }
        if !standing.isEmpty {
            self = standing.contains { $0.extent == .full } ? .denied : .partlyDenied
        } else if !contested.isEmpty {
            self = .contested
        } else {
            return nil
        }
    }
}

extension ClaimRecord {
    private var attribution: [Hop] { claim?.attribution ?? [] }
    private var about: [Party] { claim?.about ?? [] }

    private func isSpeaker(_ party: Party) -> Bool { attribution.contains { $0.speaker.name == party.name } }

    /// Whether the claim's own source takes it back. Without an attribution its source is unknown: then whoever names
    /// the claim and withdraws takes it back, unless that was a denial made until then.
    fileprivate func isWithdrawn(by move: Move) -> Bool {
        guard let response = move.response, response.outcome == .withdraws else { return false }
        if !attribution.isEmpty { return isSpeaker(response.by) }
        return move.namesClaim
            && !moves.contains { $0.denial?.by.name == response.by.name && !$0.happens(after: move) }
    }

    /// Whether the claim's subject grants it: one of those it is about or, where it does not say, whoever names the claim
    /// and is not its source.
    fileprivate func isConceded(by move: Move) -> Bool {
        guard let response = move.response, response.outcome == .confirms else { return false }
        if !about.isEmpty { return about.contains { $0.name == response.by.name } }
        return move.namesClaim && !isSpeaker(response.by)
    }
}

extension Response {
    /// Whether somebody had something to say, to the claim or of it.
    fileprivate var isAnswer: Bool {
        switch outcome {
        case .statement, .acknowledges: true
        case .confirms: statement != nil
        case .declined, .noResponse, .withdraws: false
        }
    }
}

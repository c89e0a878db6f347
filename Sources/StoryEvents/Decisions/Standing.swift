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

extension StoryState {
    /// Where a claim of this story stands: folded from its moves by the design's table, never stored.
    ///
    /// The order of happening decides what came since; the log decides between moves of one moment.
    public func standing(of record: ClaimRecord) -> Standing {
        if status == .killed { return .retracted }
        if status == .held { return .held }
        let moves = record.moves.sorted {
            ($0.time.seconds, $0.time.nanoseconds, $0.position) < ($1.time.seconds, $1.time.nanoseconds, $1.position)
        }
        if moves.contains(where: { $0.act == .corrected }) { return .corrected }
        let responses = moves.compactMap(\.response)
        if responses.contains(where: record.isWithdrawn) { return .withdrawn }
        if responses.contains(where: record.isConceded) { return .conceded }
        if let standing = Standing(denialsIn: moves) { return standing }
        if responses.contains(where: \.isAnswer) { return .answered }
        let isSilent = responses.contains { $0.outcome == .declined || $0.outcome == .noResponse }
        let isAskedAbout = requests.contains { $0.introduced >= record.introduced }
        return isSilent || isAskedAbout ? .unanswered : .asserted
    }
}

extension Standing {
    /// What the denials amount to; nil where none stands.
    ///
    /// A reiteration contests the denials before it, and a later denial stands anew. Whoever withdraws takes back the
    /// denials made until then.
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
    private func isSpeaker(_ party: Party) -> Bool { claim.attribution.contains { $0.speaker.name == party.name } }

    /// Whether the claim's own source takes it back. Without an attribution its source is unknown: then whoever
    /// withdraws takes back the claim, unless it was somebody's denial.
    fileprivate func isWithdrawn(by response: Response) -> Bool {
        guard response.outcome == .withdraws else { return false }
        if !claim.attribution.isEmpty { return isSpeaker(response.by) }
        return !moves.contains { $0.denial?.by.name == response.by.name }
    }

    /// Whether the claim's subject grants it: one of those it is about or, where it does not say, anybody but its source.
    fileprivate func isConceded(by response: Response) -> Bool {
        guard response.outcome == .confirms else { return false }
        if !claim.about.isEmpty { return claim.about.contains { $0.name == response.by.name } }
        return !isSpeaker(response.by)
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

import CanonicalJSON

/// The standing of one claim and the counts of its moves.
public struct ClaimSummary: Hashable, Sendable {
    /// Where it stands.
    public let standing: Standing
    /// How many moves about it are denials, including those on the story as a whole.
    public let denials: Int
    /// How many moves about it are reiterations.
    public let reiterations: Int
    /// How many moves about it are responses.
    public let responses: Int
    /// How many of the moves about it are on the story as a whole.
    public let onStory: Int
    /// The position of the newest move about it; nil when there is none.
    public let newest: Position?
}

extension StoryClaims {
    /// The summary of each claim, in the order of ``claims``.
    ///
    /// It takes time linear in the moves and the claims that they name. Moves on the story as a whole concern a claim
    /// if they come after it in the log, so one walk from the newest move back serves all claims.
    public var summaries: [ClaimSummary] {
        let asked = partiesAsked
        var summaries: [ClaimSummary?] = Array(repeating: nil, count: claims.count)
        var story = MoveFacts()
        var (next, isSorted) = (onStory.count, true)
        for place in claims.indices.sorted(by: { claims[$0].onStoryBefore > claims[$1].onStoryBefore }) {
            let claim = claims[place]
            while next > claim.onStoryBefore {
                next -= 1
                story.add(moves[onStory[next]])
                isSorted = false
            }
            if !isSorted {
                story.sort()
                isSorted = true
            }
            summaries[place] =
                claim.isTheStorysOwn
                ? summary(claim, story, onStory: onStory.count - next, asked[claim.id] ?? [])
                : summary(claim, MoveFacts(), onStory: 0, asked[claim.id] ?? [])
        }
        return summaries.compactMap { $0 }
    }

    private func summary(
        _ record: ClaimRecord, _ story: MoveFacts, onStory: Int, _ asked: Set<Text>
    ) -> ClaimSummary {
        let named = record.named.lazy.map { moves[$0] }
        var facts = MoveFacts()
        for move in named { facts.add(move) }
        facts.sort()
        let standing: Standing =
            switch status {
            // The newsroom takes back what its story says, not what another party said against it.
            case .killed where record.counterTo == nil: .retracted
            case .held: .held
            case .published, .killed:
                Standing(of: record.claim, named: named, facts, story, asked: asked)
            }
        let (here, there) = (facts.counts, story.counts)
        return ClaimSummary(
            standing: standing, denials: here.denials + there.denials,
            reiterations: here.reiterations + there.reiterations, responses: here.responses + there.responses,
            onStory: onStory, newest: [here.newest, there.newest].compactMap { $0 }.max())
    }

    /// The parties that requests asked about a claim by name, by claim. Requests that name no claim do not count.
    private var partiesAsked: [Text: Set<Text>] {
        var asked: [Text: Set<Text>] = [:]
        for request in requests {
            for id in request.request.claims { asked[id, default: []].insert(request.request.party.name) }
        }
        return asked
    }
}

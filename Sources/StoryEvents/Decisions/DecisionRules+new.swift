import CanonicalJSON

/// Rules for what a document adds to a story: claims and requests for comment.
extension DecisionRules {
    mutating func checkNew(_ claims: [Claim], at path: [Text], besides state: StoryState?) {
        guard !claims.isEmpty, checkRoom(for: claims.count, "claims", state) else { return }
        var added = Set<Text>()
        for (index, claim) in claims.enumerated() {
            let element = path.last == "claims" ? index : nil
            checkHops(claim, at: path, element: element)
            checkLength(claim, at: path, element: element)
            checkSelectors(claim.quotes.count, "the claim '\(claim.id)' has", "quotes", at: path, element: element)
            if state?.names.claim(claim.id) != nil || !added.insert(claim.id).inserted {
                refuse(
                    .claimExists, "the story has a claim '\(claim.id)' already", remedy: "give the new one its own id",
                    under: path, element: element)
            }
        }
    }

    private mutating func checkHops(_ claim: Claim, at path: [Text], element: Int?) {
        guard claim.attribution.count <= StoryLimits.hops else {
            refuse(
                .tooMany,
                "the claim '\(claim.id)' has \(claim.attribution.count) hops, and at most "
                    + "\(StoryLimits.hops) are taken",
                remedy: "leave hops out, or put them into the claim's text", under: path, element: element)
            return
        }
        var ids = Set<Text>()
        for hop in claim.hopIDs where !ids.insert(hop).inserted {
            refuse(
                .badValue, "the claim '\(claim.id)' has two hops '\(hop)'", remedy: "give each its own id",
                under: path, element: element)
        }
    }

    /// - Parameter claims: The claims that the document itself makes.
    mutating func checkNew(
        _ requests: [CommentRequest], about claims: [Claim], besides state: StoryState?
    ) {
        guard !requests.isEmpty, checkRoom(for: requests.count, "requests", state) else { return }
        var added = Set<Text>()
        let new = Set(claims.map(\.id))
        for (index, request) in requests.enumerated() {
            checkAsked(request, index)
            checkAbout(request, index, new, state)
            guard let id = request.id, state?.names.hasRequest(id) ?? false || !added.insert(id).inserted else {
                continue
            }
            refuse(
                .requestExists, "the story has a request '\(id)' already", remedy: "give the new one its own id",
                under: ["data", "requests"], element: index)
        }
    }

    /// A request cannot be reported before it was made.
    private mutating func checkAsked(_ request: CommentRequest, _ index: Int) {
        guard let asked = request.asked?.time, document.time.isBefore(asked) else { return }
        refuse(
            .badTime, "the request was asked at \(asked), after the event that tells of it, \(document.time)",
            remedy: "correct one of the two times", under: ["data", "requests"], element: index)
    }

    private mutating func checkAbout(_ request: CommentRequest, _ index: Int, _ new: Set<Text>, _ state: StoryState?) {
        guard !request.claims.isEmpty, checkNamedCount(request.claims.count, at: ["data", "requests"]) else { return }
        var named = Set<Text>()
        for id in request.claims where refusals.count < Refusals.most {
            if state?.names.claim(id) == nil, !new.contains(id) {
                let known = (state?.names.claims ?? []).map(\.id) + new.sorted()
                let remedy = state?.gaps.remedy ?? suggest(id, among: known)
                refuse(
                    .unknownClaim, "the story '\(document.story)' has no claim '\(id)'", remedy: remedy,
                    under: ["data", "requests"], element: index)
            } else if !named.insert(id).inserted {
                refuse(
                    .badValue, "the claim '\(id)' is named twice", remedy: "name it once",
                    under: ["data", "requests"], element: index)
            }
        }
    }
}

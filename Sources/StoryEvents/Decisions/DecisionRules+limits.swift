import CanonicalJSON

extension DecisionRules {
    /// Checks that the story can take one more event.
    mutating func checkRoom(_ state: StoryState) {
        let events = state.revision.value + 1
        let found: String
        if events >= StoryLimits.events {
            found = "\(events) events, and at most \(StoryLimits.events) are taken"
        } else if document.type.isMove, let full = fullOfMoves(state.names, publisher: state.source) {
            found = full
        } else {
            return
        }
        refuse(
            .tooMany, "the story '\(document.story)' has \(found)",
            remedy: "publish a story under another subject, and go on there", under: ["subject"])
    }

    /// Why the story takes no more denials, reiterations and responses from the document's source; nil when it does.
    func fullOfMoves(_ names: StoryNames, publisher: Text) -> String? {
        let moves = "denials, reiterations and responses"
        if names.moveCount >= StoryLimits.moves {
            return "\(names.moveCount) \(moves), and at most \(StoryLimits.moves) are taken"
        }
        guard document.source != publisher else { return nil }
        let (others, own) = (names.shares.others.moves, names.shares.share(of: document.source).moves)
        if own >= StoryLimits.movesOfOneSource {
            return "\(own) \(moves) from the source '\(document.source)', and at most "
                + "\(StoryLimits.movesOfOneSource) are taken from one that did not publish it"
        }
        guard others >= StoryLimits.movesOfOthers else { return nil }
        return "\(others) \(moves) from \(names.shares.sources) sources that did not publish it, and at most "
            + "\(StoryLimits.movesOfOthers) are taken from those together"
    }

    /// Checks that the story can take one more counter-claim from another source than its own.
    private mutating func checkRoomForCounterclaim(_ state: StoryState) -> Bool {
        let shares = state.names.shares
        let (others, own) = (shares.others.claims, shares.share(of: document.source).claims)
        let found: String
        if own >= StoryLimits.counterclaimsOfOneSource {
            found =
                "\(own) counter-claims from the source '\(document.source)', and at most "
                + "\(StoryLimits.counterclaimsOfOneSource) are taken from one that did not publish it"
        } else if others >= StoryLimits.counterclaims {
            found =
                "\(others) counter-claims from \(shares.sources) sources that did not publish it, and at most "
                + "\(StoryLimits.counterclaims) are taken from those together"
        } else {
            return true
        }
        refuse(
            .tooMany, "the story '\(document.story)' has \(found)",
            remedy: "deny without a counter-claim: what is claimed instead can be said in the statement",
            under: ["data", "counterclaim"])
        return false
    }

    /// Checks that the story's fields stay within the limit for one story.
    mutating func checkSize(_ patch: JSONObject, _ state: StoryState) {
        let growth = state.fields.growth(by: patch)
        guard growth > 0, state.fieldsSize + growth > StoryLimits.size else { return }
        refuse(
            .tooMany,
            "the fields of the story '\(document.story)' would take \(state.fieldsSize + growth) bytes, 256 of them for "
                + "each value, and at most \(StoryLimits.size) are taken",
            remedy: "remove members of 'extra' by setting them to null", under: ["data"])
    }

    /// Checks the length of a claim.
    mutating func checkLength(_ claim: Claim, at path: [Text], element: Int?) {
        let length = claim.length
        guard length > StoryLimits.claimLength else { return }
        refuse(
            .tooLarge,
            "the claim '\(claim.id)' takes \(length) bytes, and at most \(StoryLimits.claimLength) are taken",
            remedy: "claim one thing in a sentence, and put the rest into the body or a statement", under: path,
            element: element)
    }

    /// Checks the number of passages that a claim or a note names: readers look for each of them.
    mutating func checkSelectors(_ count: Int, _ owner: String, _ kind: String, at path: [Text], element: Int? = nil) {
        guard count > StoryLimits.selectors else { return }
        refuse(
            .tooMany, "\(owner) \(count) \(kind), and at most \(StoryLimits.selectors) are taken",
            remedy: "name longer passages, and fewer", under: path, element: element)
    }

    /// Checks that the story can take this many more claims or requests.
    ///
    /// - Parameter kind: `claims` or `requests`, the document's member.
    mutating func checkRoom(for added: Int, _ kind: Text, _ state: StoryState?) -> Bool {
        let isClaims = kind == "claims"
        if let state, isClaims, document.type.isMove, document.source != state.source {
            return checkRoomForCounterclaim(state)
        }
        let names = state?.names ?? StoryNames()
        let (known, most) =
            isClaims ? (names.ownClaimCount, StoryLimits.claims) : (names.requestCount, StoryLimits.requests)
        guard known + added > most else { return true }
        let member: Text = isClaims && document.type == .denied ? "counterclaim" : kind
        refuse(
            .tooMany,
            "the story '\(document.story)' has \(known) \(kind), the document adds \(added), and at most \(most) are taken",
            remedy: "add fewer, or publish a story under another subject for the others", under: ["data", member])
        return false
    }

    /// Checks the number of claims in one list of the document.
    mutating func checkNamedCount(_ count: Int, at path: [Text]) -> Bool {
        guard count > StoryLimits.claimsNamed else { return true }
        refuse(
            .tooMany, "the document names \(count) claims, and at most \(StoryLimits.claimsNamed) are taken",
            remedy: "send a document for each \(StoryLimits.claimsNamed) of them", under: path)
        return false
    }

    /// Checks the number of parties in the document.
    mutating func checkParties() {
        let names = document.payload.partyNames
        guard names.count > StoryLimits.partiesNamed else { return }
        refuse(
            .tooMany, "the document names \(names.count) parties, and at most \(StoryLimits.partiesNamed) are taken",
            remedy: "send several documents, such as 'updated' with some of the claims each", under: ["data"])
    }
}

extension Payload {
    /// The names of all parties in the payload.
    fileprivate var partyNames: Set<Text> {
        switch self {
        case .published(let publication): Set(publication.claims, publication.requests, publication.fields)
        case .updated(let update): Set(update.claims, update.requests, update.patch)
        case .denied(let denial):
            Set(denial.counterclaim.map { [$0] } ?? [], [], JSONObject()).union([denial.by.name])
        case .reiterated(let reiteration): [reiteration.by.name]
        case .responded(let response): [response.by.name]
        case .forked, .rekeyed, .withheld, .erased: []
        }
    }
}

extension Set<Text> {
    /// The names of the parties in claims, requests, and a byline.
    fileprivate init(_ claims: [Claim], _ requests: [CommentRequest], _ fields: JSONObject) {
        self.init()
        for claim in claims {
            for hop in claim.attribution {
                insert(hop.speaker.name)
                if let addressee = hop.addressee { insert(addressee.name) }
            }
            formUnion(claim.about.map(\.name))
        }
        formUnion(requests.map(\.party.name))
        guard case .array(let byline)? = fields["byline"] else { return }
        for case .object(let party) in byline {
            if let name = party["name"]?.text { insert(name) }
        }
    }
}

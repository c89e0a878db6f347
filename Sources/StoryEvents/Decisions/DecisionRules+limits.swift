import CanonicalJSON

extension DecisionRules {
    /// Checks that the story takes one more event.
    mutating func checkRoom(_ state: StoryState) {
        let events = state.revision.value + 1
        guard events >= StoryLimits.events else { return }
        refuse(
            .tooMany, "the story '\(document.story)' has \(events) events, and at most \(StoryLimits.events) are taken",
            remedy: "publish a story under another subject, and go on there", under: ["subject"])
    }

    /// Checks that the story takes so many more claims or requests.
    ///
    /// - Parameter kind: `claims` or `requests`, as the document's member is called.
    mutating func checkRoom(for added: Int, _ kind: Text, _ state: StoryState?) -> Bool {
        let names = state?.names ?? StoryNames()
        let isClaims = kind == "claims"
        let (known, most) =
            isClaims ? (names.claims.count, StoryLimits.claims) : (names.requestCount, StoryLimits.requests)
        guard known + added > most else { return true }
        let member: Text = isClaims && document.type == .denied ? "counterclaim" : kind
        refuse(
            .tooMany,
            "the story '\(document.story)' has \(known) \(kind), the document adds \(added), and at most \(most) are taken",
            remedy: "add fewer, or publish a story under another subject for the others", under: ["data", member])
        return false
    }

    /// Checks how many claims a list of the document refers to.
    mutating func checkNamedCount(_ count: Int, at path: [Text]) -> Bool {
        guard count > StoryLimits.claimsNamed else { return true }
        refuse(
            .tooMany, "the document names \(count) claims, and at most \(StoryLimits.claimsNamed) are taken",
            remedy: "send a document for each \(StoryLimits.claimsNamed) of them", under: path)
        return false
    }

    /// Checks how many parties the document names.
    mutating func checkParties() {
        let names = document.payload.partyNames
        guard names.count > StoryLimits.partiesNamed else { return }
        refuse(
            .tooMany, "the document names \(names.count) parties, and at most \(StoryLimits.partiesNamed) are taken",
            remedy: "send several documents, such as 'updated' with some of the claims each", under: ["data"])
    }
}

extension Payload {
    /// The names of all parties it names.
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
    /// The names of the parties of claims, of requests, and of a byline.
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

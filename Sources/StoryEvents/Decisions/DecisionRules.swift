import CanonicalJSON

/// The rules that decide a document. Each refusal says what was found and what to do.
///
/// The story is passed to each rule and not stored, because it is large.
struct DecisionRules {
    let document: EventDocument
    private(set) var refusals: [Refusal] = []
    /// The document's data, completed from the story; nil when nothing is missing.
    private(set) var completed: Decision.Completed?
    /// How many names may still be compared for "did you mean".
    private var namesLeft = StoryLimits.namesCompared

    init(_ document: EventDocument) {
        self.document = document
    }

    /// - Parameter newest: The story's newest revision; nil when there is no such story.
    mutating func checkExpectation(_ newest: Revision?) {
        guard !document.expected.admits(newest) else { return }
        let found = newest.map { "revision \($0)" } ?? "no story"
        let expected =
            switch document.expected {
            case .any: "anything"
            case .none: "no story"
            case .exists: "a story"
            case .exactly(let revision): "revision \(revision)"
            }
        refuse(
            .revisionMismatch, "\(document.story): expected \(expected), found \(found)",
            remedy: "read the story again and correct expectedrevision, or leave it out", under: ["expectedrevision"])
    }

    mutating func refuseExisting(_ state: StoryState) {
        refuse(
            .storyExists, "the story '\(state.story)' was published before, \(state.published)",
            remedy: "send 'updated' to change it, or use another subject", under: ["subject"])
    }

    /// Checks the payload of a document about a story that does not exist.
    mutating func checkStart() {
        guard case .published(let publication) = document.payload else {
            refuse(
                .unknownStory, "there is no story '\(document.story)' yet",
                remedy: "publish it first, or correct the subject", under: ["subject"])
            return
        }
        // For a document that expects a story, the missing story is the only refusal.
        guard refusals.isEmpty else { return }
        checkParties()
        checkNew(publication.claims, at: ["data", "claims"], besides: nil)
        checkNew(publication.requests, about: publication.claims, besides: nil)
    }

    /// Checks the payload against its story, and completes it from the story.
    ///
    /// - Returns: Whether the document changes nothing and says nothing.
    mutating func check(_ state: StoryState) -> Bool {
        checkRoom(state)
        checkParties()
        switch document.digestedPayload {
        case .updated(let update):
            checkAlive(update.change, state)
            checkSize(update.patch, state)
            checkSelectors(
                update.note?.covers.count ?? 0, "the note covers", "passages", at: ["data", "note", "covers"])
            checkNew(update.claims, at: ["data", "claims"], besides: state)
            checkNew(update.requests, about: update.claims, besides: state)
            checkKnown(update.corrects, at: ["data", "corrects"], besides: update.claims, state)
            return Self.isUnchanged(state, by: update)
        case .denied(let denial):
            checkNamed(denial.claims, state)
            if denial.claims.isEmpty { fillInClaim(state) }
            checkHop(denial.hop, of: denial.claims, state)
            if let counterclaim = denial.counterclaim {
                checkNew([counterclaim], at: ["data", "counterclaim"], besides: state)
            }
        case .reiterated(let reiteration):
            checkNamed(reiteration.claims, state)
            checkHop(reiteration.hop, of: reiteration.claims, state)
            checkAnswered(reiteration.answers, state)
            // A hop belongs to its claim, whatever claims the story makes later.
            if reiteration.claims.isEmpty, reiteration.hop != nil, state.names.storysOwn.count == 1 {
                complete(with: state.names.storysOwn.map(\.id))
            }
        case .responded(let response):
            checkNamed(response.claims, state)
            checkRequest(response.request, state)
            if response.claims.isEmpty, let request = response.request {
                complete(with: state.names.claims(ofRequest: request))
            }
        case .published: preconditionFailure("a story that is there is not published again")
        case .forked, .rekeyed, .withheld, .erased:
            preconditionFailure("the ledger's own events are not decided from documents")
        }
        return false
    }

    private static func isUnchanged(_ state: StoryState, by update: Update) -> Bool {
        guard !update.saysSomething, state.status.after(update.change) == state.status else { return false }
        // Withheld fields cannot be compared.
        if !state.withheldFields.isEmpty, update.patch.keys.contains(where: { state.withheldFields[$0] != nil }) {
            return false
        }
        return !state.fields.isChanged(by: update.patch)
    }

    private mutating func checkAlive(_ change: Update.Change, _ state: StoryState) {
        guard state.status == .killed, change != .release else { return }
        refuse(
            .storyKilled, "the story '\(document.story)' was killed",
            remedy: "send 'updated' with change: release first", under: ["data", "change"])
    }

    private mutating func checkNamed(_ ids: [Text], _ state: StoryState) {
        if document.namesClaimInShort {
            checkKnown(ids, at: ["data", "claim"], isList: false, state)
        } else {
            checkKnown(ids, at: ["data", "claims"], state)
        }
    }

    mutating func checkKnown(
        _ ids: [Text], at path: [Text], besides new: [Claim] = [], isList: Bool = true, _ state: StoryState
    ) {
        guard !ids.isEmpty, checkNamedCount(ids.count, at: path) else { return }
        let added = Set(new.map(\.id))
        var named = Set<Text>()
        for (index, id) in ids.enumerated() where refusals.count < Refusals.most {
            if state.names.claim(id) == nil, !added.contains(id) {
                let known = (state.names.claims + new).map(\.id)
                let remedy =
                    state.gaps.remedy
                    ?? (known.isEmpty && document.type == .denied
                        ? "add the claim first: 'updated' with claims: [{id, text}]" : suggest(id, among: known))
                refuse(
                    .unknownClaim, "the story '\(document.story)' has no claim '\(id)'", remedy: remedy, under: path,
                    element: isList ? index : nil)
            } else if !named.insert(id).inserted {
                refuse(
                    .badValue, "the claim '\(id)' is named twice", remedy: "name it once", under: path, element: index)
            }
        }
    }

    /// A denial that names no claim concerns the story's own claim, if there is exactly one.
    private mutating func fillInClaim(_ state: StoryState) {
        let known = state.names.storysOwn
        guard known.count == 1 else {
            let remedy =
                known.isEmpty
                ? state.gaps.remedy ?? "add the claim first: 'updated' with claims: [{id, text}]"
                : "name it: claim: one of \(listed(known.map(\.id.string)))"
            refuse(
                .claimRequired,
                "the denial names no claim, and the story '\(document.story)' makes \(known.count) claims",
                remedy: remedy, under: ["data"])
            return
        }
        complete(with: [known[0].id])
    }

    /// Adds the claims that the document leaves out. A response to a request that names claims concerns these.
    private mutating func complete(with claims: [Text]) {
        guard !claims.isEmpty else { return }
        var data = document.data
        data["claims"] = .array(claims.map(JSON.string))
        do { completed = Decision.Completed(data: data, payload: try Payload(document.type, data: data)) } catch {
            refuse(.wrongType, error.message, remedy: "name the claims", under: ["data"])
        }
    }

    /// The hop must belong to each named claim or, when none is named, to each claim of the story itself.
    private mutating func checkHop(_ hop: Text?, of ids: [Text], _ state: StoryState) {
        guard let hop else { return }
        let names = state.names
        if ids.isEmpty, names.storysOwn.isEmpty {
            refuse(
                .unknownHop, "the story '\(document.story)' has no claim of its own, and so no hop '\(hop)'",
                remedy: "add the claim first: 'updated' with claims: [{id, text}]", under: ["data", "hop"])
        }
        if ids.isEmpty, names.allOwnClaimsHave(hop: hop) { return }
        let claims = ids.isEmpty ? names.storysOwn : ids.prefix(StoryLimits.claimsNamed).compactMap(names.claim)
        for claim in claims where refusals.count < Refusals.most && !claim.hopIDs.contains(hop) {
            let remedy = suggest(hop, among: claim.hopIDs)
            refuse(
                .unknownHop, "the claim '\(claim.id)' has no hop '\(hop)'", remedy: remedy, under: ["data", "hop"])
        }
    }

    private mutating func checkRequest(_ id: Text?, _ state: StoryState) {
        guard let id, !state.names.hasRequest(id) else { return }
        let remedy = suggest(id, among: state.names.requests)
        refuse(
            .unknownRequest, "the story '\(document.story)' has no request for comment '\(id)'", remedy: remedy,
            under: ["data", "request"])
    }

    private mutating func checkAnswered(_ id: Text?, _ state: StoryState) {
        guard let id, !state.names.hasEvent(id) else { return }
        refuse(
            .unknownEvent, "the story '\(document.story)' has no event with the id \(id.quoted)",
            remedy: "name an earlier event of the same story, not a request or a claim, or leave 'answers' out",
            under: ["data", "answers"])
    }

    /// A near name among the known ones; once the limit of comparisons is reached, only the known names.
    mutating func suggest(_ id: Text, among known: [Text]) -> String {
        let compared = known.prefix(namesLeft).map(\.string)
        namesLeft -= compared.count
        if let near = nearest(to: id.string, among: compared) { return "did you mean '\(near)'?" }
        return known.isEmpty ? "remove it" : "known here: \(listed(known.map(\.string)))"
    }

    mutating func refuse(
        _ code: Refusal.Code, _ message: String, remedy: @autoclosure () -> String, under members: [Text],
        element: Int? = nil
    ) {
        guard refusals.count < Refusals.most else { return }
        var path = members.reduce(document.path) { $0.member($1) }
        if let element { path = path.element(element) }
        refusals.append(Refusal(code, at: path, message, remedy: remedy()))
    }
}

extension [StoryState.Gap] {
    /// The remedy for a claim whose event was withheld: its text is gone, so it cannot be denied.
    var remedy: String? {
        guard !isEmpty else { return nil }
        return
            "the data of \(listed(map(\.envelope.position.description))) was withheld, and claims that came "
            + "with it; to name one, add it again: 'updated' with claims: [{id, text}]"
    }
}

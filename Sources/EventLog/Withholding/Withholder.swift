import CanonicalJSON
import StoryEvents

/// Withholds data of events in the log: an event of the ledger's own says so, and what it names is erased.
public struct Withholder: Sendable {
    let store: any EventStore

    /// - Parameter store: The log; opened for writing, unless only a plan is asked for.
    public init(_ store: any EventStore) {
        self.store = store
    }

    /// What was withheld.
    public struct Outcome: Hashable, Sendable {
        /// The event that says so; nil where it was recorded before, and only files were left to be cleaned.
        public let by: Envelope?
        /// What it says.
        public let takedown: Takedown?
        /// What was taken.
        public let plan: WithholdingPlan
        /// Events of which other files may still hold something.
        public let pending: [Position]
        /// Texts by which such files are recognised; none that is too short to be told from others.
        public let texts: [Text]
        /// Those that are: where one stands whole, it is named.
        public let wholes: [Text]

        /// The takedown that words belong to which no event holds any more, and files perhaps; nil for any other outcome.
        public var before: Position?

        /// Whether it was recorded before.
        public var isResumed: Bool { by == nil }
    }

    /// Finds what would be withheld. Nothing is written.
    ///
    /// - Parameters:
    ///   - reason: Held against what is found, where it is known: it stays in the log.
    ///   - authority: Likewise.
    /// - Throws: ``WithholdingError``.
    public func plan(
        _ request: WithholdingRequest, reason: Text? = nil, authority: Text? = nil
    ) throws(WithholdingError) -> WithholdingPlan {
        try search(request, reason, authority).plan
    }

    private func search(
        _ request: WithholdingRequest, _ reason: Text?, _ authority: Text?
    ) throws(WithholdingError) -> WithholdingSearch {
        var search = WithholdingSearch(store)
        let plan = try search.run(request)
        // Of a whole event short texts are anybody's words, and so are one or two letters.
        func isTelling(_ text: Text) -> Bool { SeenText.text(of: text.bytes).count > 2 }
        let texts = plan.texts.filter { request.isOfWords || isTelling($0) }.map { WantedText($0) }
        let wholes = request.isWholeEvent ? [] : plan.wholes.filter(isTelling).map { WholeText($0) }
        for case let (member, said?) in [("reason", reason?.bytes), ("authority", authority?.bytes)]
        where texts.contains(where: { $0.isIn(said) }) || wholes.contains(where: { $0.stands(in: said) }) {
            throw .wordsInReason(member: member)
        }
        return search
    }

    /// Withholds data, in one durable transaction.
    ///
    /// What other files hold of the data is not touched: until ``TakedownRecords/pendingErasures()`` is settled, the same can
    /// be asked for again.
    ///
    /// - Throws: ``WithholdingError``; nothing is written then.
    public func withhold(
        _ request: WithholdingRequest, reason: Text, authority: Text
    ) throws(WithholdingError) -> Outcome {
        guard !reason.isBlank else { throw .noReason }
        guard !authority.isBlank else { throw .noAuthority }
        return try log { () throws(EventLogError) in
            try store.append(dryRun: false) {
                transaction throws(EventLogError) -> Result<Outcome, WithholdingError> in
                // Nobody else writes meanwhile, and nothing is appended before the plan is made.
                do throws(WithholdingError) {
                    let search = try search(request, reason, authority)
                    guard !search.plan.pieces.isEmpty else { return .success(try resume(request, search)) }
                    return .success(try withhold(search.plan, reason, authority, in: transaction))
                } catch {
                    if case .log(let error) = error { throw error }
                    return .failure(error)
                }
            }
        }.get()
    }

    /// The plan of a takedown.
    ///
    /// - Throws: ``WithholdingError``, as a takedown does where there is nothing to withhold.
    public func dryRun(
        _ request: WithholdingRequest, reason: Text? = nil, authority: Text? = nil
    ) throws(WithholdingError) -> WithholdingPlan {
        let search = try search(request, reason, authority)
        if search.plan.pieces.isEmpty, try resume(request, search).before != nil {
            throw .nothingFound(otherLetters: search.spellings)
        }
        return search.plan
    }

    private func resume(
        _ request: WithholdingRequest, _ search: WithholdingSearch
    ) throws(WithholdingError) -> Outcome {
        let plan = search.plan
        let pending = try log { () throws(EventLogError) in try store.pendingErasures() }
        var outcome = Outcome(
            by: nil, takedown: nil, plan: plan, pending: pending, texts: plan.texts, wholes: plan.wholes)
        guard pending.isEmpty else { return outcome }
        guard let before = try takedown(before: request) else {
            throw .nothingFound(otherLetters: search.spellings)
        }
        outcome.before = before
        return outcome
    }

    /// The newest takedown of the story of some words, or of any: what was found of them in no event may be in files.
    private func takedown(before request: WithholdingRequest) throws(WithholdingError) -> Position? {
        guard case .words(_, let story, let everywhere) = request else { return nil }
        let stories = try log { () throws(EventLogError) in try store.withheldContent().takings }
        return stories[story] ?? (everywhere ? stories.values.max() : nil)
    }

    private func withhold(
        _ plan: WithholdingPlan, _ reason: Text, _ authority: Text, in transaction: any AppendTransaction
    ) throws(WithholdingError) -> Outcome {
        guard let subject = plan.subject else { throw .nothingFound() }
        let takedown = try takedown(plan, reason, authority)
        // All events of a file lose its name and hash: there may be very many.
        let custodyOnly = Set(plan.custody + plan.named)
        let events = try takedown.taken.map { taken throws(WithholdingError) in try event(at: taken.position) }
        return try log { () throws(EventLogError) in
            let first = events.first { $0.envelope.story == subject && !custodyOnly.contains($0.envelope.position) }
            let envelope = try SystemEvent(
                identity: try identity(first?.envelope.position ?? takedown.taken[0].position, in: transaction),
                story: subject, type: .withheld, data: takedown.data, command: "storyledger withhold", reason: reason,
                withheldFingerprints: try fingerprints(
                    of: events.filter { !custodyOnly.contains($0.envelope.position) }, in: transaction)
            ).append(in: transaction, of: store, expecting: .exists)
            // The newest first: what an event holds for others that lose it, too, is then handed on to none of them.
            for (taken, event) in zip(takedown.taken, events).reversed() {
                var rest: DisclosedData?
                if case .some(let pieces) = taken.pieces { rest = event.disclosed?.hiding(pieces) }
                try transaction.erase(
                    taken.position, by: envelope.position, leaving: rest,
                    custodyOnly: custodyOnly.contains(taken.position))
            }
            // The files of these are called after the words, too.
            for position in plan.named { try transaction.noteErasure(of: position) }
            let pending = takedown.taken.map(\.position).filter { !custodyOnly.contains($0) } + plan.named
            return Outcome(
                by: envelope, takedown: takedown, plan: plan, pending: pending, texts: plan.texts, wholes: plan.wholes)
        }
    }

    private func takedown(
        _ plan: WithholdingPlan, _ reason: Text, _ authority: Text
    ) throws(WithholdingError) -> Takedown {
        var stories: [[RecordedEvent]] = []
        for story in plan.stories {
            stories.append(try log { () throws(EventLogError) in try store.events(of: story) })
        }
        do throws(PayloadFault) {
            return try Takedown(
                of: plan.pieces, in: stories, same: plan.same, reason: reason, authority: authority
            ).adding(
                (plan.custody + plan.named).compactMap { position in plan.pieces[position].map { (position, $0) } })
        } catch {
            throw .log(.damaged(path: "a story", error.message))
        }
    }

    private func event(at position: Position) throws(WithholdingError) -> RecordedEvent {
        guard let event = try log({ () throws(EventLogError) in try store.event(at: position) }) else {
            throw .log(.damaged(path: "the event at \(position)", "it is missing"))
        }
        return event
    }

    private func fingerprints(
        of events: [RecordedEvent], in transaction: any AppendTransaction
    ) throws(EventLogError) -> [[UInt8]] {
        var fingerprints: [[UInt8]] = []
        for event in events {
            guard let found = try transaction.recorded(event.envelope.identity)?.fingerprint else {
                throw .damaged(
                    path: "the event at \(event.envelope.position)", "the index of identities does not have it")
            }
            fingerprints.append(found)
        }
        return fingerprints
    }

    /// The first identity that no takedown has.
    private func identity(
        _ position: Position, in transaction: any AppendTransaction
    ) throws(EventLogError) -> EventIdentity {
        var number = 1
        while try transaction.recorded(Takedown.identity(of: position, number: number)) != nil { number += 1 }
        return Takedown.identity(of: position, number: number)
    }
}

extension Takedown {
    /// The same that takes more events along, of whose data no fold needs anything.
    fileprivate func adding(_ others: [(Position, Pieces)]) -> Takedown {
        let known = Set(taken.map(\.position))
        let more = others.filter { !known.contains($0.0) }.map { Taken(position: $0.0, pieces: $0.1) }
        return Takedown(
            reason: reason, authority: authority, taken: (taken + more).sorted { $0.position < $1.position }, same: same
        )
    }
}

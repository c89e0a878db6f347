import CanonicalJSON
import MerkleLog
import StoryEvents

extension StoryBundle {
    /// Checks everything that ``StoryBundle`` lists.
    ///
    /// - Parameter policy: Whose signatures must be there.
    /// - Throws: ``BundleFault``, the first that is found.
    public func check(_ policy: CheckpointPolicy) throws(BundleFault) -> BundleProof {
        let verified: VerifiedCheckpoint
        do throws(MerkleLogError) { verified = try policy.open(note) } catch { throw .checkpoint(error) }
        guard origin.string == verified.checkpoint.origin else {
            throw .wrongOrigin(expected: verified.checkpoint.origin, found: origin)
        }
        var envelopes: [Envelope] = []
        var takings = Takings()
        for (index, event) in events.enumerated() {
            let envelope = try event.envelope(index)
            try checkChain(envelope, after: envelopes.last, index)
            try event.check(envelope, in: verified.checkpoint)
            try takings.note(event, envelope)
            envelopes.append(envelope)
        }
        let others = try checkWithheld(
            &takings, positions: Set(envelopes.map(\.position)), in: verified.checkpoint)
        try CarriedLeaves(envelopes + others).check()
        let carried = CarriedTakedowns(
            story, zip(events, envelopes).map { .init(envelope: $1, pieces: $0.data?.pieces.count) })
        for (envelope, takedown) in takings.carried { try carried.check(takedown, of: envelope) }
        var proven: [BundleProof.Event] = []
        for (event, envelope) in zip(events, envelopes) { proven.append(try event.pieces(envelope, takings)) }
        let found = try count(proven, takings)
        return BundleProof(
            events: proven, checkpoint: verified, leaves: envelopes + others, data: found.data, story: found.story,
            isCounted: found.isCounted)
    }

    private func checkWithheld(
        _ takings: inout Takings, positions: Set<Position>, in checkpoint: Checkpoint
    ) throws(BundleFault) -> [Envelope] {
        var envelopes: [Envelope] = []
        var last: Position?
        for (index, event) in withheld.enumerated() {
            let envelope = try event.envelope(events.count + index)
            try event.check(envelope, in: checkpoint)
            let position = envelope.position
            guard last.map({ $0 < position }) ?? true, !positions.contains(position) else {
                throw .badTakedown(position, "it is out of order, or among the story's events too")
            }
            last = position
            guard let taken = try takings.note(event, envelope) else {
                throw .badTakedown(position, "it is no event of the ledger's own that withholds anything")
            }
            guard !positions.isDisjoint(with: taken) else {
                throw .badTakedown(position, "it takes nothing of the story's events")
            }
            envelopes.append(envelope)
        }
        return envelopes
    }

    private func checkChain(_ envelope: Envelope, after last: Envelope?, _ index: Int) throws(BundleFault) {
        func broken(_ what: String) -> BundleFault { .brokenChain(event: index, what) }
        let isOwn = !EventType.ofProducers.contains(envelope.type)
        guard !isOwn || envelope.type == .withheld else {
            throw broken("'\(envelope.type)' is about the log itself, never about a story")
        }
        guard isOwn == (envelope.identity.source == .ledger) else {
            throw broken("'\(envelope.type)' does not come from the source \(envelope.identity.source)")
        }
        guard envelope.story.text == story else { throw broken("it is of the story '\(envelope.story)'") }
        guard envelope.revision.value == Int64(index) else {
            throw broken("expected revision \(index), found \(envelope.revision)")
        }
        guard envelope.previous == last?.position else {
            func shown(_ position: Position?) -> String { position?.description ?? "none" }
            throw broken("expected \(shown(last?.position)) as the event before it, found \(shown(envelope.previous))")
        }
        guard let last else {
            guard envelope.type == .published else { throw broken("expected 'published', found '\(envelope.type)'") }
            return
        }
        guard envelope.position > last.position, envelope.recorded >= last.recorded else {
            throw broken("it was recorded before the event before it")
        }
        guard envelope.type != .published else { throw broken("the story is published again") }
    }

    private func broken(_ event: Int, _ what: String) -> BundleFault { .brokenChain(event: event, what) }

    /// Holds the version against the events, and finds what shown pieces prove of the story.
    private func count(
        _ proven: [BundleProof.Event], _ takings: Takings
    ) throws(BundleFault) -> (data: [JSONObject?], story: ShownStory, isCounted: Bool) {
        let isComplete = proven.isComplete
        var rules = StoryRules(isWhole: isComplete && proven.allSatisfy(\.hasAllIDs))
        var (story, data, keepers) = (ShownStory(), [JSONObject?](), StoryState?.none)
        var (isLast, isLastShown) = (true, true)
        for (index, event) in events.enumerated() {
            let form = try event.checkForm(proven[index])
            let before = keepers?.version
            let payload = isComplete ? try event.payload(proven[index].envelope, takings) : nil
            if isComplete { data.append(try event.shownData(proven[index].envelope, takings)) }
            if let what = rules.take(proven[index], payload) { throw broken(index, what) }
            let makes = story.take(proven[index], form, takings.of(proven[index].envelope.position))
            (isLast, isLastShown) = (makes != false, makes == true)
            guard let payload else { continue }
            keepers.apply(proven[index].envelope, payload)
            isLast = keepers?.version != before
            guard let makes, makes != isLast else { continue }
            throw broken(
                index,
                "what is shown makes \(makes ? "a" : "no") version there, and a takedown says that it makes "
                    + (makes ? "none" : "one"))
        }
        let lastMakesNone = broken(events.count - 1, "the last event makes no version")
        if isComplete {
            guard let found = keepers?.version, found == version else {
                throw .wrongVersion(expected: version, found: keepers?.version ?? 0)
            }
            guard isLast else { throw lastMakesNone }
        } else {
            // The last event makes a version, so that it counts at least once.
            guard isLast else { throw lastMakesNone }
            let nearest = min(max(version, story.least + (isLastShown ? 0 : 1)), story.most)
            guard version == nearest else { throw .wrongVersion(expected: version, found: nearest) }
        }
        return (data, story, story.least == version && story.most == version)
    }
}

extension [BundleProof.Event] {
    /// Whether no piece is left out.
    fileprivate var isComplete: Bool { !contains { event in event.pieces.contains { $0.piece == .notCarried } } }
}

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
        let isComplete = !proven.contains { event in event.pieces.contains { $0.piece == .notCarried } }
        guard isComplete else {
            try checkBounds(envelopes)
            var rules = StoryRules(isWhole: false)
            for (index, event) in proven.enumerated() {
                try events[index].checkForm(event)
                if let what = rules.take(event, nil) { throw broken(index, what) }
            }
            return BundleProof(events: proven, checkpoint: verified, leaves: envelopes + others)
        }
        let (state, payloads) = try fold(proven, takings)
        return BundleProof(
            events: proven, checkpoint: verified, leaves: envelopes + others, payloads: payloads,
            status: state.status, texts: state.texts,
            withheldFields: state.withheldFields.filter { StoryState.textFields.contains($0.key) })
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
        guard isOwn == (envelope.identity.source == .ledger), !isOwn || envelope.type == .withheld else {
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

    private func fold(
        _ proven: [BundleProof.Event], _ takings: Takings
    ) throws(BundleFault) -> (StoryState, [Payload]) {
        var payloads: [Payload] = []
        var state: StoryState?
        var before: Int?
        var rules = StoryRules(isWhole: proven.allSatisfy(\.hasAllIDs))
        for (index, event) in events.enumerated() {
            let envelope = proven[index].envelope
            before = state?.version
            let payload: Payload
            try event.checkForm(proven[index])
            do throws(PayloadFault) {
                payload = try event.recorded(envelope, takings).payload()
                try payload.checkTexts()
            } catch {
                throw .unreadable(envelope.position, error)
            }
            if let what = rules.take(proven[index], payload) { throw broken(index, what) }
            state.apply(envelope, payload)
            payloads.append(payload)
        }
        guard let state, state.version == version else {
            throw .wrongVersion(expected: version, found: state?.version ?? 0)
        }
        guard state.version != before else {
            throw .brokenChain(event: events.count - 1, "the last event makes no version")
        }
        return (state, payloads)
    }

    /// What can be said of the version where pieces are not carried.
    private func checkBounds(_ envelopes: [Envelope]) throws(BundleFault) {
        var most = 1
        var isLast = false
        for (event, envelope) in zip(events, envelopes) {
            isLast = envelope.type == .updated && event.mayChangeText
            if isLast { most += 1 }
        }
        if events.count == 1 { isLast = true }
        guard isLast else {
            throw .brokenChain(event: events.count - 1, "the last event makes no version")
        }
        guard version <= most, (version == 1) == (events.count == 1) else {
            throw .wrongVersion(expected: version, found: most)
        }
    }
}

import CanonicalJSON
import MerkleLog
import StoryEvents

extension StoryBundle {
    /// What a bundle proves.
    public struct Proof: Hashable, Sendable {
        /// The envelopes of the story's events, in order.
        public let envelopes: [Envelope]
        /// Positions of the events whose data was withheld; none of them made a version.
        public let withheld: [Position]
        /// The checkpoint, with the signatures that were checked.
        public let checkpoint: VerifiedCheckpoint

        /// The event that made the version.
        public var newest: Envelope { envelopes[envelopes.count - 1] }
    }

    /// Checks everything that ``StoryBundle`` lists.
    ///
    /// - Parameter policy: Whose signatures must be there.
    /// - Throws: ``BundleFault``, the first that is found.
    public func check(_ policy: CheckpointPolicy) throws(BundleFault) -> Proof {
        let verified: VerifiedCheckpoint
        do throws(MerkleLogError) { verified = try policy.open(note) } catch { throw .checkpoint(error) }
        var envelopes: [Envelope] = []
        var withheld: [Position] = []
        // Updates without data, until an event says that they made no version.
        var doubtful: [Position] = []
        var state: StoryState?
        for (index, event) in events.enumerated() {
            let envelope = try event.envelope(index)
            try checkChain(envelope, after: envelopes.last, index)
            try event.checkInclusion(envelope, in: verified.checkpoint)
            let before = state?.version
            if let content = event.content {
                let payload = try Self.fold(envelope, content, into: &state)
                if case .withheld(let takedown) = payload, takedown.version == nil {
                    doubtful.removeAll { $0 == takedown.position }
                }
            } else {
                if envelope.type == .published { throw .withheld(envelope.position) }
                if envelope.type == .updated { doubtful.append(envelope.position) }
                withheld.append(envelope.position)
            }
            envelopes.append(envelope)
            let isLast = index == events.count - 1
            if isLast, state?.version == before { throw .brokenChain(event: index, "the last event makes no version") }
        }
        if let position = doubtful.first { throw .withheld(position) }
        guard let state, state.version == version else {
            throw .wrongVersion(expected: version, found: state?.version ?? 0)
        }
        let texts = state.texts
        for field in StoryState.textFields where texts[field] != text[field] { throw .wrongText(field: field) }
        return Proof(envelopes: envelopes, withheld: withheld, checkpoint: verified)
    }

    private func checkChain(_ envelope: Envelope, after last: Envelope?, _ index: Int) throws(BundleFault) {
        func broken(_ what: String) -> BundleFault { .brokenChain(event: index, what) }
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
    }

    private static func fold(
        _ envelope: Envelope, _ content: RecordedEvent.Content, into state: inout StoryState?
    ) throws(BundleFault) -> Payload {
        guard Commitment(to: content.data, salt: content.salt) == envelope.commitment else {
            throw .notCommitted(envelope.position)
        }
        let event = RecordedEvent(envelope: envelope, leaf: [], content: content)
        do throws(PayloadFault) {
            let payload = try event.payload()
            state.apply(envelope, payload)
            return payload
        } catch {
            throw .unreadable(envelope.position, error)
        }
    }
}

extension StoryBundle.Event {
    fileprivate func envelope(_ index: Int) throws(BundleFault) -> Envelope {
        do throws(LeafFault) { return try Envelope(leaf: leaf) } catch { throw .leaf(event: index, error) }
    }

    fileprivate func checkInclusion(_ envelope: Envelope, in checkpoint: Checkpoint) throws(BundleFault) {
        do throws(MerkleLogError) {
            try InclusionProof(leaf: UInt64(envelope.position.value), size: checkpoint.size, hashes: proof)
                .check(leafHash: .leaf(leaf), root: checkpoint.root)
        } catch {
            throw .notInTree(envelope.position, error)
        }
    }
}

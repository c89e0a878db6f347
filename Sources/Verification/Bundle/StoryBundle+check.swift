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
                if let what = rules.take(event, nil) { throw broken(index, what) }
            }
            return BundleProof(events: proven, checkpoint: verified, texts: nil, withheldFields: [:])
        }
        let state = try fold(proven, takings)
        return BundleProof(
            events: proven, checkpoint: verified, texts: state.texts,
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

    private func fold(_ proven: [BundleProof.Event], _ takings: Takings) throws(BundleFault) -> StoryState {
        var state: StoryState?
        var before: Int?
        var rules = StoryRules(isWhole: proven.allSatisfy(\.hasAllIDs))
        for (index, event) in events.enumerated() {
            let envelope = proven[index].envelope
            before = state?.version
            let payload: Payload
            do throws(PayloadFault) {
                payload = try event.recorded(envelope, takings).payload()
                try payload.checkTexts()
            } catch {
                throw .unreadable(envelope.position, error)
            }
            if let what = rules.take(proven[index], payload) { throw broken(index, what) }
            state.apply(envelope, payload)
        }
        guard let state, state.version == version else {
            throw .wrongVersion(expected: version, found: state?.version ?? 0)
        }
        guard state.version != before else {
            throw .brokenChain(event: events.count - 1, "the last event makes no version")
        }
        return state
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

/// What the carried takedowns took.
private struct Takings {
    private(set) var takedowns: [Position: [Withheld]] = [:]
    /// The takedowns themselves, in the order of the bundle.
    private(set) var carried: [(envelope: Envelope, takedown: Takedown)] = []

    /// Notes what an event takes.
    ///
    /// - Returns: The positions of the events that it takes something of; nil where it is no takedown that can be read.
    @discardableResult
    mutating func note(_ event: StoryBundle.Event, _ envelope: Envelope) throws(BundleFault) -> Set<Position>? {
        guard envelope.type == .withheld, envelope.identity.source == .ledger, let data = event.data,
            data.hidden.isEmpty
        else { return nil }
        let payload: Payload
        do throws(PayloadFault) { payload = try event.recorded(envelope, self).payload() } catch {
            throw .unreadable(envelope.position, error)
        }
        guard case .withheld(let takedown) = payload else { return nil }
        carried.append((envelope, takedown))
        let withheld = takedown.withheld(by: envelope.position, recorded: envelope.recorded)
        for (position, withheld) in withheld { takedowns[position, default: []].append(withheld) }
        return Set(withheld.keys)
    }

    /// Who withheld pieces of an event, in log order.
    func of(_ position: Position) -> [Withheld] { (takedowns[position] ?? []).sorted { $0.by < $1.by } }
}

extension StoryBundle.Event {
    fileprivate func envelope(_ index: Int) throws(BundleFault) -> Envelope {
        let envelope: Envelope
        do throws(LeafFault) { envelope = try Envelope(leaf: leaf) } catch { throw .leaf(event: index, error) }
        guard envelope.schema <= Envelope.currentSchema else {
            throw .unknownSchema(event: index, found: envelope.schema)
        }
        return envelope
    }

    /// Holds the leaf against the tree, and the data against the leaf.
    fileprivate func check(_ envelope: Envelope, in checkpoint: Checkpoint) throws(BundleFault) {
        do throws(MerkleLogError) {
            try InclusionProof(leaf: UInt64(envelope.position.value), size: checkpoint.size, hashes: proof)
                .check(leafHash: .leaf(leaf), root: checkpoint.root)
        } catch {
            throw .notInTree(envelope.position, error)
        }
        guard let data else { return }
        guard data.commitment == envelope.commitment else { throw .notCommitted(envelope.position) }
        guard let skeleton = try? JSON.parse(data.skeleton), case .object = skeleton,
            skeleton.canonicalBytes == data.skeleton
        else { throw .badSkeleton(envelope.position) }
        guard let remainder = data.remainder, DisclosedData(remainder: remainder, records: data.records) == data else {
            throw .notTakenApart(envelope.position)
        }
    }

    /// What becomes of each piece.
    fileprivate func pieces(_ envelope: Envelope, _ takings: Takings) throws(BundleFault) -> BundleProof.Event {
        let takedowns = takings.of(envelope.position)
        guard let data else {
            guard let withheld = takedowns.last(where: { $0.taken.pieces == .all }) else {
                throw .noData(envelope.position)
            }
            return BundleProof.Event(envelope: envelope, withheld: withheld, pieces: [])
        }
        guard let paths = data.paths else { throw .notTakenApart(envelope.position) }
        let pieces = zip(paths, data.pieces.enumerated()).map { path, numbered in
            let piece: BundleProof.Piece
            switch numbered.element {
            case .shown(let text, _): piece = .shown(Text(String(decoding: text, as: UTF8.self)))
            case .hidden:
                piece =
                    takedowns.last { $0.taken.pieces.contains(numbered.offset) }.map(BundleProof.Piece.withheld)
                    ?? .notCarried
            }
            return (path, piece)
        }
        return BundleProof.Event(envelope: envelope, withheld: nil, pieces: pieces)
    }

    /// The event as a log would give it.
    fileprivate func recorded(_ envelope: Envelope, _ takings: Takings) -> RecordedEvent {
        let takedowns = takings.of(envelope.position)
        if let data {
            return RecordedEvent(
                envelope: envelope, leaf: leaf, partial: RecordedEvent.Partial(data, takedowns: takedowns))
        }
        guard let withheld = takedowns.last(where: { $0.taken.pieces == .all }) else {
            preconditionFailure("data that is not there was withheld: it is checked before")
        }
        return RecordedEvent(envelope: envelope, leaf: leaf, withheld: withheld)
    }

    /// Whether the data has a headline, dek or body, or nobody can say.
    fileprivate var mayChangeText: Bool {
        guard let data else { return true }
        guard let paths = data.remainder, case .object(let object)? = try? JSON.parse(paths) else { return false }
        return StoryState.textFields.contains { object[$0] != nil }
    }
}

extension BundleProof.Event {
    /// Whether nothing is missing but texts, and the name and the hash of a file: no id can be among them.
    fileprivate var hasAllIDs: Bool {
        withheld == nil
            && pieces.allSatisfy { path, piece in
                if case .shown = piece { return true }
                return path.isCustody || path.field.map(StoryState.textFields.contains) ?? false
            }
    }
}

extension Payload {
    /// The texts of a story are strings; an update may remove one.
    fileprivate func checkTexts() throws(PayloadFault) {
        let (fields, mayRemove): (JSONObject, Bool)
        switch self {
        case .published(let publication): (fields, mayRemove) = (publication.fields, false)
        case .updated(let update): (fields, mayRemove) = (update.patch, true)
        default: return
        }
        for name in StoryState.textFields {
            switch fields[name] {
            case nil, .string?: continue
            case .null? where mayRemove: continue
            default: throw PayloadFault(path: .root.member(name), expected: "a string")
            }
        }
    }
}

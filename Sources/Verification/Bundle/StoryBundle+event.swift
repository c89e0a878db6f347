import CanonicalJSON
import MerkleLog
import StoryEvents

extension StoryBundle.Event {
    func envelope(_ index: Int) throws(BundleFault) -> Envelope {
        let envelope: Envelope
        do throws(LeafFault) { envelope = try Envelope(leaf: leaf) } catch { throw .leaf(event: index, error) }
        guard envelope.schema <= Envelope.currentSchema else {
            throw .unknownSchema(event: index, found: envelope.schema)
        }
        if let what = envelope.intakeFault { throw .notTaken(event: index, what) }
        return envelope
    }

    /// Holds the leaf against the tree, and the data against the leaf.
    func check(_ envelope: Envelope, in checkpoint: Checkpoint) throws(BundleFault) {
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
    func pieces(_ envelope: Envelope, _ takings: Takings) throws(BundleFault) -> BundleProof.Event {
        let takedowns = takings.of(envelope.position)
        guard let data else {
            guard let withheld = takedowns.last(where: { $0.taken.pieces == .all }) else {
                throw .noData(envelope.position)
            }
            return BundleProof.Event(envelope: envelope, withheld: withheld, pieces: [], takedowns: takedowns)
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
        return BundleProof.Event(envelope: envelope, withheld: nil, pieces: pieces, takedowns: takedowns)
    }

    /// The event as a log would give it.
    func recorded(_ envelope: Envelope, _ takings: Takings) -> RecordedEvent {
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

    /// Checks that the data has the form in which a ledger records it, as far as pieces show it.
    ///
    /// - Returns: The data with empty strings for what is missing; nil where all of it is.
    func checkForm(_ event: BundleProof.Event) throws(BundleFault) -> JSONObject? {
        let envelope = event.envelope
        guard let data else { return nil }
        guard let text = data.remainder, case .object(let object)? = try? JSON.parse(text) else {
            throw .notTakenApart(envelope.position)
        }
        guard EventType.ofProducers.contains(envelope.type) else { return object }
        let hidden = event.pieces.compactMap { path, piece -> JSONPath? in
            if case .shown = piece { nil } else { path.path }
        }
        if let fault = KeptForm.fault(in: object, of: envelope.type, hidden: Set(hidden)) {
            throw .unreadable(envelope.position, fault)
        }
        return object
    }

    /// What the event says as the ledger folds it.
    func payload(_ envelope: Envelope, _ takings: Takings) throws(BundleFault) -> Payload {
        do throws(PayloadFault) {
            let payload = try recorded(envelope, takings).payload()
            try payload.checkTexts()
            return payload
        } catch {
            throw .unreadable(envelope.position, error)
        }
    }

    /// The data, with words in place of what was withheld; nil where all of it was.
    func shownData(_ envelope: Envelope, _ takings: Takings) throws(BundleFault) -> JSONObject? {
        do throws(PayloadFault) { return try recorded(envelope, takings).data() } catch {
            throw .unreadable(envelope.position, error)
        }
    }
}

extension BundleProof.Event {
    /// Whether nothing is missing but texts, and the name and the hash of a file: no id can be among them.
    var hasAllIDs: Bool {
        withheld == nil
            && pieces.allSatisfy { path, piece in
                if case .shown = piece { return true }
                return path.isCustody || path.field.map(StoryState.textFields.contains) ?? false
            }
    }
}

extension Payload {
    /// The texts of a story are strings; an update may remove one.
    func checkTexts() throws(PayloadFault) {
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

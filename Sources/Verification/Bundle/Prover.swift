import CanonicalJSON
import EventLog
import MerkleLog
import StoryEvents

/// Makes proofs that are checked without the ledger, against the newest checkpoint that meets the quorum.
public struct Prover {
    private let store: any TreeStore

    private let quorum: WitnessQuorum?

    /// How many checkpoints are looked through, newest first, for one that the quorum has cosigned.
    private static let lookBack = 1000

    /// - Parameters:
    ///   - store: The log.
    ///   - quorum: The cosignatures that a checkpoint must have; nil for none.
    public init(_ store: any TreeStore, quorum: WitnessQuorum? = nil) {
        self.store = store
        self.quorum = quorum
    }

    /// Proves that one event is in the log: a C2SP tlog-proof, with the leaf itself as its extra data.
    ///
    /// - Throws: ``ProvingError``.
    public func proof(of position: Position) throws(ProvingError) -> ProofFile {
        let leaves = try read { () throws(EventLogError) in try store.leaves(from: position, limit: 1) }
        guard let leaf = leaves.first else {
            throw .noEvent(position, size: try read { () throws(EventLogError) in try store.size() })
        }
        let head = try head(covering: position)
        let proof = try head.proof(of: leaf, at: position, in: store)
        do throws(MerkleLogError) { return try ProofFile(extra: leaf, proof: proof, note: head.note) } catch {
            throw .unprovable(error)
        }
    }

    /// Gathers everything that proves one version of a story.
    ///
    /// - Parameters:
    ///   - story: The story's id.
    ///   - version: From 1.
    ///   - only: The pieces to show; nil for all that are there.
    /// - Throws: ``ProvingError``.
    public func bundle(
        of story: StoryID, version: Int, only selectors: [PieceSelector]? = nil
    ) throws(ProvingError) -> StoryBundle {
        let events = try chain(of: story, version: version)
        let takedowns = try takedowns(of: events)
        guard let last = (events + takedowns).map(\.envelope.position).max() else {
            throw .noVersion(story, version, newest: 0)
        }
        let head = try head(covering: last)
        let shown = try selectors.map { selectors throws(ProvingError) in
            try PieceSelector.pieces(selectors, of: events)
        }
        var proven: [StoryBundle.Event] = []
        for event in events {
            proven.append(try prove(event, shown, head))
        }
        var explaining: [StoryBundle.Event] = []
        for event in takedowns { explaining.append(try prove(event, nil, head)) }
        let bundle = StoryBundle(
            origin: Text(head.checkpoint.origin), story: story.text, version: version, events: proven,
            withheld: explaining, note: head.note)
        let length = bundle.bytes.count
        guard length <= StoryBundle.longest else { throw .tooLong(limit: StoryBundle.longest, found: length) }
        return bundle
    }

    /// - Parameter shown: The pieces to show of each event; nil for all that are there.
    private func prove(
        _ event: RecordedEvent, _ shown: [Position: Set<Int>]?, _ head: SignedHead
    ) throws(ProvingError) -> StoryBundle.Event {
        let position = event.envelope.position
        let proof = try head.proof(of: event.leaf, at: position, in: store)
        var data = event.disclosed
        if event.withheld == nil, data == nil {
            throw .unreadable(position, PayloadFault(path: .root, expected: said("data in RFC 8785 form")))
        }
        // What the ledger itself says explains what is missing.
        if let shown, EventType.ofProducers.contains(event.envelope.type) {
            data = data?.hiding(
                (data?.pieces.indices).map(Array.init)?.filter { shown[position]?.contains($0) != true } ?? [])
        }
        return StoryBundle.Event(leaf: event.leaf, data: data, proof: proof.hashes)
    }

    /// The story's events up to the one that made a version.
    private func chain(of story: StoryID, version: Int) throws(ProvingError) -> [RecordedEvent] {
        var state: StoryState?
        var events: [RecordedEvent] = []
        for event in try read({ () throws(EventLogError) in try store.events(of: story) }) {
            do throws(PayloadFault) { state.apply(event.envelope, try event.payload()) } catch {
                throw .unreadable(event.envelope.position, error)
            }
            events.append(event)
            if state?.version == version { return events }
        }
        throw .noVersion(story, version, newest: state?.version ?? 0)
    }

    /// The events that explain what is missing of others, and are none of them.
    private func takedowns(of events: [RecordedEvent]) throws(ProvingError) -> [RecordedEvent] {
        var positions: Set<Position> = []
        for event in events {
            positions.formUnion(event.partial?.takedowns.map(\.by) ?? [])
            if let withheld = event.withheld { positions.insert(withheld.by) }
        }
        positions.subtract(events.map(\.envelope.position))
        var takedowns: [RecordedEvent] = []
        for position in positions.sorted() {
            let found = try read { () throws(EventLogError) in try store.event(at: position) }
            if let found { takedowns.append(found) }
        }
        return takedowns
    }

    private func head(covering position: Position) throws(ProvingError) -> SignedHead {
        let limit = quorum == nil ? 1 : Self.lookBack
        let stored = try read { () throws(EventLogError) in try store.checkpoints(limit: limit) }
        guard let newest = stored.first, newest.size > UInt64(position.value) else {
            throw .notPublished(position, size: stored.first?.size)
        }
        do throws(MerkleLogError) {
            for candidate in stored where candidate.size > UInt64(position.value) {
                let note = try SignedNote(bytes: candidate.note)
                guard quorum?.isMet(by: note) ?? true else { continue }
                return SignedHead(note: note, checkpoint: try Checkpoint(text: note.text))
            }
        } catch {
            throw .unprovable(error)
        }
        throw .noQuorum(position, size: newest.size)
    }

    private func read<Value>(_ body: () throws(EventLogError) -> Value) throws(ProvingError) -> Value {
        do throws(EventLogError) { return try body() } catch { throw .log(error) }
    }
}

/// A checkpoint to prove things against.
private struct SignedHead {
    let note: SignedNote
    let checkpoint: Checkpoint

    /// Makes a proof, and checks it: one that does not hold is not handed out.
    func proof(
        of leaf: [UInt8], at position: Position, in store: any TreeStore
    ) throws(ProvingError) -> InclusionProof {
        do throws(MerkleLogError) {
            let size = checkpoint.size
            let proof = try InclusionProof(
                leaf: UInt64(position.value), size: size, from: LogTree(store, size: size))
            try proof.check(leafHash: .leaf(leaf), root: checkpoint.root)
            return proof
        } catch {
            throw .unprovable(error)
        }
    }
}

/// Why something cannot be proven.
public enum ProvingError: Error {
    /// There is no event at that position.
    case noEvent(Position, size: Int64)
    /// The story has not that many versions.
    case noVersion(StoryID, Int, newest: Int)
    /// No checkpoint covers the event yet; the newest one's size, nil when there is none.
    case notPublished(Position, size: UInt64?)
    /// The quorum has cosigned no checkpoint that covers the event; the newest one's size.
    case noQuorum(Position, size: UInt64)
    /// An event's stored data cannot be read.
    case unreadable(Position, PayloadFault)
    /// No piece that the version shows is meant by this.
    case noPiece(PieceSelector)
    /// The bundle would be longer than a bundle can be, in bytes.
    case tooLong(limit: Int, found: Int)
    /// The log does not lead to the checkpoint that was signed of it.
    case unprovable(MerkleLogError)
    /// The log cannot be read.
    case log(EventLogError)

    /// What was asked for, what was found.
    public var message: String {
        switch self {
        case .noEvent(let position, let size): said("there is no event at \(position); the log has \(size)")
        case .noVersion(let story, let number, let newest):
            said("\(story) has no version \(number); its newest is \(newest)")
        case .notPublished(let position, nil):
            said("nothing is published yet, so there is nothing to prove \(position) against")
        case .notPublished(let position, let size?):
            said("the newest checkpoint covers the first \(size) events, and not \(position)")
        case .noQuorum(let position, let size):
            said(
                "the quorum has cosigned no checkpoint that covers \(position); the newest, of \(size) events, lacks it"
            )
        case .unreadable(let position, let fault): said("the event at \(position) cannot be read: \(fault.message)")
        case .noPiece(let selector): said("the version has no piece '\(selector)'")
        case .tooLong(let limit, let found):
            said("the bundle would be \(found) bytes long; at most \(limit) are allowed")
        case .unprovable(let error): said("the log does not bear out its newest checkpoint: \(error)")
        case .log(let error): error.message
        }
    }

    /// What to do about it.
    public var remedy: String {
        switch self {
        case .noEvent: said("list events with 'storyledger log'")
        case .noVersion: said("list the versions with 'storyledger history'")
        case .notPublished: said("publish a checkpoint with 'storyledger publish', or let the daemon do it")
        case .noQuorum: said("wait for the witnesses; 'storyledger status' shows what each has signed")
        case .unreadable: said("stop, keep the ledger as it is, and restore it from a backup")
        case .noPiece: said("name a field (headline), a paragraph of it (body:3), or a claim by its id (claims.ID)")
        case .tooLong: said("prove the events one by one with 'storyledger prove'")
        case .unprovable: said("run 'storyledger verify', and keep the ledger as it is")
        case .log(let error): error.remedy
        }
    }
}

import CanonicalJSON
import StoryEvents

/// Withholds the data of events in the log: an event of the ledger's own says so, and salt and data are erased.
public struct Withholder: Sendable {
    private let store: any EventStore

    /// - Parameter store: The log, opened for writing.
    public init(_ store: any EventStore) {
        self.store = store
    }

    /// What was withheld.
    public struct Outcome: Hashable, Sendable {
        /// The event, without its data.
        public let event: RecordedEvent
        /// Who withheld it, and why.
        public let withheld: Withheld
        /// Whether that was recorded before, and only files were left to be cleaned.
        public let isResumed: Bool
        /// Texts that the data held, as far as they are long enough to be told from others; none where it is resumed.
        public let texts: [Text]
    }

    /// Withholds the data of one event, in one durable transaction.
    ///
    /// What other files hold of the data is not touched: until ``EventStore/pendingErasures()`` is settled, the same can
    /// be asked for again.
    ///
    /// - Throws: ``WithholdingError``; nothing is written then.
    public func withhold(
        _ position: Position, reason: Text, authority: Text
    ) throws(WithholdingError) -> Outcome {
        guard !reason.isBlank else { throw .noReason }
        guard !authority.isBlank else { throw .noAuthority }
        let found = try log { () throws(EventLogError) in try store.event(at: position) }
        guard let event = found else {
            throw .noEvent(position, size: try log { () throws(EventLogError) in try store.size() })
        }
        guard EventType.ofProducers.contains(event.envelope.type) else {
            throw .ledgersOwn(position, event.envelope.type)
        }
        return try log { () throws(EventLogError) in
            try store.append(rehearsal: false) { transaction throws(EventLogError) in
                try withhold(position, of: event.envelope.story, reason, authority, in: transaction)
            }
        }.get()
    }

    private func withhold(
        _ position: Position, of story: StoryID, _ reason: Text, _ authority: Text,
        in transaction: any AppendTransaction
    ) throws(EventLogError) -> Result<Outcome, WithholdingError> {
        let events = try transaction.events(of: story)
        guard let event = events.first(where: { $0.envelope.position == position }) else {
            throw .damaged(path: "the story \(story)", "it does not have its event at \(position)")
        }
        if let withheld = event.withheld {
            guard try store.pendingErasures().contains(position) else { return .failure(.withheldAlready(withheld)) }
            return .success(Outcome(event: event, withheld: withheld, isResumed: true, texts: []))
        }
        let takedown: Takedown
        let texts: [Text]
        do throws(PayloadFault) {
            takedown = try Takedown(of: position, in: events, reason: reason, authority: authority)
            texts = try event.data().map { JSON.object($0).longTexts } ?? []
        } catch {
            throw .damaged(path: "the story \(story)", error.message)
        }
        guard let fingerprint = try transaction.recorded(event.envelope.identity)?.fingerprint else {
            throw .damaged(path: "the event at \(position)", "the index of identities does not have it")
        }
        let envelope = try OwnEvent(
            identity: Takedown.identity(of: position), story: story, type: .withheld, data: takedown.data,
            command: "storyledger withhold", reason: reason, withheldFingerprint: fingerprint
        ).append(in: transaction, of: store, expecting: .exists)
        try transaction.erase(position)
        let withheld = Withheld(by: envelope.position, recorded: envelope.recorded, takedown: takedown)
        let erased = RecordedEvent(envelope: event.envelope, leaf: event.leaf, withheld: withheld)
        return .success(Outcome(event: erased, withheld: withheld, isResumed: false, texts: texts))
    }

    private func log<Value>(_ body: () throws(EventLogError) -> Value) throws(WithholdingError) -> Value {
        do throws(EventLogError) { return try body() } catch { throw .log(error) }
    }
}

extension Text {
    fileprivate var isBlank: Bool { string.unicodeScalars.allSatisfy(\.properties.isWhitespace) }
}

extension JSON {
    /// The strings in it that are long enough to be told from others: those of at least 24 bytes.
    fileprivate var longTexts: [Text] {
        switch self {
        case .string(let text): text.utf8.count >= 24 ? [text] : []
        case .array(let elements): elements.flatMap(\.longTexts)
        case .object(let object): object.members.flatMap(\.value.longTexts)
        default: []
        }
    }
}

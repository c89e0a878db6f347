import CanonicalJSON
import StoryEvents

/// Takes the documents of one file, in one transaction, until one of them is refused.
struct FileIntake {
    private let submission: Submission
    private let transaction: any AppendTransaction
    private let states: StateCache
    private let secret: LedgerSecret
    private var entries: [Receipt.Entry] = []
    private var refusals: [Refusal] = []
    /// The story that is not there yet, when that is all that keeps the file from being taken.
    private(set) var awaited: StoryID?

    /// The most refusals to report of one file.
    static let mostRefusals = 100

    init(
        _ submission: Submission, _ transaction: any AppendTransaction, _ states: StateCache, _ secret: LedgerSecret
    ) {
        self.submission = submission
        self.transaction = transaction
        self.states = states
        self.secret = secret
    }

    /// - Returns: Whether every document was taken; if not, all of them are to be undone.
    mutating func takeAll() throws(EventLogError) -> Bool {
        switch submission.content {
        case .refused(let found): refusals = found
        case .documents(var reader): try takeAll(&reader)
        }
        if refusals.isEmpty { return awaited == nil }
        awaited = nil
        return false
    }

    /// The receipt of what was taken or refused.
    func receipt(number: Int64, recorded: RecordedTime) -> Receipt {
        guard refusals.isEmpty else {
            return Receipt(
                number: number, file: submission.file, sha256: submission.sha256, outcome: .quarantined,
                recorded: recorded, entries: [], refusals: refusals.map(\.json))
        }
        let outcomes = entries.map(\.outcome)
        let outcome = [Receipt.Outcome.appended, .unchanged].first(where: outcomes.contains) ?? .duplicate
        return Receipt(
            number: number, file: submission.file, sha256: submission.sha256, outcome: outcome, recorded: recorded,
            entries: entries, refusals: [])
    }

    private mutating func takeAll(_ reader: inout DocumentReader) throws(EventLogError) {
        while refusals.count < Self.mostRefusals {
            let document: EventDocument
            do throws(Refusals) {
                guard let next = try reader.next() else { return }
                document = next
            } catch {
                refusals += error.all
                continue
            }
            // After a refusal the rest is only read: what it would be decided on is not going to be there.
            guard refusals.isEmpty, awaited == nil else { continue }
            let found = try take(document)
            // Without its story, an expected revision cannot have been found either.
            if submission.mayWait, found.contains(where: { $0.code == .unknownStory }) {
                awaited = document.story
            } else {
                refusals += found.map { reader.located($0) }
            }
        }
    }

    /// Takes one document, or says why not.
    private mutating func take(_ document: EventDocument) throws(EventLogError) -> [Refusal] {
        let content = document.canonicalContent
        let fingerprint = secret.fingerprint(of: content)
        let id = document.id ?? Text("hmac-sha256:" + fingerprint.hexadecimal)
        let identity = EventIdentity(source: document.source, id: id)
        if let recorded = try transaction.recorded(identity) {
            return note(recorded, identity, fingerprint, document)
        }
        let state = try states.state(of: document.story, in: transaction)
        let decision: Decision
        do throws(Refusals) { decision = try Decision(document, on: state) } catch { return error.all }

        guard case .append(let data, let payload, let expecting) = decision else {
            entries.append(
                Receipt.Entry(
                    position: nil, revision: state?.revision, story: document.story, type: document.type,
                    id: document.id, outcome: .unchanged))
            return []
        }
        let event = NewEvent(
            identity: identity, story: document.story, type: document.type, time: document.time,
            data: JSON.object(data).canonicalBytes, fingerprint: fingerprint)
        let envelope = try transaction.append(event, expecting: expecting).envelope
        if let next = StoryState.after(state, envelope, payload) { states.keep(next) }
        entries.append(
            Receipt.Entry(
                position: envelope.position, revision: envelope.revision, story: document.story,
                type: document.type, id: id, outcome: .appended))
        return []
    }

    /// The same identity again: a duplicate when the content is the same, else a conflict.
    private mutating func note(
        _ recorded: RecordedIdentity, _ identity: EventIdentity, _ fingerprint: [UInt8], _ document: EventDocument
    ) -> [Refusal] {
        guard recorded.fingerprint == fingerprint else {
            return [
                Refusal(
                    .identityConflict, at: document.path.member("id"),
                    "the id '\(identity.id)' of source '\(identity.source)' is that of the event at "
                        + "\(recorded.position), which says something else",
                    remedy: "give the new event an id of its own; what was recorded cannot change")
            ]
        }
        entries.append(
            Receipt.Entry(
                position: recorded.position, revision: recorded.revision, story: recorded.story,
                type: recorded.type, id: identity.id, outcome: .duplicate))
        return []
    }
}

extension StoryState {
    /// The state one event later; nil when there is still no story.
    fileprivate static func after(_ state: StoryState?, _ envelope: Envelope, _ payload: Payload) -> StoryState? {
        if var state {
            state.apply(envelope, payload)
            return state
        }
        guard case .published(let publication) = payload else { return nil }
        return StoryState(envelope, publication)
    }
}

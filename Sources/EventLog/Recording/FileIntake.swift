import CanonicalJSON
import StoryEvents

/// Takes the documents of one file, in one transaction, until one of them is refused.
struct FileIntake {
    let submission: Submission
    let transaction: any AppendTransaction
    private let states: StateCache
    let withheld: WithheldTexts
    private let feed: DocumentFeed?
    /// Seconds that a document's time may lie ahead of the ledger's clock.
    private let maximumAhead: Int64
    /// About how many bytes the documents hold that were taken so far.
    private var bytesTaken = 0
    private var draft: ReceiptDraft
    /// The first event that the file has appended.
    private var first: Position?
    private let marks: WorkMarks
    private var refusals: [Refusal] = []
    private var documents = 0
    /// What is not there yet, when that is all that keeps the file from being taken.
    private(set) var awaited: Awaited?
    /// Whether the file holds a text again that was withheld.
    private var repeatsWithheld = false
    /// Whether a story takes longer to fold than one commit may.
    private(set) var needsLongFold = false
    private var timer: FoldTimer
    /// Whether its events name the file.
    private let isNamed: Bool

    /// The most refusals to report of one file.
    static let mostRefusals = 100

    /// Bytes of stories that may be folded for one file, whatever its size.
    private let mostFolded: Int
    /// Bytes that may be folded beside those for each byte of the file.
    private static let mostFoldedAByte = 100

    init(
        _ submission: Submission, _ feed: DocumentFeed?, _ transaction: any AppendTransaction, _ states: StateCache,
        _ withheld: WithheldTexts, maximumAhead: Int64, partBytes: Int, mostFolded: Int, marks: WorkMarks,
        timer: FoldTimer, isNamed: Bool
    ) {
        self.timer = timer
        self.isNamed = isNamed
        self.marks = marks
        draft = ReceiptDraft(transaction, mostBytes: partBytes)
        self.mostFolded = mostFolded
        self.maximumAhead = maximumAhead
        self.submission = submission
        self.transaction = transaction
        self.states = states
        self.withheld = withheld
        self.feed = feed
    }

    /// - Returns: Whether every document was taken; if not, all of them are to be undone.
    mutating func takeAll() throws(EventLogError) -> Bool {
        refusals = submission.refusals
        if var feed { try takeAll(&feed) }
        // What could not be read to its end looks like a shorter file.
        try submission.pieces?.check()
        if refusals.isEmpty { return awaited == nil && !needsLongFold && !namesWithheldFile }
        awaited = nil
        return false
    }

    /// Whether events were appended that name a file which holds a withheld text: its hash would confirm a
    /// guess of the text.
    var namesWithheldFile: Bool { isNamed && repeatsWithheld && first != nil && refusals.isEmpty }

    /// The receipt of what was taken or refused.
    func receipt() -> Receipt {
        guard !refusals.isEmpty else { return draft.receipt(of: submission) }
        return Receipt(
            number: transaction.nextReceiptNumber, file: submission.file, sha256: submission.sha256,
            outcome: .quarantined, recorded: transaction.now, entries: [], refusals: refusals.map(\.json))
    }

    private mutating func takeAll(_ feed: inout DocumentFeed) throws(EventLogError) {
        while refusals.count < Self.mostRefusals, !needsLongFold, let next = feed.next() {
            marks.decidesDocument()
            guard documents < submission.mostDocuments else {
                refusals.append(feed.located(tooManyDocuments))
                return
            }
            documents += 1
            switch next {
            case .failure(let refused): refusals += refused.all
            // After a refusal the rest is only read: what it would be decided on is not going to be there.
            case .success where !refusals.isEmpty || awaited != nil: continue
            case .success(let prepared):
                let found = try take(prepared)
                if submission.mayWait, !found.isEmpty,
                    let awaited = try awaited(prepared.document, found)
                {
                    self.awaited = awaited
                } else {
                    refusals += found.map { feed.located($0) }
                }
            }
        }
    }

    private var tooManyDocuments: Refusal {
        Refusal(
            .tooMany, "the file holds more than \(submission.mostDocuments) documents",
            remedy: "split it into several files, record it with 'storyledger import', or raise inbox.max-documents")
    }

    private func awaited(_ document: EventDocument, _ refusals: [Refusal]) throws(EventLogError) -> Awaited? {
        // What this file has appended is undone when it waits.
        let newest =
            if let first { try transaction.newestRevision(of: document.story, before: first) } else {
                try transaction.newestRevision(of: document.story)
            }
        return Awaited(document, refusals, after: newest)
    }

    /// Takes one document, or says why not.
    private mutating func take(_ prepared: PreparedDocument) throws(EventLogError) -> [Refusal] {
        let (document, event) = (prepared.document, prepared.event)
        if let refusal = submission.producer.refusal(ofSourceOf: document) { return [refusal] }
        bytesTaken += event.data.count + Self.bytesAround
        let kept: StateCache.CachedState?
        switch try states.story(document.story, in: transaction, &timer, foldLimits) {
        case .none: kept = nil
        case .kept(let found): kept = found
        case .unfinished:
            needsLongFold = true
            return []
        case .tooMuchFolded(let bytes): return [tooMuchWork(document, bytes)]
        }
        let mayKnow = kept.map { submission.producer.mayKnow(storyOf: $0.source) } ?? true
        if let before = try transaction.unchanged(event.identity),
            try isTold(of: before, to: prepared, mayKnow: mayKnow)
        {
            return try noteUnchangedAgain(before.fingerprint, prepared)
        }
        let decision = try decide(document, kept)
        if case .success(.append(let completed, let expecting)) = decision {
            if !mayKnow, let refusal = try refusalBesideWithheld(prepared) { return [refusal] }
            let envelope: Envelope
            do throws(EventLogError) {
                envelope = try transaction.append(
                    completed.map { event.completed($0.data) } ?? event, expecting: expecting)
            } catch {
                guard case .recorded(let recorded) = error else { throw error }
                return try note(recorded, prepared)
            }
            states.apply(envelope, completed?.payload ?? document.digestedPayload, to: kept)
            first = first ?? envelope.position
            try draft.add(
                Receipt.Entry(
                    position: envelope.position, revision: envelope.revision, story: document.story,
                    type: document.type, id: event.identity.id, outcome: .appended))
            return []
        }
        // What was recorded before is a duplicate, whatever has become of its story since.
        if let recorded = try transaction.recorded(event.identity),
            try isTold(of: recorded, to: prepared, mayKnow: mayKnow)
        {
            return try note(recorded, prepared)
        }
        if case .failure(let refusals) = decision { return refusals.all }
        try transaction.rememberUnchanged(event.identity, fingerprint: event.fingerprint)
        try draft.add(
            Receipt.Entry(
                position: nil, revision: try transaction.newestRevision(of: document.story), story: document.story,
                type: document.type, id: document.id, outcome: .unchanged))
        return []
    }

    private var foldLimits: StateCache.FoldLimits {
        let bytes = Self.mostFoldedAByte * bytesTaken
        return StateCache.FoldLimits(
            mostBytes: mostFolded + bytes, fewestBytes: bytes, source: submission.producer.source, file: submission.file
        )
    }

    private func decide(
        _ document: EventDocument, _ kept: StateCache.CachedState?
    ) throws(EventLogError) -> Result<Decision, Refusals> {
        if document.time.isAhead(of: transaction.now, byMoreThan: maximumAhead) {
            try transaction.checkClock()
            return .failure(Refusals([tooFarAhead(document)]))
        }
        if let kept, let refusal = submission.producer.refusal(of: document, publisher: kept.source) {
            return .failure(Refusals([refusal]))
        }
        do throws(Refusals) {
            let decided = if let kept { try kept.decide(document) } else { try Decision(first: document) }
            return .success(decided)
        } catch {
            return .failure(error)
        }
    }

    /// The bytes around the data of a document, about.
    private static let bytesAround = 128

    private func tooMuchWork(_ document: EventDocument, _ bytes: Int) -> Refusal {
        Refusal(
            .tooMany, at: document.path.member("subject"),
            "the documents before this one are about stories of \(bytes) bytes together, and no further story is read for "
                + "a file of this size",
            remedy: "put the documents of one story one after another, or into a file for each story")
    }

    private func tooFarAhead(_ document: EventDocument) -> Refusal {
        Refusal(
            .timeInFuture, at: document.path.member("time"),
            "\(document.time) is more than \(Self.text(seconds: maximumAhead)) ahead of the ledger's clock, which shows "
                + "\(transaction.now)",
            remedy: "correct the time, or raise inbox.max-ahead")
    }

    private static func text(seconds: Int64) -> String {
        let units: [(Int64, String)] = [(86_400, "day"), (3_600, "hour"), (60, "minute")]
        let (length, name) = units.first { seconds >= $0.0 && seconds % $0.0 == 0 } ?? (1, "second")
        return "\(seconds / length) \(name)\(seconds == length ? "" : "s")"
    }

    /// The identity of a document that changed nothing, again: a duplicate when the content is the same, else a conflict.
    private mutating func noteUnchangedAgain(
        _ fingerprint: [UInt8], _ prepared: PreparedDocument
    ) throws(EventLogError) -> [Refusal] {
        let (document, identity) = (prepared.document, prepared.event.identity)
        guard fingerprint == prepared.event.fingerprint else {
            return [conflict(of: prepared, with: "a document that changed nothing and said something else")]
        }
        try addDuplicate(
            Receipt.Entry(
                position: nil, revision: try transaction.newestRevision(of: document.story), story: document.story,
                type: document.type, id: identity.id, outcome: .duplicate))
        return []
    }

    private func conflict(of prepared: PreparedDocument, with other: String) -> Refusal {
        let identity = prepared.event.identity
        return Refusal(
            .identityConflict, at: prepared.document.path.member("id"),
            "the id '\(identity.id)' of source '\(identity.source)' is that of \(other)",
            remedy: "give the new event an id of its own; what was recorded cannot change")
    }

    /// The same identity again: a duplicate when the content is the same, else a conflict.
    private mutating func note(
        _ recorded: RecordedIdentity, _ prepared: PreparedDocument
    ) throws(EventLogError) -> [Refusal] {
        let identity = prepared.event.identity
        guard recorded.fingerprint == prepared.event.fingerprint else {
            return [conflict(of: prepared, with: "the event at \(recorded.position), which says something else")]
        }
        try addDuplicate(
            Receipt.Entry(
                position: recorded.position, revision: recorded.revision, story: recorded.story,
                type: recorded.type, id: identity.id, outcome: .duplicate))
        return []
    }

    private mutating func addDuplicate(_ entry: Receipt.Entry) throws(EventLogError) {
        if isNamed, !repeatsWithheld { repeatsWithheld = try transaction.takedown(of: entry) != nil }
        try draft.add(entry)
    }
}

extension NewEvent {
    /// The same event with the data that its story has completed.
    fileprivate func completed(_ data: JSONObject) -> NewEvent {
        var buffers = Buffers()
        return NewEvent(
            identity: identity, story: story, type: type, time: time, data: JSON.object(data).canonicalBytes[...],
            custody: custody, salt: salt, fingerprint: fingerprint, leafEnd: LeafFrame.end(of: story, time, type),
            &buffers)
    }
}

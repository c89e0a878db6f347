import CanonicalJSON

extension Takedown {
    /// Records the facts that the folds of stories need after data of their events is erased.
    ///
    /// - Parameters:
    ///   - pieces: The pieces to withhold, for each event.
    ///   - stories: All events of each affected story, in log order.
    ///   - same: The places of each text, one group for each text.
    /// - Throws: ``PayloadFault`` at the first event whose stored data cannot be read.
    public init(
        of pieces: [Position: Pieces], in stories: [[RecordedEvent]], same: [[Place]] = [], reason: Text,
        authority: Text
    ) throws(PayloadFault) {
        var taken: [Taken] = []
        let like = Takedown(reason: reason, authority: authority, taken: [], same: same)
        let texts = like.numberedTexts
        for events in stories { taken += try Self.taken(of: pieces, in: events, like: like, texts) }
        self.init(
            reason: reason, authority: authority, taken: taken.sorted { $0.position < $1.position }, same: same)
    }

    private static func taken(
        of pieces: [Position: Pieces], in events: [RecordedEvent], like takedown: Takedown,
        _ texts: [Position: [Int: Int]]
    ) throws(PayloadFault) -> [Taken] {
        let made = try versions(events)
        var taken: [Position: Taken] = [:]
        for event in events {
            let position = event.envelope.position
            guard let pieces = pieces[position] else { continue }
            let plain = Taken(position: position, pieces: pieces)
            guard case .erased = try event.withholding(plain, takedown, texts).payload() else {
                taken[position] = plain
                continue
            }
            var (named, change): (JSONObject?, Update.Change?) = (nil, nil)
            switch try event.payload() {
            case .published(let publication): named = publication.fields
            case .updated(let update):
                named = update.patch
                change = update.change == .update ? nil : update.change
            case .erased(let earlier):
                // The rest of the event has had no meaning before.
                taken[position] = Taken(
                    position: position, pieces: pieces, version: earlier.taken.version, fields: earlier.taken.fields,
                    change: earlier.taken.change)
                continue
            default: break
            }
            taken[position] = Taken(
                position: position, pieces: pieces, version: made[position],
                fields: StoryState.fieldNames.filter { named?[$0] != nil }, change: change)
        }
        var after: [RecordedEvent] = []
        for event in events {
            if let taken = taken[event.envelope.position] {
                after.append(try event.withholding(taken, takedown, texts))
            } else {
                after.append(event)
            }
        }
        let repeats = try versions(after).keys.filter { made[$0] == nil }.sorted()
        let makers = events.filter { [.published, .updated].contains($0.envelope.type) }.map(\.envelope.position)
        if !repeats.isEmpty, let first = makers.lazy.compactMap({ taken[$0] }).first {
            taken[first.position] = Taken(
                position: first.position, pieces: first.pieces, version: first.version, fields: first.fields,
                change: first.change, repeats: repeats)
        }
        return Array(taken.values)
    }

    /// The number of the version that each event made, by position.
    private static func versions(_ events: [RecordedEvent]) throws(PayloadFault) -> [Position: Int] {
        var made: [Position: Int] = [:]
        var state: StoryState?
        for event in events {
            let before = state?.version
            state.apply(event.envelope, try event.payload())
            if let after = state?.version, after != before { made[event.envelope.position] = after }
        }
        return made
    }
}

extension RecordedEvent {
    /// The event after more of its data is withheld.
    ///
    /// - Parameter texts: The takedown's ``Takedown/numberedTexts``.
    /// - Throws: ``PayloadFault`` when the stored data cannot be taken apart.
    fileprivate func withholding(
        _ taken: Takedown.Taken, _ takedown: Takedown, _ texts: [Position: [Int: Int]]
    ) throws(PayloadFault) -> RecordedEvent {
        guard withheld == nil else { return self }
        let withheld = Withheld(
            by: Position(.max), recorded: envelope.recorded, reason: takedown.reason, authority: takedown.authority,
            taken: taken, texts: texts[envelope.position] ?? [:], textCount: takedown.same.count)
        guard case .some(let pieces) = taken.pieces else {
            return RecordedEvent(envelope: envelope, leaf: leaf, withheld: withheld)
        }
        guard let data = disclosed else {
            throw PayloadFault(path: .root, expected: "data in RFC 8785 form")
        }
        return RecordedEvent(
            envelope: envelope, leaf: leaf,
            partial: Partial(data.hiding(pieces), takedowns: (partial?.takedowns ?? []) + [withheld]))
    }

    /// The data in pieces; nil when none of it is left, and when it cannot be split.
    public var disclosed: DisclosedData? { partial?.data ?? content.flatMap(DisclosedData.init) }
}

extension Payload {
    /// The payload with the later events that repeat its withheld text.
    func repeated(at positions: [Position]) -> Payload {
        guard !positions.isEmpty else { return self }
        switch self {
        case .published(var publication):
            publication.repeats = positions
            return .published(publication)
        case .updated(var update):
            update.repeats = positions
            return .updated(update)
        default: return self
        }
    }
}

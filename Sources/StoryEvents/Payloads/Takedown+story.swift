import CanonicalJSON

extension Takedown {
    /// Finds out what the fold of a story has to go on with once the data of one of its events is gone.
    ///
    /// - Parameters:
    ///   - position: The event whose data is to be withheld.
    ///   - events: All of its story's events, in log order.
    /// - Throws: ``PayloadFault`` at the first event whose stored data cannot be read.
    public init(
        of position: Position, in events: [RecordedEvent], reason: Text, authority: Text
    ) throws(PayloadFault) {
        var made: [Position: Int] = [:]
        var named: JSONObject?
        var change: Update.Change?
        try Self.fold(events) { event throws(PayloadFault) in
            let payload = try event.payload()
            guard event.envelope.position == position else { return payload }
            switch payload {
            case .published(let publication): named = publication.fields
            case .updated(let update):
                named = update.patch
                change = update.change == .update ? nil : update.change
            default: break
            }
            return payload
        } version: {
            made[$0] = $1
        }
        let fields = StoryState.fieldNames.filter { named?[$0] != nil }
        let plain = Takedown(
            position: position, reason: reason, authority: authority, version: made[position], fields: fields,
            change: change)
        var repeats: [Position] = []
        try Self.fold(events) { event throws(PayloadFault) in
            guard event.envelope.position == position else { return try event.payload() }
            return .erased(Withheld(by: position, recorded: event.envelope.recorded, takedown: plain))
        } version: { position, _ in
            if made[position] == nil { repeats.append(position) }
        }
        self.init(
            position: position, reason: reason, authority: authority, version: plain.version, fields: fields,
            change: change, repeats: repeats)
    }

    /// Folds a story and tells of each event that makes a version.
    private static func fold(
        _ events: [RecordedEvent], _ payload: (RecordedEvent) throws(PayloadFault) -> Payload,
        version: (Position, Int) -> Void
    ) throws(PayloadFault) {
        var state: StoryState?
        for event in events {
            let before = state?.version
            let payload = try payload(event)
            state.apply(event.envelope, payload)
            if let after = state?.version, after != before { version(event.envelope.position, after) }
        }
    }
}

import StoryEvents

/// What the carried takedowns took.
struct Takings {
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

import CanonicalJSON

extension Envelope {
    /// The longest time that a configuration lets an event lie ahead of the ledger's clock, in days: that of
    /// `inbox.max-ahead`.
    private static let mostDaysAhead: Int64 = 366

    /// Why no ledger takes an event with such a leaf from a producer; nil if one may.
    ///
    /// Characters that this program's Unicode version does not assign are allowed, since a newer version may.
    public var intakeFault: String? {
        if story.text == .ledger, type != .forked, type != .rekeyed {
            return "its story's id is '\(Text.ledger)', which the ledger keeps for itself"
        }
        if let fault = IdentifierRule.step(story.text) ?? IdentifierRule.likeness(story.text, allowsUnassigned: true) {
            return "its story's id \(fault)"
        }
        guard EventType.ofProducers.contains(type) else { return nil }
        let id = identity.id
        if let fault = IdentifierRule.step(id) ?? IdentifierRule.likeness(id, allowsUnassigned: true) {
            return "its id \(fault)"
        }
        guard time.isAhead(of: recorded, byMoreThan: Self.mostDaysAhead * 86_400)
        else { return nil }
        return "its time, \(time), is more than \(Self.mostDaysAhead) days after it was recorded, \(recorded)"
    }
}

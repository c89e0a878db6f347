import CanonicalJSON
import StoryEvents

/// A story projection over the whole ledger: one row a story, which is the projection's result.
public struct PerStory<Base: StoryProjection>: LedgerProjection {
    /// What it is asked for by.
    public static var name: String { Base.name }
    /// Raised whenever the same events would give something else.
    public static var version: Int { Base.version }
    /// How its rows are kept.
    public static var table: RowTable { RowTable() }

    private var base = Base()

    /// Nothing folded yet.
    public init() {}

    /// Sets the story's one row anew.
    public mutating func apply(_ step: StoryStep, to rows: inout StoryRows) {
        base.apply(step.event, step.payload)
        rows.set("", ["result": base.json])
    }

    /// Has the story projection pass over the event.
    public mutating func passOver(_ event: RecordedEvent, _ payload: Payload) { base.passOver(event, payload) }
}

extension ProjectionRegistry {
    /// A projection by its name, as one of the whole ledger.
    ///
    /// - Throws: ``ViewsError/unknownProjection(_:known:)``.
    public func ledgerProjection(named name: String) throws(ViewsError) -> any LedgerProjection.Type {
        if let found = ledger.first(where: { $0.name == name }) { return found }
        guard let found = stories.first(where: { $0.name == name }) else {
            throw .unknownProjection(name, known: names)
        }
        return Self.perStory(found)
    }

    private static func perStory<Base: StoryProjection>(_ projection: Base.Type) -> any LedgerProjection.Type {
        PerStory<Base>.self
    }
}

import CanonicalJSON
import StoryEvents

/// A story projection over the whole ledger: one row for each story, the projection's result.
public struct PerStory<Base: StoryProjection>: LedgerProjection {
    /// The module's name on the command line.
    public static var name: String { Base.name }
    /// Raised when the same events give another result.
    public static var version: Int { Base.version }
    /// The columns, indexes and searchable texts of its rows.
    public static var table: RowTable { RowTable() }

    private var base = Base()

    /// Starts with no event folded.
    public init() {}

    /// Replaces the story's one row.
    public mutating func apply(_ step: StoryStep, to rows: inout StoryRows) {
        base.apply(step.event, step.payload)
        rows.set("", ["result": base.json])
    }

    /// Passes the skipped event on to the story projection.
    public mutating func passOver(_ event: RecordedEvent, _ payload: Payload) { base.passOver(event, payload) }
}

extension ProjectionRegistry {
    /// Finds a projection by name, as a projection of the whole ledger.
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

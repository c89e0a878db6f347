/// The projections that a program knows.
public struct ProjectionRegistry: Sendable {
    /// The story projections, in the order they are listed.
    public private(set) var stories: [any StoryProjection.Type]
    /// The ledger projections, in the order they are listed.
    public private(set) var ledger: [any LedgerProjection.Type]

    /// The projections of Story Ledger itself.
    public static let standard = ProjectionRegistry(
        stories: [StateOfStory.self, EditsOfStory.self, ClaimBoard.self, Timeline.self],
        ledger: [StoryIndex.self, Parties.self, Activity.self])

    /// Creates a registry.
    public init(stories: [any StoryProjection.Type] = [], ledger: [any LedgerProjection.Type] = []) {
        self.stories = stories
        self.ledger = ledger
        let names = stories.map { $0.name } + ledger.map { $0.name }
        precondition(Set(names).count == names.count, "two projections have one name: \(names)")
    }

    /// The registry with one more ledger projection.
    public func adding(_ projection: any LedgerProjection.Type) -> ProjectionRegistry {
        ProjectionRegistry(stories: stories, ledger: ledger + [projection])
    }

    /// The registry with one more story projection.
    public func adding(_ projection: any StoryProjection.Type) -> ProjectionRegistry {
        ProjectionRegistry(stories: stories + [projection], ledger: ledger)
    }

    /// All names, in the order they are listed.
    public var names: [String] { stories.map { $0.name } + ledger.map { $0.name } }
}

/// The projections that a program knows.
public struct ProjectionRegistry: Sendable {
    /// Those of one story, in the order they are listed.
    public private(set) var stories: [any StoryProjection.Type]
    /// Those of the whole ledger, in the order they are listed.
    public private(set) var ledger: [any LedgerProjection.Type]

    /// What Story Ledger itself asks.
    public static let standard = ProjectionRegistry(
        stories: [StateOfStory.self, EditsOfStory.self, ClaimBoard.self, Timeline.self],
        ledger: [StoryIndex.self, Parties.self, Activity.self])

    /// Joins projections.
    public init(stories: [any StoryProjection.Type] = [], ledger: [any LedgerProjection.Type] = []) {
        self.stories = stories
        self.ledger = ledger
        let names = stories.map { $0.name } + ledger.map { $0.name }
        precondition(Set(names).count == names.count, "two projections have one name: \(names)")
    }

    /// The same with a projection more.
    public func adding(_ projection: any LedgerProjection.Type) -> ProjectionRegistry {
        ProjectionRegistry(stories: stories, ledger: ledger + [projection])
    }

    /// The same with a projection more.
    public func adding(_ projection: any StoryProjection.Type) -> ProjectionRegistry {
        ProjectionRegistry(stories: stories + [projection], ledger: ledger)
    }

    /// All names, in the order they are listed.
    public var names: [String] { stories.map { $0.name } + ledger.map { $0.name } }
}

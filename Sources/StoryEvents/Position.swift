/// The place of an event in the whole log, from 0 and without gaps; equal to its Merkle leaf index.
public struct Position: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The place, `0...Int64.max`.
    public let value: Int64

    /// - Parameter value: 0-based place; must not be negative.
    public init(_ value: Int64) {
        precondition(value >= 0, "a position is never negative")
        self.value = value
    }

    /// The place of the log's first event.
    public static let first = Position(0)

    /// The place right after this one.
    public var next: Position { Position(value + 1) }

    /// The form on the command line: `@17`.
    public var description: String { "@\(value)" }

    /// Log order.
    public static func < (left: Position, right: Position) -> Bool { left.value < right.value }
}

/// The place of an event among its story's events, from 0. It is never a version.
public struct Revision: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The place, `0...Int64.max`.
    public let value: Int64

    /// - Parameter value: 0-based place; must not be negative.
    public init(_ value: Int64) {
        precondition(value >= 0, "a revision is never negative")
        self.value = value
    }

    /// The place of a story's first event.
    public static let first = Revision(0)

    /// The place right after this one.
    public var next: Revision { Revision(value + 1) }

    /// The bare number.
    public var description: String { String(value) }

    /// Order within the story.
    public static func < (left: Revision, right: Revision) -> Bool { left.value < right.value }
}

/// The state of a story that an append requires.
public enum ExpectedRevision: Hashable, Sendable {
    /// Any state.
    case any
    /// No event of that story yet.
    case none
    /// At least one event of that story.
    case exists
    /// Exactly this revision as the story's newest.
    case exactly(Revision)

    /// Whether the story's newest revision, nil for no story, meets the requirement.
    public func admits(_ newest: Revision?) -> Bool {
        switch self {
        case .any: true
        case .none: newest == nil
        case .exists: newest != nil
        case .exactly(let revision): newest == revision
        }
    }
}

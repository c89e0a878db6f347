/// The place of a perfect subtree: the one over the leaves `index << level ..< (index + 1) << level`.
///
/// Level 0 holds the leaf hashes.
public struct Node: Hashable, Sendable {
    /// Height above the leaves, `0...62`.
    public let level: Int

    /// Place among the nodes of its level, 0-based, left to right.
    public let index: UInt64

    /// Names a node, or returns nil when the level is out of range or no tree is large enough to hold the node.
    public init?(level: Int, index: UInt64) {
        guard (0...62).contains(level), index < largestTreeSize >> UInt64(level) else { return nil }
        self.init(uncheckedLevel: level, index: index)
    }

    init(uncheckedLevel level: Int, index: UInt64) {
        self.level = level
        self.index = index
    }

    /// Whether a tree of `size` leaves contains every leaf under this node.
    func isInside(treeOfSize size: UInt64) -> Bool {
        index < size >> UInt64(level)
    }
}

extension Node: CustomStringConvertible {
    /// The coordinates, for messages.
    public var description: String { "\(level)/\(index)" }
}

/// The largest tree: sizes and positions also fit signed 64-bit integers, as those of SQLite and Go.
let largestTreeSize = UInt64(Int64.max)

/// The path from the root of a tree down to a leaf, or to the end of an older tree, with the siblings along it.
///
/// Both kinds of proof contain these siblings, so both are made and checked by walking the path.
///
/// Source: RFC 6962, 2.1.1 and 2.1.2, with the recursion written as a loop.
struct ProofPath {
    /// The subtrees not entered, root to leaf.
    private(set) var siblings: [(span: LeafSpan, isLeft: Bool)] = []

    /// The subtree at the end of the path.
    private(set) var end: LeafSpan

    /// Goes down to one leaf. Requires `leaf < size`.
    init(toLeaf leaf: UInt64, inTreeOfSize size: UInt64) {
        end = LeafSpan(first: 0, end: size)
        while end.count > 1 {
            descend(toTheLeft: leaf < end.middle)
        }
    }

    /// Goes down to the first subtree that ends where a tree of `old` leaves ended. Requires `0 < old <= size`.
    init(toEdgeOf old: UInt64, inTreeOfSize size: UInt64) {
        end = LeafSpan(first: 0, end: size)
        while end.end != old {
            descend(toTheLeft: old <= end.middle)
        }
    }

    private mutating func descend(toTheLeft: Bool) {
        let left = LeafSpan(first: end.first, end: end.middle)
        let right = LeafSpan(first: end.middle, end: end.end)
        siblings.append(toTheLeft ? (right, false) : (left, true))
        end = toTheLeft ? left : right
    }
}

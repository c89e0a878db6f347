/// The path from a document to one value in it.
public struct JSONPath: Hashable, Sendable {
    /// One step down.
    public enum Step: Hashable, Sendable {
        /// Into an object, to the member with this key.
        case member(Text)

        /// Into an array, to the element at this place, from 0.
        case element(Int)
    }

    /// The steps, from the document down; empty for the document itself.
    public var steps: [Step]

    /// The path of the document itself.
    public static let root = JSONPath(steps: [])

    /// Makes a path.
    public init(steps: [Step]) {
        self.steps = steps
    }

    /// Returns the path of a member of the object that this path leads to.
    public func member(_ key: Text) -> JSONPath {
        JSONPath(steps: steps + [.member(key)])
    }

    /// Returns the path of an element, counted from 0, of the array that this path leads to.
    public func element(_ index: Int) -> JSONPath {
        JSONPath(steps: steps + [.element(index)])
    }
}

extension JSONPath: CustomStringConvertible {
    /// The path as a JSONPath query: `$.data.claims[1].id`, `$['we ird']`.
    ///
    /// A key is written after a dot if it has only letters, digits and `_`, and in brackets otherwise. Characters that
    /// a terminal would not show are escaped, so a path is safe to print.
    ///
    /// Source: RFC 9535, 2.3.1 (bracketed names) and 2.5.1 (shorthand).
    public var description: String {
        steps.reduce(into: "$") { path, step in
            switch step {
            case .element(let index): path += "[\(index)]"
            case .member(let key) where Self.isShorthand(key): path += ".\(key)"
            case .member(let key): path += "[\(Quotation.quoted(key, mark: "'"))]"
            }
        }
    }

    /// RFC 9535 allows every non-ASCII scalar in a shorthand name; here scalars that are not part of words stay in
    /// brackets.
    private static func isShorthand(_ key: Text) -> Bool {
        let scalars = key.string.unicodeScalars
        guard let first = scalars.first, !("0"..."9").contains(first) else { return false }
        return scalars.allSatisfy { $0.properties.isIDContinue }
    }
}

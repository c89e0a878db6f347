import Yams

/// What a file of front matter and text says, whether or not it would be taken as a document.
///
/// The same words may be written in many ways: folded over lines, with escapes, in quotes of two kinds.
public struct FrontMatterStrings: Sendable {
    /// The UTF-8 of each name and value, and of the text under the front matter.
    public private(set) var all: [[UInt8]]

    private var nodesLeft = 100_000
    /// Deeper ones take nested aliases.
    private static let deepest = 2 * FrontMatter.mostBrackets

    /// - Returns: nil where the front matter cannot be read, or is nested too deep.
    public init?(_ bytes: [UInt8]) {
        all = []
        do throws(Refusals) {
            let parts = try FrontMatter.split(bytes)
            let matter = try FrontMatter.composed(parts.matter, WrittenMatter(parts.matter))
            all.append(Array(parts.text.utf8))
            guard add(matter, depth: 0) else { return nil }
        } catch {
            return nil
        }
    }

    private mutating func add(_ node: Node, depth: Int) -> Bool {
        nodesLeft -= 1
        guard nodesLeft > 0, depth <= Self.deepest else { return false }
        switch node {
        case .scalar(let scalar):
            all.append(Array(scalar.string.utf8))
            return true
        case .sequence(let sequence): return sequence.allSatisfy { add($0, depth: depth + 1) }
        case .mapping(let mapping):
            return mapping.allSatisfy { add($0.key, depth: depth + 1) && add($0.value, depth: depth + 1) }
        case .alias: return true
        }
    }
}

import CanonicalJSON
import Yams

extension FrontMatter {
    /// Converts YAML nodes to JSON. Plain true, false, null and integers keep their type; everything else becomes text.
    struct Conversion {
        private let written: WrittenMatter
        private var count = 0
        private var length = 0
        /// The most values, and the most bytes of text in them. Only nested aliases can exceed it.
        static let most = 20_000
        static let longest = 4 * FrontMatter.longestMatter

        init(_ written: WrittenMatter) { self.written = written }

        /// Converts a node at a depth of lists and mappings.
        mutating func json(of node: Node, depth: Int = 0) throws(Refusals) -> JSON {
            count += 1
            if depth > JSON.maximumDepth {
                throw Refusals([
                    Refusal(
                        .tooDeep, "lists and mappings nested more than \(JSON.maximumDepth) deep",
                        remedy: "nest at most \(JSON.maximumDepth) of them",
                        position: SourcePosition(line: (node.mark?.line ?? 1) + 1, column: node.mark?.column ?? 1))
                ])
            }
            guard count <= Self.most else {
                throw FrontMatter.bad("the front matter has more than \(Self.most) values", line: 1)
            }
            switch node {
            case .scalar(let scalar):
                length += scalar.string.utf8.count
                guard length <= Self.longest else {
                    throw FrontMatter.bad("the front matter has more than \(Self.longest) bytes of text", line: 1)
                }
                guard scalar.style == .plain || scalar.style == .any else { return .string(Text(scalar.string)) }
                try written.refuseComment(behind: scalar)
                return Self.json(of: scalar)
            case .sequence(let sequence):
                var elements: [JSON] = []
                for element in sequence { elements.append(try json(of: element, depth: depth + 1)) }
                return .array(elements)
            case .mapping(let mapping):
                var object = JSONObject()
                for (key, value) in mapping {
                    guard case .scalar(let name) = key else {
                        throw FrontMatter.bad(
                            "a name in front matter is plain text", line: (key.mark?.line ?? 1) + 1)
                    }
                    length += name.string.utf8.count
                    guard object[Text(name.string)] == nil else {
                        throw Refusals([.twice(Text(name.string).quoted, at: name.mark)])
                    }
                    object[Text(name.string)] = try json(of: value, depth: depth + 1)
                }
                return .object(object)
            case .alias:
                throw FrontMatter.bad("an alias stands alone", line: (node.mark?.line ?? 1) + 1)
            }
        }

        private static func json(of plain: Node.Scalar) -> JSON {
            switch plain.string {
            case "true": return true
            case "false": return false
            case "null", "~", "": return .null
            case let text where isInteger(text): return .integer(Int64(text) ?? 0)
            case let text: return .string(Text(text))
            }
        }

        /// At most fifteen digits and no leading zero: anything longer is an identifier, not a number.
        private static func isInteger(_ text: String) -> Bool {
            let digits = text.utf8.first == UInt8(ascii: "-") ? text.utf8.dropFirst() : text.utf8[...]
            guard (1...15).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
                return false
            }
            return digits.count == 1 || digits.first != 0x30
        }
    }
}

import CanonicalJSON
import Yams

extension FrontMatter {
    /// Converts YAML nodes to JSON. Plain true, false, null and integers keep their type; everything else becomes text, as it is written.
    struct Conversion {
        /// Where the names and values are written.
        private(set) var spans: WrittenSpans
        private var count = 0
        private var length = 0
        /// The most values, and the most bytes of text in them. Only nested aliases can exceed it.
        static let most = 20_000
        static let longest = 4 * FrontMatter.longestMatter

        init(_ written: WrittenMatter) { spans = WrittenSpans(written) }

        /// Converts a node at a depth of lists and mappings.
        ///
        /// - Parameter bracket: The remedy for the outermost value in brackets around it, which may be meant as a text.
        mutating func json(of node: Node, depth: Int = 0, bracket: String? = nil) throws(Refusals) -> JSON {
            let bracket = bracket ?? (depth > 0 ? spans.remedyForBracket(at: node.mark) : nil)
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
                spans.add(scalar)
                guard scalar.style == .plain || scalar.style == .any else { return .string(Text(scalar.string)) }
                // What YAML drops in place of a value is refused with its sign.
                if scalar.string.isEmpty, spans.isDropped(at: scalar.mark) { return .null }
                return try Self.json(of: scalar, bracket)
            case .sequence(let sequence):
                var elements: [JSON] = []
                for element in sequence { elements.append(try json(of: element, depth: depth + 1, bracket: bracket)) }
                return .array(elements)
            case .mapping(let mapping):
                var object = JSONObject()
                for (key, value) in mapping {
                    guard case .scalar(let name) = key else {
                        throw FrontMatter.bad(
                            "a name in front matter is plain text", line: (key.mark?.line ?? 1) + 1, remedy: bracket)
                    }
                    length += name.string.utf8.count
                    spans.add(name)
                    guard object[Text(name.string)] == nil else {
                        throw Refusals([.twice(Text(name.string).quoted, at: name.mark, bracket: bracket)])
                    }
                    object[Text(name.string)] = try json(of: value, depth: depth + 1, bracket: bracket)
                }
                return .object(object)
            case .alias:
                throw FrontMatter.bad("an alias stands alone", line: (node.mark?.line ?? 1) + 1)
            }
        }

        private static func json(of plain: Node.Scalar, _ bracket: String?) throws(Refusals) -> JSON {
            switch plain.string {
            case "true": return true
            case "false": return false
            case "null": return .null
            case "~": throw empty("to YAML '~' is null", "write null, or put it in quotes", at: plain.mark)
            case "":
                let remedy = bracket.map { "\($0), if it is a text" } ?? "or leave the line out"
                throw empty("the value is empty", "write it, null, or \"\"; \(remedy)", at: plain.mark)
            case let text where isInteger(text): return .integer(Int64(text) ?? 0)
            case let text: return .string(Text(text))
            }
        }

        private static func empty(_ message: String, _ remedy: String, at mark: Mark?) -> Refusals {
            let position = SourcePosition(line: (mark?.line ?? 1) + 1, column: mark?.column ?? 1)
            return Refusals([Refusal(.badFrontMatter, message, remedy: remedy, position: position)])
        }

        /// At most fifteen digits, no leading zero, no -0: anything else is an identifier, not a number.
        private static func isInteger(_ text: String) -> Bool {
            let digits = text.utf8.first == UInt8(ascii: "-") ? text.utf8.dropFirst() : text.utf8[...]
            guard (1...15).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
                return false
            }
            return text == "0" || digits.first != 0x30
        }
    }
}

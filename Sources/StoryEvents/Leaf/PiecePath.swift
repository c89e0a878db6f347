import CanonicalJSON

/// The place of a piece in an event's data, as people name it.
public struct PiecePath: Hashable, Sendable {
    /// The path of the string in the data.
    public let path: JSONPath
    /// The paragraph of `$.body`, from 1; nil for any other string.
    public let paragraph: Int?

    /// The name of the top-level member: `headline`, `claims`, `context`.
    public var field: Text? { if case .member(let name)? = path.steps.first { name } else { nil } }

    /// Whether it is the name or the hash of the event's file.
    public var isCustody: Bool { path.steps.starts(with: [.member("context"), .member("file")]) }

    /// The paths of all pieces, in order.
    ///
    /// - Parameter data: In RFC 8785 form; its strings may differ from the event's, and so may the text of its body.
    /// - Parameter paragraphs: The number of pieces of `$.body`.
    /// - Returns: nil when the data is not JSON.
    public static func all(of data: [UInt8], paragraphs: Int) -> [PiecePath]? {
        guard let json = try? JSON.parse(data) else { return nil }
        var paths: [PiecePath] = []
        add(json, at: .root, paragraphs, to: &paths)
        return paths
    }

    private static func add(_ json: JSON, at path: JSONPath, _ paragraphs: Int, to paths: inout [PiecePath]) {
        switch json {
        case .string:
            guard path == JSONPath.root.member("body") else {
                return paths.append(PiecePath(path: path, paragraph: nil))
            }
            paths += (1...max(1, paragraphs)).map { PiecePath(path: path, paragraph: $0) }
        case .array(let elements):
            for (place, element) in elements.enumerated() {
                add(element, at: path.element(place), paragraphs, to: &paths)
            }
        case .object(let object):
            for member in object.members { add(member.value, at: path.member(member.key), paragraphs, to: &paths) }
        case .null, .bool, .integer, .double: break
        }
    }
}

extension PiecePath: CustomStringConvertible {
    /// `headline`, `body paragraph 3`, `claims[1].text`.
    public var description: String {
        let path = path.description.dropFirst(path.description.hasPrefix("$.") ? 2 : 1)
        return paragraph.map { "\(path) paragraph \($0)" } ?? String(path)
    }
}

extension DisclosedData {
    /// The path of each piece; nil when the skeleton and the pieces do not match.
    public var paths: [PiecePath]? {
        guard let data = remainder, let parts = DataPieces(data) else { return nil }
        let others = parts.pieces.count - (parts.body?.count ?? 0)
        guard let paths = PiecePath.all(of: data, paragraphs: pieces.count - others) else { return nil }
        return paths.count == pieces.count ? paths : nil
    }
}

import CanonicalJSON
import Yams

/// A document written as YAML front matter and text, turned into the JSON document it stands for.
struct FrontMatter {
    /// The event document.
    let document: JSON
    private let matter: Node
    private let textLine: Int

    /// The most bytes between the two `---`.
    static let longestMatter = 65_536
    /// The most aliases; few enough that aliases of aliases stay small.
    static let mostAliases = 8

    /// - Throws: ``Refusals`` with line and column.
    init(_ bytes: [UInt8]) throws(Refusals) {
        let parts = try Self.split(bytes)
        let matter = try Self.composed(parts.matter)
        self.matter = matter
        textLine = parts.textLine
        var conversion = Conversion()
        guard case .mapping(let mapping) = matter else {
            throw Self.bad("front matter is a mapping of names to values", line: 2)
        }
        var document = JSONObject()
        var data = JSONObject()
        for (key, value) in mapping {
            guard case .scalar(let scalar) = key else {
                throw Self.bad("a name in front matter is plain text", line: (key.mark?.line ?? 1) + 1)
            }
            let name = Text(scalar.string)
            let json = try conversion.json(of: value)
            switch name {
            case "story", "subject":
                if document["subject"] != nil {
                    throw Self.bad("'story' and 'subject' are the same: keep one", line: 2)
                }
                document["subject"] = json
            case "time": document["time"] = Self.time(json)
            case _ where ObjectShape.attributes.field(name) != nil && name != "data": document[name] = json
            default: data[name] = json
            }
        }
        data.put(Text(parts.text), for: document["type"]?.text)
        document["data"] = .object(data)
        self.document = .object(document)
        try refuseWhatJSONWould()
    }

    /// The refusal with its line and column in the file.
    func located(_ refusal: Refusal) -> Refusal {
        guard refusal.position == nil else { return refusal }
        var located = refusal
        located.position = position(of: refusal.path)
        return located
    }

    /// What YAML lets through must still be I-JSON, or it could be stored and never read again.
    private func refuseWhatJSONWould() throws(Refusals) {
        do { _ = try JSON.parse(document.canonicalBytes) } catch {
            var refusal = Refusal(error, in: [])
            refusal.position = position(of: error.path)
            throw Refusals([refusal])
        }
    }

    private func position(of path: JSONPath) -> SourcePosition {
        var steps = path.steps[...]
        if steps.first == .member("data") { steps.removeFirst() }
        if steps.first == .member("subject"), matter["story"] != nil { steps[steps.startIndex] = .member("story") }
        if steps.first == .member("body"), matter["body"] == nil { return SourcePosition(line: textLine, column: 1) }
        var node = matter
        for step in steps {
            let child: Node? =
                switch step {
                case .member(let name): node[name.string]
                case .element(let index): node.sequence.flatMap { index < $0.count ? $0[index] : nil }
                }
            guard let child else { break }
            node = child
        }
        return SourcePosition(line: (node.mark?.line ?? 1) + 1, column: node.mark?.column ?? 1)
    }

    /// `2026-03-02 17:20 America/New_York` in its object form; anything else as it is.
    private static func time(_ json: JSON) -> JSON {
        guard let text = json.text?.string, let space = text.lastIndex(of: " ") else { return json }
        let zone = text[text.index(after: space)...]
        guard zone.first?.isLetter == true else { return json }
        return ["at": .string(Text(String(text[..<space]))), "zone": .string(Text(String(zone)))]
    }

    private static func composed(_ text: String) throws(Refusals) -> Node {
        do {
            guard let node = try Yams.compose(yaml: text) else { throw bad("the front matter is empty", line: 1) }
            return node
        } catch let refusals as Refusals {
            throw refusals
        } catch let error as YamlError {
            throw Refusals([Refusal(yaml: error)])
        } catch {
            throw bad("the front matter cannot be read: \(error)", line: 1)
        }
    }

    static func bad(_ message: String, line: Int, column: Int = 1) -> Refusals {
        Refusals([
            Refusal(
                .badFrontMatter, message,
                remedy: "write 'name: value' lines between two lines of ---, then a blank line and the text",
                position: SourcePosition(line: line, column: column))
        ])
    }
}

extension JSONObject {
    /// Puts the text under the front matter where its type wants it; an empty one says nothing.
    fileprivate mutating func put(_ text: Text, for type: Text?) {
        guard !text.isEmpty else { return }
        switch type.flatMap({ EventType(attribute: $0.string) }) {
        case .denied, .reiterated, .responded:
            switch self["statement"] {
            case .object(var statement) where statement["text"] == nil:
                statement["text"] = .string(text)
                self["statement"] = .object(statement)
            case nil: self["statement"] = ["text": .string(text)]
            default: self["body"] = .string(text)
            }
        case .published, .updated, nil: self["body"] = .string(text)
        }
    }
}

extension Refusal {
    fileprivate init(yaml error: YamlError) {
        let mark: Mark?
        let problem: String
        switch error {
        case .scanner(_, let text, let place, _), .parser(_, let text, let place, _),
            .composer(_, let text, let place, _):
            (problem, mark) = (text, place)
        case .reader(let text, _, _, _): (problem, mark) = (text, nil)
        case .duplicatedKeysInMapping(let keys, let context):
            (problem, mark) = ("'\(keys.joined(separator: "', '"))' is given twice", context.mark)
        default: (problem, mark) = ("\(error)", nil)
        }
        self.init(
            .badFrontMatter, "the front matter is not YAML: \(problem)",
            remedy: "correct it there; a value with ': ' or '#' in it wants quotes",
            position: SourcePosition(line: (mark?.line ?? 1) + 1, column: mark?.column ?? 1))
    }
}

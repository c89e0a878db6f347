import CanonicalJSON
import Yams

/// A document of YAML front matter and text, converted to the JSON document that it means.
struct FrontMatter {
    /// The event document.
    let document: JSON
    private let matter: Node
    private let written: WrittenMatter
    private let textLine: Int

    /// Reads a whole file.
    ///
    /// - Throws: ``Refusals`` with line and column.
    init(_ bytes: [UInt8]) throws(Refusals) {
        let parts = try Self.split(bytes)
        try Self.refuseLineEnds(Array(parts.matter.utf8))
        written = WrittenMatter(parts.matter)
        matter = try Self.composed(parts.matter, written)
        textLine = parts.textLine
        var conversion = Conversion(written)
        guard case .object(let members) = try conversion.json(of: matter) else {
            throw Self.bad("front matter is a mapping of names to values", line: 2)
        }
        try conversion.spans.refuseDropped()
        var document = JSONObject()
        var data = JSONObject()
        for (name, value) in members.members.map({ ($0.key, $0.value) }) {
            switch name {
            case "story": document["subject"] = value
            case _ where ObjectShape.attributes.place(of: name) != nil && name != "data": document[name] = value
            default: data[name] = value
            }
        }
        document["time"] = document["time"]?.withZoneApart
        data["embargo"] = data["embargo"]?.withZoneApart
        data["requests"] = data["requests"]?.requestsWithZonesApart
        let textField = data.put(Text(parts.text), for: document["type"]?.text)
        document["data"] = .object(data)
        self.document = .object(document)

        if members["story"] != nil, members["subject"] != nil {
            throw conflict("both 'story' and 'subject' are given", "'story' is short for 'subject'", at: ["subject"])
        }
        if let textField {
            throw conflict(
                "the \(textField) stands in the front matter and under it", "each would replace the other",
                at: ["data", textField])
        }
        try refuseWhatJSONWould()
    }

    /// A refusal with its line and column in the file.
    func located(_ refusal: Refusal) -> Refusal {
        guard refusal.position == nil else { return refusal }
        var located = refusal
        located.position = position(of: refusal.path, key: refusal.pointsAtKey)
        let steps = refusal.path.steps
        if refusal.code == .unknownField, steps.count == 2, case .member(let name) = steps[1],
            let remedy = Synonym.frontMatterRemedy(for: name)
        {
            located.remedy = remedy
        }
        if let remedy = TimeFault.frontMatterRemedy(for: refusal.remedy) { located.remedy = remedy }
        if let remedy = quotesRemedy(for: refusal) { located.remedy = remedy }
        return located
    }

    /// The remedy for a text that YAML reads as something else; nil where the refusal's own is right.
    private func quotesRemedy(for refusal: Refusal) -> String? {
        let steps = refusal.path.steps
        switch refusal.code {
        case .wrongType:
            guard let node = node(at: steps) else { return nil }
            if let scalar = node.scalar, scalar.style == .plain || scalar.style == .any, scalar.string == "null" {
                return refusal.remedy + "; or put it in quotes, if it is a word"
            }
            if let remedy = written.remedyForBracket(at: node.mark) {
                return refusal.message.contains("a string") ? remedy : nil
            }
            if node.sequence?.count == 1 { return "put it in quotes: '- ' makes a list of it" }
            return node.mapping?.count == 1 ? "put it in quotes: ': ' makes a map of it" : nil
        case .unknownField where steps.count > 2:
            return node(at: steps.dropLast()).flatMap { written.remedyForBracket(at: $0.mark) }
                .map { "\(refusal.remedy); \($0), if it is a text" }
        default: return nil
        }
    }

    private func conflict(_ message: String, _ reason: String, at path: [Text]) -> Refusals {
        let path = path.reduce(JSONPath.root) { $0.member($1) }
        return Refusals([located(Refusal(.conflictingFields, at: path, message, remedy: reason + ": keep one"))])
    }

    /// YAML accepts values that I-JSON does not allow, which could be stored and never read again.
    private func refuseWhatJSONWould() throws(Refusals) {
        do { _ = try JSON.parse(document.canonicalBytes, maximumValues: JSON.maximumValues) } catch {
            var refusal = Refusal(error, in: [])
            refusal.position = position(of: error.path, key: false)
            throw Refusals([refusal])
        }
    }

    private func node(at steps: some Sequence<JSONPath.Step>) -> Node? {
        var node = matter
        for step in steps.drop(while: { $0 == .member("data") }) {
            guard let child = Self.child(step, of: node) else { return nil }
            node = child.value
        }
        return node
    }

    private func position(of path: JSONPath, key: Bool) -> SourcePosition {
        var steps = path.steps[...]
        if steps.first == .member("data") { steps.removeFirst() }
        if case .member(let name)? = steps.first, Self.pair(name, in: matter) == nil {
            switch name {
            case "subject": steps[steps.startIndex] = .member("story")
            case "body", "statement": return SourcePosition(line: textLine, column: 1)
            default: break
            }
        }
        var node = matter
        var mark = matter.mark
        for step in steps {
            guard let child = Self.child(step, of: node) else { break }
            node = child.value
            mark = key ? child.key?.mark ?? node.mark : node.mark
        }
        return SourcePosition(line: (mark?.line ?? 1) + 1, column: mark?.column ?? 1)
    }

    private static func child(_ step: JSONPath.Step, of node: Node) -> (key: Node?, value: Node)? {
        switch step {
        case .member(let name): return pair(name, in: node).map { ($0.key, $0.value) }
        case .element(let index):
            guard let sequence = node.sequence, sequence.indices.contains(index) else { return nil }
            return (nil, sequence[index])
        }
    }

    private static func pair(_ name: Text, in node: Node) -> (key: Node, value: Node)? {
        node.mapping?.first { key, _ in key.scalar.map { Text($0.string) } == name }
    }
}

extension JSONObject {
    /// Adds the text after the front matter to the field for its type; an empty text adds nothing.
    ///
    /// - Returns: The field that already has a text; nil when there is no conflict.
    fileprivate mutating func put(_ text: Text, for type: Text?) -> Text? {
        guard !text.isEmpty else { return nil }
        switch type.flatMap({ EventType(attribute: $0.string) }) {
        case .denied, .reiterated, .responded:
            switch self["statement"] {
            case nil: self["statement"] = ["text": .string(text)]
            case .object(var statement)? where statement["text"] == nil:
                statement["text"] = .string(text)
                self["statement"] = .object(statement)
            case .some: return "statement"
            }
        case .published, .updated, .forked, .rekeyed, .withheld, nil:
            guard self["body"] == nil else { return "body" }
            self["body"] = .string(text)
        }
        return nil
    }
}

extension JSON {
    /// A time followed by its zone, `2026-03-02 17:20 America/New_York`, in object form; any other value unchanged.
    fileprivate var withZoneApart: JSON {
        guard let text = text?.string, let space = text.lastIndex(of: " ") else { return self }
        let zone = text[text.index(after: space)...]
        guard zone.utf8.first?.isASCIILetter == true else { return self }
        return ["at": .string(Text(String(text[..<space]))), "zone": .string(Text(String(zone)))]
    }

    /// Requests for comment, with their times in object form.
    fileprivate var requestsWithZonesApart: JSON {
        guard case .array(let requests) = self else { return self }
        return .array(
            requests.map { request in
                guard case .object(var members) = request else { return request }
                members["asked"] = members["asked"]?.withZoneApart
                return .object(members)
            })
    }
}

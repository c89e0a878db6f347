import CanonicalJSON

/// What a verb prints with `--json`: a document, or each line where it prints one object a line.
struct OutputSchema: Sendable {
    /// The verb's words with `-` between them.
    let name: String
    /// What one document or line is.
    let about: String
    let shape: OutputShape

    init(_ name: String, _ about: String, _ shape: OutputShape) {
        (self.name, self.about, self.shape) = (name, about, shape)
    }

    /// In the order in which the program lists its verbs.
    static let all = [
        initialised, append, withhold, stories, show, history, diff, blame, claims, timeline, parties, activity, log,
        replay, why, publish, checkpoint, key, verify, checkProof, checkBundle, monitor, status, projectionsStatus,
        projectionsRebuild, inboxStatus, inboxReconcile, inboxRetry, clock, doctor, backup, restore, migrate,
        export, importing,
    ]

    /// The JSON Schema (2020-12), a document of its own.
    var json: JSON {
        var schema: JSONObject = [
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": .string(Text("storyledger \(name.replacing("-", with: " ")) --json")),
            "description": .string(Text(about)),
        ]
        for member in shape.schema.members { schema[member.key] = member.value }
        var definitions = JSONObject()
        for shared in SharedShape.allCases where sharedShapes.contains(shared) {
            definitions[Text(shared.rawValue)] = .object(shared.shape.schema)
        }
        if !definitions.keys.isEmpty { schema["$defs"] = .object(definitions) }
        return .object(schema)
    }

    /// The shared shapes that it names, and those that these name.
    private var sharedShapes: Set<SharedShape> {
        var found = shape.named
        var new = found
        while !new.isEmpty {
            new = new.reduce(into: Set<SharedShape>()) { $0.formUnion($1.shape.named) }.subtracting(found)
            found.formUnion(new)
        }
        return found
    }
}

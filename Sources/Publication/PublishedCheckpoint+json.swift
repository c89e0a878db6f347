import CanonicalJSON
import StoryEvents

extension PublishedCheckpoint {
    /// What it says, under the names that the specification uses: `{origin, size, root, note}`.
    public var json: JSONObject {
        // A size that JSON has no integer for is a string.
        let size = Int64(exactly: checkpoint.size).flatMap { $0 <= JSON.maximumInteger ? JSON.integer($0) : nil }
        return [
            "origin": .string(Text(checkpoint.origin)), "size": size ?? .string(Text("\(checkpoint.size)")),
            "root": .string(Text(checkpoint.root.hex)),
            "note": .string(Text(String(decoding: note.bytes, as: UTF8.self))),
        ]
    }

    /// ``json``, with the keys that signed it: `signatures: [{key}]`.
    public var jsonWithSignatures: JSONObject {
        var document = json
        document["signatures"] = .array(note.signatures.map { ["key": .string(Text($0.key.description))] })
        return document
    }
}

/// Runs of variation selectors after U+FEFF: invisible text in which C2PA stores a manifest of a text's origin.
///
/// Source: C2PA 2.1, "Embedding manifests into unstructured text".
public enum HiddenManifest {
    /// Describes the change of hidden manifests between two texts; nil if they are the same.
    public static func change(from old: [UInt8], to new: [UInt8]) -> String? {
        let (before, after) = (all(in: old), all(in: new))
        guard before != after else { return nil }
        let what = "a hidden text manifest (C2PA)"
        if before.isEmpty { return "\(what) was added, \(size(after))" }
        if after.isEmpty { return "\(what) was removed, \(size(before))" }
        return "\(what) was changed, from \(size(before)) to \(size(after))"
    }

    /// What was done to the hidden manifests of several fields, a phrase for each; with the field where there are several.
    package static func changes(in fields: [(name: String, old: [UInt8], new: [UInt8])]) -> [String] {
        let found = fields.compactMap { field in change(from: field.old, to: field.new).map { (field.name, $0) } }
        return found.map { found.count > 1 ? "\($0.0): \($0.1)" : $0.1 }
    }

    /// Names the hidden manifests of a text: `a hidden text manifest (C2PA), 17 bytes`; nil where it has none.
    public static func named(in text: [UInt8]) -> String? {
        let runs = all(in: text)
        return runs.isEmpty ? nil : "a hidden text manifest (C2PA), \(size(runs))"
    }

    /// A text with the length of each hidden manifest in its place: `<hidden manifest, 17 bytes>`.
    public static func spelledOut(_ text: [UInt8]) -> [UInt8] {
        var (shown, start) = ([UInt8](), 0)
        for place in places(in: text) {
            shown += text[start..<place.lowerBound] + Array("<hidden manifest, \(place.count) bytes>".utf8)
            start = place.upperBound
        }
        return shown + text[start...]
    }

    /// The same for a string.
    public static func spelledOut(_ text: String) -> String {
        guard text.utf8.contains(0xEF) else { return text }
        return String(decoding: spelledOut(Array(text.utf8)), as: UTF8.self)
    }

    /// What sentences add to "white space and typography only": `: a hidden text manifest (C2PA) was added, 17 bytes`, or
    /// `, and ...` where that is not all that changed; nothing where no manifest changed.
    ///
    /// - Parameter texts: The older and the newer text of each field.
    package static func named(in texts: [(name: String, old: [UInt8], new: [UInt8])]) -> String {
        let changes = changes(in: texts)
        guard !changes.isEmpty else { return "" }
        let isAll = texts.allSatisfy { bare($0.old) == bare($0.new) }
        return (isAll ? ": " : ", and ") + changes.joined(separator: " and ")
    }

    /// The number of selectors in a run that begins at a byte, and its length in bytes; nil if no run begins there.
    package static func run(in reader: ScalarReader, at start: Int) -> (selectors: Int, bytes: Int)? {
        guard start < reader.bytes.count, reader.bytes[start] == 0xEF else { return nil }
        let (mark, length, _) = reader.scalar(at: start)
        guard mark == 0xFEFF else { return nil }
        var (index, count) = (start + length, 0)
        while index < reader.bytes.count {
            let (value, length, _) = reader.scalar(at: index)
            guard (0xFE00...0xFE0F).contains(value) || (0xE0100...0xE01EF).contains(value) else { break }
            index += length
            count += 1
        }
        return count > 0 ? (count, index - start) : nil
    }

    private static func size(_ runs: [[UInt8]]) -> String {
        let bytes = runs.reduce(0) { $0 + $1.count }
        return "\(bytes) bytes"
    }

    private static func all(in text: [UInt8]) -> [[UInt8]] { places(in: text).map { Array(text[$0]) } }

    /// A text without its manifests.
    package static func bare(_ text: [UInt8]) -> [UInt8] {
        var (bare, start) = ([UInt8](), 0)
        for place in places(in: text) {
            bare += text[start..<place.lowerBound]
            start = place.upperBound
        }
        return bare + text[start...]
    }

    private static func places(in text: [UInt8]) -> [Range<Int>] {
        guard text.contains(0xEF) else { return [] }
        return text.withUnsafeBufferPointer { buffer in
            let reader = ScalarReader(buffer)
            var runs: [Range<Int>] = []
            var index = 0
            while index < buffer.count {
                guard let run = run(in: reader, at: index) else {
                    index += 1
                    continue
                }
                runs.append(index..<index + run.bytes)
                index += run.bytes
            }
            return runs
        }
    }
}

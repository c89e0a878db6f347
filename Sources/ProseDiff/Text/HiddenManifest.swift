/// Runs of variation selectors after U+FEFF: invisible text in which C2PA stores a manifest of a text's origin.
///
/// Source: C2PA 2.1, "Embedding manifests into unstructured text".
public enum HiddenManifest {
    /// Describes the change of hidden manifests between two texts; nil if they are the same.
    public static func change(from old: [UInt8], to new: [UInt8]) -> String? {
        Change(from: old, to: new)?.phrase()
    }

    /// What was done to the hidden manifests of several fields, a phrase for each; with the field where there are several.
    package static func changes(in fields: [(name: String, old: [UInt8], new: [UInt8])]) -> [String] {
        let found = found(in: fields)
        return found.map { $0.change.phrase(in: found.count > 1 ? $0.field : nil) }
    }

    /// The same as a part of a sentence: `a hidden text manifest (C2PA) was added to the headline, 17 bytes, and one was removed
    /// from the body, 70 bytes`; nil where no manifest changed.
    package static func sentence(of fields: [(name: String, old: [UInt8], new: [UInt8])]) -> String? {
        let found = found(in: fields)
        let phrases = found.enumerated().map { index, each in
            each.change.phrase(in: found.count > 1 ? each.field : nil, goesOn: index > 0)
        }
        return phrases.isEmpty ? nil : phrases.joined(separator: ", and ")
    }

    private static func found(
        in fields: [(name: String, old: [UInt8], new: [UInt8])]
    ) -> [(field: String, change: Change)] {
        fields.compactMap { field in Change(from: field.old, to: field.new).map { (field.name, $0) } }
    }

    /// The hidden manifests of two texts, where they differ.
    private struct Change {
        private let before: [[UInt8]]
        private let after: [[UInt8]]

        init?(from old: [UInt8], to new: [UInt8]) {
            (before, after) = (HiddenManifest.all(in: old), HiddenManifest.all(in: new))
            if before == after { return nil }
        }

        /// - Parameters:
        ///   - field: The name of the text; nil where the reader knows it.
        ///   - goesOn: Whether a phrase before it has said what a manifest is.
        func phrase(in field: String? = nil, goesOn: Bool = false) -> String {
            func place(_ preposition: String) -> String { field.map { " \(preposition) the \($0)" } ?? "" }
            func subject(_ runs: [[UInt8]]) -> String {
                goesOn ? HiddenManifest.count(runs) : HiddenManifest.name(runs)
            }
            func verb(_ runs: [[UInt8]]) -> String { runs.count == 1 ? "was" : "were" }
            if before.isEmpty { return "\(subject(after)) \(verb(after)) added\(place("to")), \(size(after))" }
            if after.isEmpty { return "\(subject(before)) \(verb(before)) removed\(place("from")), \(size(before))" }
            guard before.count != after.count else {
                return "\(subject(after)) \(verb(after)) changed\(place("in")), from \(size(before)) to \(size(after))"
            }
            return "\(goesOn ? "those" : "the hidden text manifests (C2PA)")\(place("of")) were changed, "
                + "from \(before.count) of \(size(before)) to \(after.count) of \(size(after))"
        }
    }

    /// Names the hidden manifests of a text: `a hidden text manifest (C2PA), 17 bytes`; nil where it has none.
    public static func named(in text: [UInt8]) -> String? {
        let runs = all(in: text)
        return runs.isEmpty ? nil : "\(name(runs)), \(size(runs))"
    }

    private static func name(_ runs: [[UInt8]]) -> String {
        runs.count == 1 ? "a hidden text manifest (C2PA)" : "\(runs.count) hidden text manifests (C2PA)"
    }

    private static func count(_ runs: [[UInt8]]) -> String { runs.count == 1 ? "one" : "\(runs.count)" }

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
        guard let changes = sentence(of: texts) else { return "" }
        let isAll = texts.allSatisfy { bare($0.old) == bare($0.new) }
        return (isAll ? ": " : ", and ") + changes
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

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

    private static func all(in text: [UInt8]) -> [[UInt8]] {
        guard text.contains(0xEF) else { return [] }
        return text.withUnsafeBufferPointer { buffer in
            let reader = ScalarReader(buffer)
            var runs: [[UInt8]] = []
            var index = 0
            while index < buffer.count {
                guard let run = run(in: reader, at: index) else {
                    index += 1
                    continue
                }
                runs.append(Array(buffer[index..<index + run.bytes]))
                index += run.bytes
            }
            return runs
        }
    }
}

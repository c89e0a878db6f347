import CanonicalJSON
import MerkleLog

extension KnownLog {
    /// Parses a line of the file; nil if it is malformed.
    init?(line: [UInt8]) {
        guard case .object(let object)? = try? JSON.parse(line), let origin = object["origin"]?.text,
            let keys = Self.texts(object["keys"]), let earlier = Self.texts(object["earlier"]),
            let notes = Self.texts(object["checkpoints"]), let met = Self.texts(object["met"] ?? .array([])),
            let statements = Self.texts(object["statements"] ?? .array([])),
            let settled = Self.texts(object["settled"] ?? .array([])),
            case .array(let pairs) = object["contradictions"] ?? .array([])
        else { return nil }
        do throws(MerkleLogError) {
            let met = try Self.notes(met)
            var said: [Succession] = []
            for text in statements { said.append(try Succession(bytes: text.bytes)) }
            self.init(
                origin: origin.string, keys: try Self.keys(keys), earlier: try Self.keys(earlier),
                notes: try Self.notes(notes) + met, met: met,
                settled: try settled.map { text throws(MerkleLogError) in try Checkpoint(text: text.string) },
                statements: said)
            for pair in pairs {
                guard let notes = try Self.texts(pair).map(Self.notes), notes.count == 2 else { return nil }
                contradictions.append(Contradiction(first: notes[0], second: notes[1]))
            }
        } catch {
            return nil
        }
    }

    /// The log as a line of the file, with its line feed.
    var line: [UInt8] {
        func list(_ texts: [String]) -> JSON { .array(texts.map { .string(Text($0)) }) }
        var object: JSONObject = [
            "checkpoints": list(
                notes.filter { !met.contains($0) }.map { String(decoding: $0.bytes, as: UTF8.self) }),
            "met": list(met.map { String(decoding: $0.bytes, as: UTF8.self) }),
            "settled": list(settled.map(\.text)),
            "statements": list(statements.map { String(decoding: $0.note.bytes, as: UTF8.self) }),
            "earlier": list(earlier.map(\.description)), "keys": list(keys.map(\.description)),
            "origin": .string(Text(origin)),
        ]
        if !contradictions.isEmpty {
            object["contradictions"] = .array(
                contradictions.map { list([$0.first, $0.second].map { String(decoding: $0.bytes, as: UTF8.self) }) })
        }
        return JSON.object(object).canonicalBytes + [UInt8(ascii: "\n")]
    }

    private static func texts(_ json: JSON?) -> [Text]? {
        guard case .array(let elements)? = json else { return nil }
        let texts = elements.compactMap(\.text)
        return texts.count == elements.count ? texts : nil
    }

    private static func keys(_ texts: [Text]) throws(MerkleLogError) -> [VerifierKey] {
        var keys: [VerifierKey] = []
        for text in texts { keys.append(try VerifierKey(text.string)) }
        return keys
    }

    private static func notes(_ texts: [Text]) throws(MerkleLogError) -> [SignedNote] {
        var notes: [SignedNote] = []
        for text in texts {
            let note = try SignedNote(bytes: text.bytes)
            _ = try Checkpoint(text: note.text)
            notes.append(note)
        }
        return notes
    }

    /// Whether a key beside them signed each stored checkpoint. Otherwise the file is damaged, and says nothing of the log.
    var isSigned: Bool {
        (notes + contradictions.flatMap { [$0.first, $0.second] }).allSatisfy { !signers(of: $0).isEmpty }
    }
}

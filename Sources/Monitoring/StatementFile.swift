import CanonicalJSON
import MerkleLog

/// The file `statements` of a published log: what the log said of its keys and names, one JSON object a line.
///
///     {"position":17,"statement":"storyledger/rekeyed/v1\nold ...\nnew ...\nended no\n\n- ...\n"}
public enum StatementFile {
    /// A statement, both signatures checked.
    public struct Entry: Hashable, Sendable {
        /// Position of the event that puts it into the log.
        public let position: Int64
        /// What the log said.
        public let statement: Succession
    }

    /// What is wrong with a file.
    public struct Fault: Error, Hashable, Sendable {
        /// The line, and what was found there.
        public let message: String
    }

    /// Length of the longest file read, in bytes.
    public static let longest = 1 << 24

    /// Reads the file.
    ///
    /// - Throws: ``Fault`` for a line that is no such object, and for positions that do not rise.
    public static func read(_ bytes: [UInt8]) throws(Fault) -> [Entry] {
        guard bytes.count <= longest else { throw Fault(message: "it is longer than \(longest) bytes") }
        var entries: [Entry] = []
        for (place, line) in bytes.split(separator: UInt8(ascii: "\n")).enumerated() {
            func fault(_ what: String) -> Fault { Fault(message: "line \(place + 1): \(what)") }
            let json: JSON
            do { json = try JSON.parse(Array(line)) } catch { throw fault("it is not JSON: \(error.message)") }
            guard case .object(let object) = json, case .integer(let position)? = object["position"], position >= 0,
                let text = object["statement"]?.text
            else { throw fault("expected {position, statement}") }
            guard position > entries.last?.position ?? -1 else {
                throw fault("its position is not after the line before")
            }
            do throws(MerkleLogError) {
                entries.append(Entry(position: position, statement: try Succession(bytes: text.bytes)))
            } catch {
                throw fault(error.description)
            }
        }
        return entries
    }
}

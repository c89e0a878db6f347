import CanonicalJSON
import MerkleLog

/// The file `statements` of a published log: its statements about keys and names, one JSON object a line.
///
///     {"position":17,"statement":"storyledger/rekeyed/v1\nold ...\nnew ...\nended no\n\n- ...\n"}
public enum StatementFile {
    /// A statement, both signatures checked.
    public struct Entry: Hashable, Sendable {
        /// Position of the event that carries the statement.
        public let position: Int64
        /// The statement.
        public let statement: Succession

        /// Creates an entry.
        public init(position: Int64, statement: Succession) {
            self.position = position
            self.statement = statement
        }
    }

    /// Why a file is malformed.
    public struct Fault: Error, Hashable, Sendable {
        /// The line, and what was found there.
        public let message: String
    }

    /// Length of the longest file read, in bytes.
    public static let longest = 1 << 24

    /// Reads the file.
    ///
    /// - Throws: ``Fault`` for a malformed line, and for positions that do not ascend.
    public static func read(_ bytes: [UInt8]) throws(Fault) -> [Entry] {
        guard bytes.count <= longest else { throw Fault(message: "it is longer than \(longest) bytes") }
        guard bytes.isEmpty || bytes.last == UInt8(ascii: "\n") else {
            throw Fault(message: "it does not end in a line feed")
        }
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

    /// The statements that belong to events of a tree. Others are reported.
    ///
    /// - Parameters:
    ///   - statements: All statements of a file.
    ///   - events: The tree's events that change keys or names.
    ///   - size: Tree size, in leaves. The file of a growing log may have later statements.
    static func entries(
        _ statements: [Entry], of events: [StoryChains.SystemEvent], upTo size: UInt64, _ find: (LogFinding) -> Void
    ) -> [Entry] {
        var found: [Entry] = []
        for event in events {
            let position = UInt64(event.position)
            guard let entry = statements.first(where: { $0.position == event.position }) else {
                find(LogFinding("statements: nothing says what this event changes", at: position))
                continue
            }
            guard event.id == Text(entry.statement.eventID) else {
                find(LogFinding("statements: another statement than the one in the log", at: position))
                continue
            }
            found.append(entry)
        }
        for entry in statements
        where entry.position < Int64(clamping: size) && !events.contains(where: { $0.position == entry.position }) {
            find(LogFinding("statements: the event is not one of the log's own", at: UInt64(entry.position)))
        }
        return found
    }
}

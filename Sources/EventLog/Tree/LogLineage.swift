import CanonicalJSON
import MerkleLog
import StoryEvents

/// What a log says of its own names and keys: the name it began with, and the statements in it that change key or name.
public struct LogLineage: Sendable {
    /// A statement and the event that put it into the log.
    public struct Entry: Sendable {
        /// Position of the event.
        public let position: Position
        /// The statement.
        public let statement: Succession

        /// The line of the public file `statements`, with its line feed: `{position, statement}`.
        public var line: [UInt8] {
            let object: JSONObject = [
                "position": .integer(position.value),
                "statement": .string(Text(String(decoding: statement.note.bytes, as: UTF8.self))),
            ]
            return JSON.object(object).canonicalBytes + [UInt8(ascii: "\n")]
        }
    }

    /// The name that the ledger was made with.
    public let base: String

    /// The statements, in log order.
    public let entries: [Entry]

    /// Reads the events of the log about itself.
    ///
    /// - Throws: ``EventLogError/damaged(path:_:)`` when one of them cannot be read.
    public init(_ store: some EventStore) throws(EventLogError) {
        base = store.ledger.origin
        var entries: [Entry] = []
        for event in try store.events(of: .ledger) {
            let statement: Text
            do throws(PayloadFault) {
                switch try event.payload() {
                case .forked(let fork): statement = fork.statement
                case .rekeyed(let rekeying): statement = rekeying.statement
                default: continue
                }
            } catch {
                throw .damaged(path: "the event at \(event.envelope.position)", error.message)
            }
            do throws(MerkleLogError) {
                entries.append(
                    Entry(position: event.envelope.position, statement: try Succession(bytes: Array(statement.utf8))))
            } catch {
                throw .damaged(path: "the event at \(event.envelope.position)", error.description)
            }
        }
        self.entries = entries
    }

    /// All statements, in log order.
    public var statements: [Succession] { entries.map(\.statement) }

    /// The name under which the log is published now.
    public var origin: String { origins.last ?? base }

    /// Every name that the log was published under, oldest first.
    public var origins: [String] {
        [base] + statements.filter(\.isFork).map { $0.new.identity.name.description }
    }

    /// Whether the log says that a published tree was given up.
    public func hasGivenUp(_ checkpoint: Checkpoint) -> Bool {
        statements.contains { statement in
            guard case .forked(let abandoned, _) = statement.kind else { return false }
            return abandoned == Succession.Head(size: checkpoint.size, root: checkpoint.root)
                && statement.old.identity.name.description.utf8.elementsEqual(checkpoint.origin.utf8)
        }
    }

    /// Whether a name is one that this ledger gives to its log: its own, or that and a slash and a number from 2.
    public func includes(_ origin: String) -> Bool { number(of: origin) != nil }

    /// The next name that no history of this ledger has had.
    ///
    /// - Parameter known: Names that were seen elsewhere, such as in what was published.
    public func nextOrigin(after known: [String]) -> String {
        let highest = (origins + known).compactMap(number).max() ?? 1
        return "\(base)/\(highest + 1)"
    }

    private func number(of origin: String) -> Int? {
        if origin.utf8.elementsEqual(base.utf8) { return 1 }
        guard origin.utf8.starts(with: "\(base)/".utf8) else { return nil }
        let digits = origin.utf8.dropFirst(base.utf8.count + 1)
        guard (1...9).contains(digits.count), let number = Int(String(decoding: digits, as: UTF8.self)), number >= 2,
            "\(number)".utf8.elementsEqual(digits)
        else { return nil }
        return number
    }
}

import CanonicalJSON
import EventLog
import StoryEvents

/// One thing that is not as it should be: where, and what differs.
public struct Finding: Hashable, Sendable {
    /// What it was found in.
    public enum Place: Hashable, Sendable {
        /// An event's row.
        case event(Int64)
        /// Events one after the other.
        case events(ClosedRange<Int64>)
        /// A stored tile, by its path.
        case tile(String)
        /// A stored checkpoint, by its number.
        case checkpoint(Int64)
        /// Stored checkpoints, one after the other.
        case checkpoints(ClosedRange<Int64>)
        /// The checkpoint that the caller gave, by its file.
        case kept(String)
        /// A receipt, by its number.
        case receipt(Int64)
        /// Receipts, one after the other.
        case receipts(ClosedRange<Int64>)
        /// A published file, by its path below the ledger's directory.
        case file(String)
        /// A table, an index or a trigger.
        case schema(String)
        /// A row of a persisted projection: the projection, the story, and the row among those of its story.
        case row(projection: String, story: String, key: String)
        /// The database as a whole.
        case database
    }

    /// What it was found in.
    public let place: Place
    /// What differs: found against expected.
    public let what: String

    /// Joins a place and what is wrong there.
    public init(_ place: Place, _ what: String) {
        self.place = place
        self.what = what
    }
}

extension Finding: CustomStringConvertible {
    /// One line: the place, and what differs there.
    public var description: String { "\(place): \(what)" }

    /// `{place, position | first, last | number | path | name | projection, story, key, what}`.
    public var json: JSON {
        var object = JSONObject()
        object["place"] = .string(Text(place.kind))
        switch place {
        case .event(let position): object["position"] = .safe(position)
        case .events(let range), .checkpoints(let range), .receipts(let range):
            object["first"] = .safe(range.lowerBound)
            object["last"] = .safe(range.upperBound)
        case .tile(let path), .kept(let path), .file(let path): object["path"] = .string(Text(path))
        case .checkpoint(let number), .receipt(let number): object["number"] = .safe(number)
        case .schema(let name): object["name"] = .string(Text(name))
        case .row(let projection, let story, let key):
            object["projection"] = .string(Text(projection))
            object["story"] = .string(Text(story))
            object["key"] = .string(Text(key))
        case .database: break
        }
        object["what"] = .string(Text(what))
        return .object(object)
    }
}

extension Finding.Place: CustomStringConvertible {
    /// As the command line writes it: `@17`, `tile/0/003`, `checkpoint 4`.
    public var description: String {
        switch self {
        case .event(let position): "@\(position)"
        case .events(let range): "@\(range.lowerBound) to @\(range.upperBound)"
        case .tile(let path): "stored \(path)"
        case .checkpoint(let number): "checkpoint \(number)"
        case .checkpoints(let range): "checkpoints \(range.lowerBound) to \(range.upperBound)"
        case .receipt(let number): "receipt \(number)"
        case .receipts(let range): "receipts \(range.lowerBound) to \(range.upperBound)"
        case .file(let path), .kept(let path): path
        case .schema(let name): name
        case .row(let projection, let story, let key):
            [LedgerLayout.views, projection, story, key].filter { !$0.isEmpty }.joined(separator: " ")
        case .database: LedgerLayout.log
        }
    }

    /// A word for programs.
    var kind: String {
        switch self {
        case .event: "event"
        case .events: "events"
        case .tile: "tile"
        case .checkpoint: "checkpoint"
        case .checkpoints: "checkpoints"
        case .kept: "kept-checkpoint"
        case .receipt: "receipt"
        case .receipts: "receipts"
        case .file: "file"
        case .schema: "schema"
        case .row: "row"
        case .database: "database"
        }
    }
}

extension JSON {
    /// A number from a row, which may be beyond what JSON's integers hold: then as a string.
    fileprivate static func safe(_ number: Int64) -> JSON {
        number.magnitude <= JSON.maximumInteger.magnitude ? .integer(number) : .string(Text(String(number)))
    }
}

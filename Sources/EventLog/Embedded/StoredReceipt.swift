import CanonicalJSON
import SQLite
import StoryEvents

/// A receipt's row, not read yet.
struct StoredReceipt {
    static let columns = "number, file, sha256, outcome, recorded, earlier, parts, entries, refusals, withheld"
    private let number, earlier, parts: Int64
    private let file, outcome, entries, refusals: String
    private let sha256: [UInt8]
    private let recorded: RecordedTime
    private let withheld: Position?

    init(_ row: Row) throws(SQLiteError) {
        number = try row.count(0)
        file = try row.text(1)
        sha256 = row.blob(2)
        outcome = try row.text(3)
        recorded = try row.recordedTime(4)
        earlier = try row.count(5)
        parts = try row.count(6)
        entries = try row.text(7)
        refusals = try row.text(8)
        withheld = try row.optionalPosition(9)
    }

    /// - Throws: ``EventLogError/damaged(path:_:)`` naming the receipt, unless every word of it can be read.
    func read(path: String) throws(EventLogError) -> Receipt {
        guard (earlier == 0) == (parts == 0), let outcome = Receipt.Outcome(rawValue: outcome),
            let entries = Self.entries(in: entries),
            let refusals = Self.objects(in: refusals, { JSON.object($0) })
        else { throw .damaged(path: path, "receipt \(number) cannot be read") }
        return Receipt(
            number: number, file: Text(file), sha256: sha256, outcome: outcome, recorded: recorded, earlier: earlier,
            parts: parts, entries: entries, refusals: refusals, withheld: withheld)
    }

    /// The entries of a part of a receipt.
    ///
    /// - Parameter text: What is stored of it; nil where there is no such part.
    static func part(
        _ part: Int64, of number: Int64, _ text: String?, path: String
    ) throws(EventLogError) -> [Receipt.Entry] {
        guard let entries = text.flatMap(entries) else {
            throw .damaged(
                path: path, "part \(part) of receipt \(number) \(text == nil ? "is missing" : "cannot be read")")
        }
        return entries
    }

    /// Entries as they are stored; nil where one cannot be read.
    private static func entries(in text: String) -> [Receipt.Entry]? { objects(in: text, Receipt.Entry.init) }

    /// The objects of an array, each made into something; nil as soon as one is not what it should be.
    private static func objects<Value>(in text: String, _ make: (JSONObject) -> Value?) -> [Value]? {
        let elements: [JSON]
        do throws(JSONSyntaxError) {
            guard case .array(let found) = try JSON.parse(Array(text.utf8)) else { return nil }
            elements = found
        } catch {
            return nil
        }
        var values: [Value] = []
        for element in elements {
            guard case .object(let object) = element, let value = make(object) else { return nil }
            values.append(value)
        }
        return values
    }
}

extension Receipt.Entry {
    fileprivate init?(_ object: JSONObject) {
        guard case .string(let story)? = object["story"], let story = StoryID(story),
            case .string(let type)? = object["type"], let type = EventType(rawValue: type.string),
            case .string(let outcome)? = object["outcome"], let outcome = Receipt.Outcome(rawValue: outcome.string),
            let position = Self.place(object["position"]), let revision = Self.place(object["revision"])
        else { return nil }
        let id: Text?
        switch object["id"] {
        case .string(let text)?: id = text
        case .null?: id = nil
        default: return nil
        }
        self.init(
            position: position.map(Position.init), revision: revision.map(Revision.init), story: story, type: type,
            id: id, outcome: outcome)
    }

    /// A place that was written as a number or as null; nil for anything else.
    private static func place(_ json: JSON?) -> Int64?? {
        switch json {
        case .integer(let number)? where number >= 0: .some(number)
        case .null?: .some(nil)
        default: nil
        }
    }
}

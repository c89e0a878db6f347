import CanonicalJSON
import SQLite

/// One difference between two generations of a projection's rows.
public struct RowDifference: Hashable, Sendable {
    /// The row's story.
    public let story: Text
    /// The row's key among the rows of its story.
    public let key: Text
    /// The member of the row's value, or the name of a searchable text; nil when the whole row is missing on one side.
    public let field: Text?
    /// The persisted value; nil when it is absent.
    public let stored: JSON?
    /// The rebuilt value; nil when it is absent.
    public let rebuilt: JSON?

    /// `{projection, story, key, field, stored, rebuilt}`.
    public func json(_ projection: String) -> JSON {
        var object = JSONObject()
        object["projection"] = .string(Text(projection))
        object["story"] = .string(story)
        object["key"] = .string(key)
        object["field"] = field.map(JSON.string) ?? .null
        object["stored"] = stored ?? .null
        object["rebuilt"] = rebuilt ?? .null
        return .object(object)
    }
}

/// Compares the rows of a projection with rebuilt rows.
struct RowComparison {
    /// The first differences.
    private(set) var differences: [RowDifference] = []
    /// The number of all differences.
    private(set) var count = 0
    private let most: Int
    private let names: [Text]

    /// Returns rows one by one, in the order of story and key; nil after the last one.
    typealias Rows = () throws(SQLiteError) -> RowCursor.StoredRow?

    /// - Parameter most: The most differences to store.
    init(_ stored: Rows, _ rebuilt: Rows, _ table: RowTable, most: Int) throws(SQLiteError) {
        self.most = most
        names = table.searched.map { Text($0) }
        var (left, right) = (try stored(), try rebuilt())
        while left != nil || right != nil {
            if let here = left, let there = right, here.story == there.story, here.key == there.key {
                if here != there { compare(here, there) }
                (left, right) = (try stored(), try rebuilt())
            } else if let here = left, right.map({ Self.precedes(here, $0) }) ?? true {
                add(here, nil, here.json, nil)
                left = try stored()
            } else if let there = right {
                add(there, nil, nil, there.json)
                right = try rebuilt()
            }
        }
    }

    private mutating func compare(_ here: RowCursor.StoredRow, _ there: RowCursor.StoredRow) {
        let (old, new) = (here.json, there.json)
        if case .object(let before) = old, case .object(let after) = new {
            for key in Set(before.keys + after.keys).sorted() where before[key] != after[key] {
                add(here, key, before[key], after[key])
            }
        } else {
            add(here, nil, old, new)
        }
        for (index, name) in names.enumerated() where here.texts[index] != there.texts[index] {
            add(here, name, .string(here.texts[index]), .string(there.texts[index]))
        }
    }

    /// Adds a count that differs; it belongs to no story.
    mutating func add(_ name: Text, _ stored: JSON?, _ rebuilt: JSON?) {
        count += 1
        guard differences.count < most else { return }
        differences.append(RowDifference(story: "", key: name, field: nil, stored: stored, rebuilt: rebuilt))
    }

    private mutating func add(_ row: RowCursor.StoredRow, _ field: Text?, _ stored: JSON?, _ rebuilt: JSON?) {
        count += 1
        guard differences.count < most else { return }
        differences.append(
            RowDifference(story: row.story, key: row.key, field: field, stored: stored, rebuilt: rebuilt))
    }

    private static func precedes(_ left: RowCursor.StoredRow, _ right: RowCursor.StoredRow) -> Bool {
        left.story == right.story ? left.key < right.key : left.story < right.story
    }
}

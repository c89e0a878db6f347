import CanonicalJSON
import SQLite
import StoryEvents

/// Integers that were stored are not believed: anybody may have changed them, and one beyond its range would trap.
extension Row {
    /// A column that counts something: 0 to 2^53 - 1, which a leaf can hold, and one more is a number, too.
    ///
    /// - Throws: ``ResultCode/corrupt`` for anything else.
    func count(_ column: Int) throws(SQLiteError) -> Int64 {
        let number = integer(column)
        guard (0...JSON.maximumInteger).contains(number) else { throw outOfRange(column, number) }
        return number
    }

    /// A position; nil for NULL.
    func optionalPosition(_ column: Int) throws(SQLiteError) -> Position? {
        isNull(column) ? nil : Position(try count(column))
    }

    /// A position.
    func position(_ column: Int) throws(SQLiteError) -> Position { Position(try count(column)) }

    /// A revision.
    func revision(_ column: Int) throws(SQLiteError) -> Revision { Revision(try count(column)) }

    /// A time of the ledger's clock, within the years 1 to 9999.
    ///
    /// - Throws: ``ResultCode/corrupt`` for anything else.
    func recordedTime(_ column: Int) throws(SQLiteError) -> RecordedTime {
        let microseconds = integer(column)
        guard RecordedTime.range.contains(microseconds) else { throw outOfRange(column, microseconds) }
        return RecordedTime(microseconds: microseconds)
    }

    private func outOfRange(_ column: Int, _ number: Int64) -> SQLiteError {
        damage("its column '\(columnName(column))' holds \(number), which is out of range")
    }
}

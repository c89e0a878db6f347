internal import CSQLite

/// The storage class of a value.
public enum ColumnType: Hashable, Sendable {
    /// A signed 64-bit integer.
    case integer
    /// A double.
    case real
    /// Text.
    case text
    /// Bytes.
    case blob
    /// Nothing.
    case null

    init(code: Int32) {
        switch code {
        case SQLITE_INTEGER: self = .integer
        case SQLITE_FLOAT: self = .real
        case SQLITE_TEXT: self = .text
        case SQLITE_BLOB: self = .blob
        default: self = .null
        }
    }
}

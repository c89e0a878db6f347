/// The columns, indexes and searchable texts of a ledger projection's rows.
public struct RowTable: Hashable, Sendable {
    /// Members of a row's value that rows are filtered and ordered by: text, integers, booleans, or absent. Names are
    /// ASCII letters.
    ///
    /// A member that is a column is stored once, as the column. `story`, the id of the row's story, is always stored;
    /// when it is listed here, it is also a member of every row.
    public var columns: [String]
    /// Columns whose values repeat in many rows: each text or array is stored once, and rows refer to it.
    public var shared: Set<String>
    /// Integers stored beside the value, which tallies sum. Names are ASCII letters.
    public var counted: [String]
    /// Columns that are looked up together, from first to last.
    public var indexes: [[String]]
    /// Counts that are updated with the rows, so that reading them reads no row.
    public var tallies: [Tally]
    /// Names of the searchable texts beside the value; empty when nothing is searchable. Names are ASCII letters.
    public var searched: [String]

    /// The number of rows for each combination of values.
    public struct Tally: Hashable, Sendable {
        /// The columns whose combinations are counted.
        public var groups: [String]
        /// Integer columns that are summed.
        public var sums: [String]

        /// - Parameters:
        ///   - groups: Columns; the tally is ordered by them.
        ///   - sums: Integer columns, from ``RowTable/columns`` or ``RowTable/counted``.
        public init(by groups: [String], summing sums: [String] = []) {
            (self.groups, self.sums) = (groups, sums)
        }
    }

    /// - Parameters:
    ///   - columns: Members of a row's value.
    ///   - shared: Columns whose values repeat in many rows.
    ///   - counted: Integers beside the value.
    ///   - indexes: Lists of columns that are looked up together.
    ///   - tallies: Counts that are updated with the rows.
    ///   - searched: Names of searchable texts.
    public init(
        columns: [String] = [], shared: Set<String> = [], counted: [String] = [], indexes: [[String]] = [],
        tallies: [Tally] = [], searched: [String] = []
    ) {
        self.columns = columns
        self.shared = shared
        self.counted = counted
        self.indexes = indexes
        self.tallies = tallies
        self.searched = searched
    }

    /// The columns of this table, without those that every table has.
    var ownColumns: [String] { columns.filter { $0 != Self.story } + counted }

    /// A column that every table has.
    static let story = "story"

    /// A column's name in SQL.
    static func sql(_ column: String) -> String { column == story ? "story" : "\"c_\(column)\"" }
}

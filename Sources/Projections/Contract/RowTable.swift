/// How the rows of a ledger projection are kept, and by what they are found.
public struct RowTable: Hashable, Sendable {
    /// Members of a row's value that rows are filtered and ordered by: text, integers, truth values, or absent. ASCII letters.
    ///
    /// A member that is a column is stored once, as the column. `story`, the id of the row's story, is stored anyway; where
    /// it is a column, every row has it as a member.
    public var columns: [String]
    /// Columns whose values many rows have: each text or array is stored once, and rows refer to it.
    public var shared: Set<String>
    /// Integers that a row gives beside its value, for tallies to sum. ASCII letters.
    public var counted: [String]
    /// Columns that are looked up together, first to last.
    public var indexes: [[String]]
    /// Counts that are brought up with the rows, so that asking for them reads no row.
    public var tallies: [Tally]
    /// Names of texts that can be searched, beside the value; none where there is nothing to search. ASCII letters.
    public var searched: [String]

    /// How many rows there are for each combination of values.
    public struct Tally: Hashable, Sendable {
        /// Columns of which the combinations are told apart.
        public var groups: [String]
        /// Integer columns that are summed.
        public var sums: [String]

        /// - Parameters:
        ///   - groups: Columns; the tally is ordered by them.
        ///   - sums: Integer columns, among the members or counted.
        public init(by groups: [String], summing sums: [String] = []) {
            (self.groups, self.sums) = (groups, sums)
        }
    }

    /// - Parameters:
    ///   - columns: Members of a row's value.
    ///   - shared: Columns whose values many rows have.
    ///   - counted: Integers beside the value.
    ///   - indexes: Lists of such members.
    ///   - tallies: Counts that are kept up.
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

    /// The columns that the table has beside those of every table.
    var ownColumns: [String] { columns.filter { $0 != Self.story } + counted }

    /// The column that every table has.
    static let story = "story"

    /// A column's name in SQL.
    static func sql(_ column: String) -> String { column == story ? "story" : "\"c_\(column)\"" }
}

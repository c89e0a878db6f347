/// How the rows of a ledger projection are kept, and by what they are found.
public struct RowTable: Hashable, Sendable {
    /// Members of a row's value that rows are filtered and ordered by: text, integers, or absent. ASCII letters.
    public var columns: [String]
    /// Columns that are looked up together, first to last.
    public var indexes: [[String]]
    /// Names of texts that can be searched, beside the value; none where there is nothing to search. ASCII letters.
    public var searched: [String]

    /// - Parameters:
    ///   - columns: Members of a row's value.
    ///   - indexes: Lists of such members.
    ///   - searched: Names of searchable texts.
    public init(columns: [String] = [], indexes: [[String]] = [], searched: [String] = []) {
        self.columns = columns
        self.indexes = indexes
        self.searched = searched
    }
}

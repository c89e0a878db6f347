import CanonicalJSON

/// Selects and orders the rows of a ledger projection.
public struct RowQuery: Sendable {
    /// The search; its best matches come first.
    public var search: SearchQuery?
    /// The conditions; a row must meet all of them.
    public var conditions: [Condition]
    /// The order, after the rank of the search and before story and key.
    public var order: [Order]
    /// The most rows to return; nil for all.
    public var limit: Int?

    /// A comparison of a column with a value.
    public struct Condition: Hashable, Sendable {
        /// The comparison; text is compared by its bytes.
        public enum Relation: String, Hashable, Sendable {
            case equal = "="
            case atLeast = ">="
            case atMost = "<="
        }

        let column: String
        let relation: Relation
        let value: JSON

        /// - Parameters:
        ///   - column: One of the table's columns.
        ///   - relation: The comparison.
        ///   - value: A string or an integer.
        public init(_ column: String, _ relation: Relation, _ value: JSON) {
            self.column = column
            self.relation = relation
            self.value = value
        }
    }

    /// A column and a direction.
    public struct Order: Hashable, Sendable {
        let column: String
        let isDescending: Bool

        /// Ascending.
        public static func up(_ column: String) -> Order { Order(column: column, isDescending: false) }
        /// Descending.
        public static func down(_ column: String) -> Order { Order(column: column, isDescending: true) }
    }

    /// Creates a query.
    public init(
        search: SearchQuery? = nil, conditions: [Condition] = [], order: [Order] = [], limit: Int? = nil
    ) {
        self.search = search
        self.conditions = conditions
        self.order = order
        self.limit = limit
    }
}

/// A row of a ledger projection.
public struct ProjectedRow: Hashable, Sendable {
    /// The id of the row's story.
    public let story: Text
    /// Unique among the story's rows.
    public let key: Text
    /// The row's content.
    public let value: JSONObject
    /// The excerpt with the search's matches; nil without a search.
    public let snippet: Snippet?
}

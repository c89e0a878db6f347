import CanonicalJSON

/// Which rows of a ledger projection are wanted, and in which order.
public struct RowQuery: Sendable {
    /// What their texts must hold; the best come first then.
    public var search: SearchQuery?
    /// What their columns must hold, all of it.
    public var conditions: [Condition]
    /// What they are ordered by; after the search, before story and key.
    public var order: [Order]
    /// At most so many; nil for all.
    public var limit: Int?

    /// A column beside a value.
    public struct Condition: Hashable, Sendable {
        /// How they compare; text by its bytes.
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
        ///   - relation: How they compare.
        ///   - value: A string or an integer.
        public init(_ column: String, _ relation: Relation, _ value: JSON) {
            self.column = column
            self.relation = relation
            self.value = value
        }
    }

    /// A column, up or down.
    public struct Order: Hashable, Sendable {
        let column: String
        let isDescending: Bool

        /// From the smallest up.
        public static func up(_ column: String) -> Order { Order(column: column, isDescending: false) }
        /// From the largest down.
        public static func down(_ column: String) -> Order { Order(column: column, isDescending: true) }
    }

    /// Joins what is wanted.
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
    /// The story it hangs on, by its id.
    public let story: Text
    /// Unique among the story's rows.
    public let key: Text
    /// What it says.
    public let value: JSONObject
    /// Where it holds what was searched for; nil where nothing was.
    public let snippet: Snippet?
}

import EventLog
import SQLite
import StoryEvents

/// The state of a ledger projection.
public struct ProjectionStanding: Hashable, Sendable {
    /// The projection's name.
    public let name: String
    /// The version of the fold in this program.
    public let version: Int
    /// The rows that answer queries; nil before the first.
    public let serving: ProjectionProgress?
    /// The rows that will replace them; nil when there are none.
    public let building: ProjectionProgress?
    /// How many events the log holds.
    public let size: Int64

    /// How many events the serving rows are behind the log.
    public var lag: Int64 { max(0, size - (serving?.position.value ?? 0)) }

    /// Why the serving rows differ from the log; nil when they do not.
    public var staleness: String? {
        guard let serving else { return "not made yet" }
        if let fault = serving.fault { return "stopped at \(fault.position): \(fault.message)" }
        if serving.version != version { return "of version \(serving.version); version \(version) is being made" }
        return lag > 0 ? "\(lag) \(lag == 1 ? "event" : "events") behind" : nil
    }
}

extension Views {
    /// The state of every projection.
    public func standings() throws(ViewsError) -> [ProjectionStanding] {
        let size = try withLog { () throws(EventLogError) in try store.size() }
        let (serving, building) = try withViews { () throws(SQLiteError) in
            (try database.progress(.serving), try database.progress(.building))
        }
        return registry.ledger.map { projection in
            ProjectionStanding(
                name: projection.name, version: projection.version, serving: serving[projection.name],
                building: building[projection.name], size: size)
        }
    }

    /// Reads the persisted rows of a projection in one transaction.
    ///
    /// - Parameters:
    ///   - projection: A registered projection.
    ///   - body: Receives the rows; they are valid until it returns.
    /// - Returns: The result of `body` and the projection's state; nil when there are no rows that this program can
    ///   read.
    public func read<Value>(
        _ projection: any LedgerProjection.Type, _ body: (ProjectedRows) throws(ViewsError) -> Value
    ) throws(ViewsError) -> (value: Value, standing: ProjectionStanding)? {
        let size = try withLog { () throws(EventLogError) in try store.size() }
        return try database.connection.transaction(.deferred, mapping: { ViewsError($0) }) { () throws(ViewsError) in
            let (serving, building) = try withViews { () throws(SQLiteError) in
                (try database.progress(.serving)[projection.name], try database.progress(.building)[projection.name])
            }
            guard let serving else { return nil }
            let rows = database.rowStore(projection, serving.generation)
            // Rows of another version may have another layout.
            guard rows.shape == serving.shape else { return nil }
            let standing = ProjectionStanding(
                name: projection.name, version: projection.version, serving: serving, building: building, size: size)
            return (try body(ProjectedRows(serving, rows, database.connection)), standing)
        }
    }
}

extension Views {
    /// The state of every projection where views.db is missing.
    public static func standingsOfNothing(
        _ store: any EventStore, registry: ProjectionRegistry = .standard
    ) throws(ViewsError) -> [ProjectionStanding] {
        let size = try withLog { () throws(EventLogError) in try store.size() }
        return registry.ledger.map {
            ProjectionStanding(name: $0.name, version: $0.version, serving: nil, building: nil, size: size)
        }
    }
}

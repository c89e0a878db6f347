import EventLog
import SQLite
import StoryEvents

/// How the rows of a ledger projection stand beside the log.
public struct ProjectionStanding: Hashable, Sendable {
    /// The projection's name.
    public let name: String
    /// The version of the fold that this program has.
    public let version: Int
    /// The rows that answer; nil before the first.
    public let serving: ProjectionProgress?
    /// The rows that are made to take their place; nil where none are.
    public let building: ProjectionProgress?
    /// How many events the log holds.
    public let size: Int64

    /// How many events the rows that answer are behind.
    public var lag: Int64 { max(0, size - (serving?.position.value ?? 0)) }

    /// Why the rows that answer are not what the log says now; nil when they are.
    public var staleness: String? {
        guard let serving else { return "not made yet" }
        if let fault = serving.fault { return "stopped at \(fault.position): \(fault.message)" }
        if serving.version != version { return "of version \(serving.version); version \(version) is being made" }
        return lag > 0 ? "\(lag) \(lag == 1 ? "event" : "events") behind" : nil
    }
}

extension Views {
    /// How all projections stand.
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

    /// Reads the rows of a projection, as they are kept; nothing changes meanwhile.
    ///
    /// - Parameters:
    ///   - projection: One of those registered.
    ///   - body: Gets the rows, to be used until it returns.
    /// - Returns: What `body` returns, and how the rows stand beside the log; nil where there are none that this
    ///   program can read.
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
            // Made by another version, in another shape.
            guard rows.shape == serving.shape else { return nil }
            let standing = ProjectionStanding(
                name: projection.name, version: projection.version, serving: serving, building: building, size: size)
            return (try body(ProjectedRows(serving, rows, database.connection)), standing)
        }
    }
}

extension Views {
    /// How projections stand where nothing is kept of them.
    public static func standingsOfNothing(
        _ store: any EventStore, registry: ProjectionRegistry = .standard
    ) throws(ViewsError) -> [ProjectionStanding] {
        let size = try withLog { () throws(EventLogError) in try store.size() }
        return registry.ledger.map {
            ProjectionStanding(name: $0.name, version: $0.version, serving: nil, building: nil, size: size)
        }
    }
}

import SQLite

/// What reading a log takes at the least.
enum BareScan {
    /// Looks at all rows and columns that a verified read takes, and throws them away.
    static func run(_ path: String) throws {
        let connection = try Connection(path: path, access: .readOnly)
        let select = try connection.prepare(
            "SELECT position, story, revision, type, source, id, recorded, hash, leaf, salt, data FROM event"
                + " ORDER BY position")
        var bytes = 0
        while try select.step() {
            for column in 7...10 { bytes += select.withBlob(column) { $0.count } }
        }
        guard bytes > 0 else { throw Workspace.Failure(description: "there are no rows") }
    }
}

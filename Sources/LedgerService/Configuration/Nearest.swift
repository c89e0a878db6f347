/// Finds the known name that somebody probably meant.
enum Nearest {
    /// "did you mean 'settle'?", or what is known, when nothing is near.
    static func suggestion(for name: String, among known: [String]) -> String {
        let wanted = Array(name.lowercased().utf8.prefix(64))
        let distances = known.map { (name: $0, edits: edits(wanted, Array($0.lowercased().utf8))) }
        let near = distances.min { $0.edits < $1.edits }
        if let near, near.edits <= (wanted.count + 2) / 3 { return "did you mean '\(near.name)'?" }
        return "known here: \(known.joined(separator: ", "))"
    }

    /// How many bytes to insert, delete or replace, or neighbours to swap, to turn one into the other.
    ///
    /// Source: optimal string alignment.
    private static func edits(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var rows = [Array(0...b.count)]
        for i in 0..<a.count {
            var row = [i + 1]
            for j in 0..<b.count {
                var best = min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, rows[i - 1][j - 1] + 1) }
                row.append(best)
            }
            rows.append(row)
        }
        return rows[a.count][b.count]
    }
}

/// Adds up the bytes of all files of a directory, a part at a time.
final class ShelfSurvey {
    /// Bytes found so far.
    private(set) var bytes: Int64 = 0
    private var due: [[FileName]] = [[]]
    private var current: (directory: Directory, listing: DirectoryListing, folder: [FileName])?
    private let root: String

    /// - Parameter root: The directory.
    init(_ root: String) { self.root = root }

    /// Looks at some more names.
    ///
    /// - Returns: Whether all were seen.
    func run(atMost count: Int) throws(FileFault) -> Bool {
        var rest = count
        while rest > 0 {
            guard let (directory, listing, folder) = current else {
                guard let next = due.popLast() else { return true }
                // A directory may be removed, too.
                if let directory = try KeptFile.open(next, below: root) {
                    current = (directory, try DirectoryListing(directory), next)
                }
                rest -= 1
                continue
            }
            guard let entry = try listing.next() else {
                current = nil
                continue
            }
            rest -= 1
            guard let facts = try directory.facts(of: entry.name) else { continue }
            if facts.kind == .directory {
                // Files are never archived deeper than that.
                if folder.count <= Folder.deepest + 2 { due.append(folder + [entry.name]) }
            } else {
                let (sum, overflow) = bytes.addingReportingOverflow(max(0, facts.bytes))
                bytes = overflow ? .max : sum
            }
        }
        return false
    }
}

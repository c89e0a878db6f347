/// Which files of one day of the archive receipts account for. Holds 8 bytes a file.
struct ArchiveClaims {
    private var matched: Set<Int> = []
    private var doubtful: Set<Int> = []

    /// Whether a file is that of a receipt, byte for byte.
    func isMatched(_ folder: [FileName], _ name: FileName) -> Bool { matched.contains(Self.key(folder, name)) }

    /// Whether a receipt names a file, whatever it holds.
    func isKnown(_ folder: [FileName], _ name: FileName) -> Bool {
        let key = Self.key(folder, name)
        return matched.contains(key) || doubtful.contains(key)
    }

    mutating func noteMatched(_ folder: [FileName], _ name: FileName) { matched.insert(Self.key(folder, name)) }

    /// Notes a file that bears a receipt's name and does not hold its bytes: another receipt may match it yet.
    mutating func noteDoubtful(_ folder: [FileName], _ name: FileName) { doubtful.insert(Self.key(folder, name)) }

    /// A hash that differs from process to process, so that nobody can choose names that collide.
    private static func key(_ folder: [FileName], _ name: FileName) -> Int {
        var hasher = Hasher()
        hasher.combine(folder)
        hasher.combine(name)
        return hasher.finalize()
    }
}

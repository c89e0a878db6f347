/// The files of one archive day that receipts name. Holds 8 bytes for each file.
struct ArchiveClaims {
    private var matched: Set<Int> = []
    private var doubtful: Set<Int> = []

    /// Whether a file holds exactly the bytes of a receipt.
    func isMatched(_ folder: [FileName], _ name: FileName) -> Bool { matched.contains(Self.key(folder, name)) }

    /// Whether a receipt names a file, whatever the file holds.
    func isKnown(_ folder: [FileName], _ name: FileName) -> Bool {
        let key = Self.key(folder, name)
        return matched.contains(key) || doubtful.contains(key)
    }

    mutating func noteMatched(_ folder: [FileName], _ name: FileName) { matched.insert(Self.key(folder, name)) }

    /// Notes a file with a receipt's name and other bytes: another receipt may still match it.
    mutating func noteDoubtful(_ folder: [FileName], _ name: FileName) { doubtful.insert(Self.key(folder, name)) }

    /// A hash that differs from process to process, so that a producer cannot choose colliding names.
    private static func key(_ folder: [FileName], _ name: FileName) -> Int {
        var hasher = Hasher()
        hasher.combine(folder)
        hasher.combine(name)
        return hasher.finalize()
    }
}

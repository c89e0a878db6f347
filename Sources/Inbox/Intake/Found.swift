import StoryEvents

/// A file that a scan has found.
struct Found: Hashable {
    let place: Place
    let facts: FileFacts

    /// Bytes from which on a file is not held in memory.
    private static let fewestInPieces: Int64 = 4 << 20

    static func precedes(_ left: Found, _ right: Found) -> Bool {
        Place.precedes((left.place, left.facts.modified), (right.place, right.facts.modified))
    }

    /// The format of a file that is copied first, and read from the copy in pieces; nil for any other file.
    ///
    /// - Parameter most: The largest file that is read, in bytes.
    func longFormat(atMost most: Int64) -> DocumentFormat? {
        guard facts.kind == .regular, facts.links == 1, facts.bytes >= Self.fewestInPieces,
            facts.bytes <= most, let name = place.name.text
        else { return nil }
        return DocumentFormat(fileName: name.string)
    }
}

import CanonicalJSON
import EventLog
import StoryEvents

/// A directory below the inbox: the inbox itself, a source's directory, or one within it.
struct Folder: Hashable {
    /// The names of its path; none for the inbox itself.
    let names: [FileName]

    /// The inbox itself.
    static let inbox = Folder(names: [])

    /// How many directories may be nested below a source's own.
    static let deepest = 8

    /// The source that the folder belongs to; nil for the inbox itself.
    var source: FileName? { names.first }

    /// Whether files in it are too deep to be taken.
    var isTooDeep: Bool { names.count > Self.deepest + 1 }

    /// A directory within it.
    func within(_ name: FileName) -> Folder { Folder(names: names + [name]) }

    /// The path below the inbox, for people.
    var text: Text { Text(names.map(\.safe.string).joined(separator: "/")) }

    /// The default `source` of documents in it.
    var defaultSource: Text { source?.text?.percentEncoded ?? SourceRules.inbox }
}

/// The place of a file in the inbox.
struct Place: Hashable {
    let folder: Folder
    let name: FileName

    /// The source that the file belongs to; nil for the inbox itself.
    var source: FileName? { folder.source }

    init(folder: Folder, name: FileName) {
        self.folder = folder
        self.name = name
    }

    /// Reads the bytes of a path below the inbox.
    init(path: [UInt8]) {
        let parts = path.split(separator: UInt8(ascii: "/")).map { FileName($0) }
        folder = Folder(names: Array(parts.dropLast()))
        name = parts.last ?? FileName([])
    }

    /// The bytes of its path below the inbox.
    var path: [UInt8] { Array((folder.names + [name]).map(\.bytes).joined(separator: [UInt8(ascii: "/")])) }

    /// Its path below the inbox, as it is shown and recorded.
    var text: Text { folder.names.isEmpty ? name.safe : Text("\(folder.text)/\(name.safe)") }
}

extension Place {
    /// Whether a file comes before another of its source: the older one first, then by path in natural order.
    ///
    /// - Parameter modified: When each file's contents changed, in nanoseconds since 1970.
    static func precedes(_ left: (place: Place, modified: Int64), _ right: (place: Place, modified: Int64)) -> Bool {
        if left.modified != right.modified { return left.modified < right.modified }
        return NaturalOrder.precedes(left.place, right.place)
    }
}

import CanonicalJSON
import EventLog
import StoryEvents

/// A directory that files are taken from: the inbox itself, or one of its subdirectories.
final class Source {
    /// The subdirectory's name; nil for the inbox itself.
    let name: FileName?
    let directory: Directory
    let inode: UInt64
    /// What stands in for a document's missing `source`.
    let defaultSource: Text
    /// Its inotify watch, when there is one.
    var watch: Int32?

    init(_ directory: Directory, name: FileName?) throws(FileFault) {
        self.directory = directory
        self.name = name
        inode = try directory.facts().inode
        defaultSource = name?.text?.percentEncoded ?? SourceRules.inbox
    }

    func place(_ file: FileName) -> Place { Place(source: name, name: file) }
}

/// Where a file lies in the inbox.
struct Place: Hashable, Comparable {
    /// The subdirectory; nil for the inbox itself.
    let source: FileName?
    let name: FileName

    init(source: FileName?, name: FileName) {
        self.source = source
        self.name = name
    }

    /// Reads the bytes of a path below the inbox.
    init(path: [UInt8]) {
        let parts = path.split(separator: UInt8(ascii: "/"), maxSplits: 1)
        source = parts.count == 2 ? FileName(parts[0]) : nil
        name = FileName(parts.last ?? [])
    }

    /// The bytes of its path below the inbox.
    var path: [UInt8] { (source.map { $0.bytes + [UInt8(ascii: "/")] } ?? []) + name.bytes }

    /// Its path below the inbox as it is shown and recorded.
    var text: Text { source.map { Text("\($0.safe)/\(name.safe)") } ?? name.safe }

    /// Byte order of the paths.
    static func < (left: Place, right: Place) -> Bool {
        left.source == right.source ? left.name < right.name : left.path.lexicographicallyPrecedes(right.path)
    }
}

/// A name that a scan has found.
struct Candidate {
    let source: Source
    let place: Place
    let inode: UInt64
    let kind: FileKind

    var name: FileName { place.name }
}

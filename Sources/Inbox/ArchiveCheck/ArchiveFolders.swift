import CanonicalJSON
import EventLog
import Glibc
import StoryEvents

/// The directories of an archive, opened for reading; none is made.
struct ArchiveFolders {
    private let path: String
    private var opened: [[FileName]: Directory] = [:]

    /// The most directories that are open at a time.
    private static let mostOpened = 64

    init(_ directories: InboxDirectories) { path = directories.archive }

    /// - Parameter names: The day, then the source and the directories below it; empty for the archive itself.
    /// - Returns: nil if there is no such directory.
    mutating func directory(_ names: [FileName]) throws(FileFault) -> Directory? {
        if let directory = opened[names] { return directory }
        if opened.count >= Self.mostOpened { close() }
        do throws(FileFault) {
            var directory = try Directory(path: path)
            for name in names { directory = try Directory(name, in: directory) }
            opened[names] = directory
            return directory
        } catch {
            guard [ENOENT, ENOTDIR, ELOOP].contains(error.code) else { throw error }
            return nil
        }
    }

    mutating func close() { opened = [:] }
}

extension Receipt {
    /// The place of the receipt's file in the archive, unless another file had that name: the day, then the source and
    /// the directories below it. nil for a refused file, and for one that did not come through the inbox.
    var archived: (folder: [FileName], name: FileName)? {
        // Receipts of the ledger's own verbs are named after them, such as 'storyledger withhold'.
        guard outcome != .quarantined, isOfInbox else { return nil }
        let target = Destination(Place(path: file.bytes), self)
        guard case .archive(let day, let folder) = target.shelf, folder.count <= Folder.deepest + 1 else { return nil }
        return ([day] + folder, target.name)
    }

    /// The names that the receipt's file may have in its archive directory, the likeliest first. A number tells it
    /// apart from earlier files of the same name.
    func archivedNames(_ name: FileName) -> [FileName] {
        [name] + [number, number &+ 1_000_000_000].map { name.numbered($0, FileName.longest) }
    }

    /// Whether it is about a file of the inbox: each that is refused is.
    var isOfInbox: Bool {
        outcome == .quarantined || DocumentFormat(fileName: file.string) != nil && Self.isOfInbox(file.bytes)
    }

    /// Whether a receipt's file is a path below the inbox, not an argument of `storyledger append`, which is stored as
    /// an absolute path, or with `./` or `../`.
    static func isOfInbox(_ file: [UInt8]) -> Bool {
        let first = file.prefix { $0 != UInt8(ascii: "/") }
        return !first.isEmpty && !first.elementsEqual(".".utf8) && !first.elementsEqual("..".utf8)
    }
}

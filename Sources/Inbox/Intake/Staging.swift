import EventLog
import Glibc

/// The service's own copies of files, written before their receipts, and moved after them.
///
/// A copy's name identifies its file, so that another process can move a killed process's copies.
final class Staging {
    let path: String
    private var opened: Directory?
    /// Removes originals in the background; nil to remove them at once.
    var remover: Remover?

    /// The number of files from which one sync of the file system is cheaper than one for each.
    static let manyFiles = 8
    /// Nobody can write to an archived file, not even its owner without changing its mode.
    static let archivedMode: mode_t = 0o440

    /// - Parameter path: The directory of the copies, on the file system of the archive; made if missing.
    init(_ path: String) {
        self.path = path
    }

    /// Writes a copy.
    ///
    /// - Parameters:
    ///   - bytes: The bytes that were read and hashed.
    ///   - inode: The inode of the original.
    ///   - sync: Whether to make it durable now; otherwise ``sync()`` does.
    func write(_ bytes: [UInt8], of place: Place, inode: UInt64, sync: Bool) throws(FileFault) {
        let name = Self.name(place, inode)
        do throws(FileFault) {
            try directory().create(name, bytes, mode: Self.archivedMode, sync: sync)
        } catch let error where error.code == EEXIST {
            // It is left from a batch that failed.
            try directory().remove(name)
            try directory().create(name, bytes, mode: Self.archivedMode, sync: sync)
        }
    }

    /// Makes the copies and their names durable.
    ///
    /// - Parameter all: Whether the bytes of the copies may not be durable yet.
    func sync(all: Bool) throws(FileFault) {
        if all { try directory().syncFileSystem() } else { try directory().sync() }
    }

    /// Whether there is a copy of a file.
    func holds(_ place: Place, inode: UInt64) throws(FileFault) -> Bool {
        try directory().facts(of: Self.name(place, inode)) != nil
    }

    /// The SHA-256 of the copy of a file; nil if there is none.
    func sha256(of place: Place, inode: UInt64) throws(FileFault) -> [UInt8]? {
        try directory().sha256(of: Self.name(place, inode))
    }

    /// Whether there is a copy of a file in a directory of copies; makes nothing.
    static func holds(_ place: Place, inode: UInt64, below path: String) throws(FileFault) -> Bool {
        let staging: Directory
        do throws(FileFault) { staging = try Directory(path: path) } catch {
            guard error.code != ENOENT else { return false }
            throw error
        }
        return try staging.facts(of: name(place, inode)) != nil
    }

    /// Whether nothing of a move is left to do: neither a copy is there, nor an original on its way out.
    static func isMade(_ move: PendingMove, below path: String) throws(FileFault) -> Bool {
        let staging: Directory
        do throws(FileFault) { staging = try Directory(path: path) } catch {
            guard error.code != ENOENT else { return true }
            throw error
        }
        for name in [name(Place(path: move.from), move.inode), leaving(move.receipt)] {
            if try staging.facts(of: name) != nil { return false }
        }
        return true
    }

    /// Moves a copy to its destination.
    ///
    /// - Returns: false if there is no copy.
    /// - Throws: ``FileFault``: `EEXIST` if the name is taken.
    func move(
        _ place: Place, inode: UInt64, to shelf: Directory, as name: FileName, mode: mode_t?
    ) throws(FileFault) -> Bool {
        do throws(FileFault) {
            let staging = try directory()
            if let mode { try staging.setMode(mode, of: Self.name(place, inode)) }
            try staging.move(Self.name(place, inode), to: shelf, as: name)
            return true
        } catch let error where error.code == ENOENT {
            guard try directory().facts(of: Self.name(place, inode)) == nil else { throw error }
            return false
        }
    }

    func discard(_ place: Place, inode: UInt64) throws(FileFault) {
        try directory().remove(Self.name(place, inode))
    }

    /// Removes an original whose copy is durable, unless another file has taken its name.
    ///
    /// It is first moved here, where no producer can replace it, and checked again.
    ///
    /// - Parameter isOriginal: Whether the moved file is the original, unchanged.
    /// - Returns: Whether it was the original.
    func remove(
        _ place: Place, in folder: Directory, receipt: Int64, isOriginal: (FileFacts) -> Bool
    ) throws(FileFault) -> Bool {
        let (staging, name) = (try directory(), Self.leaving(receipt))
        try folder.move(place.name, to: staging, as: name)
        guard let facts = try staging.facts(of: name) else { return true }
        guard isOriginal(facts) else {
            try putBack(name, to: place.name, in: folder, receipt: receipt)
            return false
        }
        if let remover, remover.remove("\(path)/\(name)") { return true }
        try staging.remove(name)
        return true
    }

    /// Finishes a removal that a kill has interrupted.
    ///
    /// - Parameter folder: nil if the folder is gone.
    func finishRemoval(
        _ place: Place, in folder: Directory?, receipt: Int64, isOriginal: (FileFacts) -> Bool
    ) throws(FileFault) {
        let (staging, name) = (try directory(), Self.leaving(receipt))
        guard let facts = try staging.facts(of: name) else { return }
        if isOriginal(facts) { return try staging.remove(name) }
        guard let folder else {
            try setAside(name)
            return
        }
        try putBack(name, to: place.name, in: folder, receipt: receipt)
    }

    /// Removes all files that no move needs. What is no copy of the service's own stays: see ``setAside(_:)``.
    ///
    /// - Parameters:
    ///   - pending: The moves that are still to be made.
    ///   - removals: Receipts whose removal is not noted as done: their files are evidence of how far it came.
    /// - Returns: The names of what stays although no move needs it.
    func clear(
        except pending: [(place: Place, inode: UInt64, receipt: Int64)], _ removals: [Int64]
    ) throws(FileFault) -> [FileName] {
        let kept = Set(pending.flatMap { [Self.name($0.place, $0.inode), Self.leaving($0.receipt)] })
            .union(removals.map(Self.removing))
        var names: [FileName] = []
        let staging = try directory()
        try staging.forEachEntry { if !kept.contains($0.name) { names.append($0.name) } }
        var strangers: [FileName] = []
        for name in names {
            if name.isStranger {
                strangers.append(name)
            } else if try staging.facts(of: name)?.kind == .directory {
                strangers.append(try setAside(name))
            } else {
                try staging.remove(name)
            }
        }
        return strangers
    }

    /// What lies among the copies and is none of them: a producer put it in the place of an original at the moment when that
    /// was removed, and closed or removed the directory to which it would go back. It is the producer's, and no start may fail
    /// at it.
    static func strangers(below path: String) throws(FileFault) -> [FileName] {
        let staging: Directory
        do throws(FileFault) { staging = try Directory(path: path) } catch {
            guard error.code != ENOENT else { return [] }
            throw error
        }
        var names: [FileName] = []
        try staging.forEachEntry { if $0.name.isStranger { names.append($0.name) } }
        return names.sorted()
    }

    /// Closes the directory, which may be removed and made again.
    func close() { opened = nil }

    private func putBack(_ name: FileName, to old: FileName, in folder: Directory, receipt: Int64) throws(FileFault) {
        let staging = try directory()
        do throws(FileFault) {
            do throws(FileFault) {
                try staging.move(name, to: folder, as: old)
            } catch let error where error.code == EEXIST {
                try staging.move(name, to: folder, as: old.numbered(receipt, FileName.longest))
            }
        } catch let error where error.isOfOneFile || error.code == ENOENT || error.code == EEXIST {
            // A directory that may not be written to cannot be moved out of here, and a removed one takes nothing.
            try setAside(name)
        }
    }

    /// Keeps what cannot go back to where it was moved from, under a name that nothing removes.
    @discardableResult
    private func setAside(_ name: FileName) throws(FileFault) -> FileName {
        let staging = try directory()
        var number: Int64 = 0
        while true {
            let aside = FileName(FileName.strangerPrefix + name.description + (number == 0 ? "" : "-\(number)"))
            do throws(FileFault) {
                try staging.move(name, to: staging, as: aside)
                return aside
            } catch let error where error.code == EEXIST && number < .max {
                number += 1
            }
        }
    }

    // MARK: Retention

    /// Takes a file that is to be removed out of its place, where a person may replace it or put it back.
    ///
    /// - Parameter facts: Of the file that is meant.
    /// - Returns: false if it is not there, or if it is another one: then it stays.
    func take(_ name: FileName, from shelf: Directory, receipt: Int64, _ facts: FileFacts) throws(FileFault) -> Bool {
        let (staging, taken) = (try directory(), Self.removing(receipt))
        do throws(FileFault) { try shelf.move(name, to: staging, as: taken) } catch let error where error.code == ENOENT
        {
            guard try shelf.facts(of: name) == nil else { throw error }
            return false
        }
        guard let found = try staging.facts(of: taken), !found.isSameFile(as: facts) else { return true }
        try staging.move(taken, to: shelf, as: name)
        return false
    }

    /// Whether a file was taken out of its place.
    func holdsTaken(_ receipt: Int64) throws(FileFault) -> Bool {
        try directory().facts(of: Self.removing(receipt)) != nil
    }

    /// Whether a file was taken out of its place; makes nothing.
    static func holdsTaken(_ receipt: Int64, below path: String) throws(FileFault) -> Bool {
        let staging: Directory
        do throws(FileFault) { staging = try Directory(path: path) } catch {
            guard error.code != ENOENT else { return false }
            throw error
        }
        return try staging.facts(of: removing(receipt)) != nil
    }

    /// Removes files that were taken out of their places.
    func removeTaken(_ receipts: [Int64]) throws(FileFault) {
        for receipt in receipts { try directory().remove(Self.removing(receipt)) }
    }

    func directory() throws(FileFault) -> Directory {
        if let opened { return opened }
        let directory = try Directory(making: path)
        opened = directory
        return directory
    }

    private static func removing(_ receipt: Int64) -> FileName { FileName("removing-\(receipt)") }

    private static func leaving(_ receipt: Int64) -> FileName { FileName("leaving-\(receipt)") }

    /// The inode and a hash of the path (FNV-1a, 64 bits).
    static func name(_ place: Place, _ inode: UInt64) -> FileName {
        let hash = place.path.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        return FileName("\(inode)-\(String(hash, radix: 16))")
    }
}

extension FileName {
    fileprivate static let strangerPrefix = "stranger-"

    /// Whether it is the name of something among the service's copies that is none of them.
    fileprivate var isStranger: Bool { bytes.starts(with: Self.strangerPrefix.utf8) }
}

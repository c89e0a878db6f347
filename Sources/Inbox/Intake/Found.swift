import CanonicalJSON
import Glibc

/// What a look through the folders of one source finds.
struct Found {
    /// Files that may be taken, oldest first.
    var files: [Candidate] = []
    /// Whether there are more of them than are looked at in one go.
    var isCut = false
    /// Files that are there, and that nobody is to look at now.
    private(set) var passedOver: Set<Place> = []
    /// Folders that were looked through.
    var folders: Set<Folder> = []
    /// What is never taken as it is.
    var leftOut: [InboxStatus.LeftOut] = []
    /// Folders and files that could not be looked at.
    var faults: [(subject: Suspensions.Subject, fault: FileFault)] = []
    /// Whether a folder was not looked through this time, so that files in it may be there or not.
    var isPartial = false

    /// The most folders of one source that are looked through.
    static let mostFolders = 10_000
    private static let mostLeftOut = 100

    mutating func leaveOut(_ path: Text, _ reason: String) {
        if leftOut.count < Self.mostLeftOut { leftOut.append(InboxStatus.LeftOut(file: path, reason: reason)) }
    }

    mutating func seen(_ place: Place) { passedOver.insert(place) }

    mutating func add(_ candidate: Candidate, most: Int) {
        files.append(candidate)
        if files.count >= 2 * most { finish(most: most) }
    }

    /// Orders the files, and keeps the first.
    mutating func finish(most: Int) {
        files.sort(by: Candidate.precedes)
        guard files.count > most else { return }
        files.removeSubrange(most...)
        isCut = true
    }
}

/// Looks through the folders of one source.
struct Scan {
    let tree: FolderTree
    /// The most files to find.
    let most: Int
    /// Whether a folder is left alone for now.
    let isSuspended: (Folder) -> Bool
    /// Whether a file is left alone for now, by its inode: it is recorded, deferred or suspended.
    let isPassedOver: (Place, UInt64) -> Bool
    /// Makes sure that files can be moved out of a folder.
    let probe: (Directory) throws(FileFault) -> Void
    /// Told of each failure of inotify.
    let noHints: (FileFault) -> Void

    /// - Throws: ``FileFault`` that is none of the source's own.
    func look(through source: Folder) throws(FileFault) -> Found {
        var found = Found()
        var due = [source]
        while let folder = due.popLast() {
            guard found.folders.count < Found.mostFolders else {
                found.leaveOut(folder.text, "the source has more than \(Found.mostFolders) directories")
                found.isPartial = true
                continue
            }
            guard !isSuspended(folder) else {
                found.isPartial = true
                continue
            }
            do throws(FileFault) {
                try look(into: folder, &found, &due)
            } catch {
                guard !error.isOfProcess, folder != .inbox else { throw error }
                found.isPartial = true
                // One that is gone by now has nothing in it.
                if error.code != ENOENT { found.faults.append((.folder(folder), error)) }
            }
        }
        found.finish(most: most)
        return found
    }

    private func look(
        into folder: Folder, _ found: inout Found, _ due: inout [Folder]
    ) throws(FileFault) {
        let directory = try tree.open(folder)
        if folder != .inbox { try probe(directory) }
        found.folders.insert(folder)
        // Before the names are read, so that none comes unseen.
        do throws(FileFault) { try tree.watch(folder, directory) } catch { noHints(error) }
        try directory.forEachEntry { entry in
            guard !entry.name.isUnfinished else { return }
            let place = Place(folder: folder, name: entry.name)
            do throws(FileFault) {
                var kind = entry.kind
                var facts: FileFacts?
                if kind != .directory {
                    if isPassedOver(place, entry.inode) { return found.seen(place) }
                    facts = try directory.facts(of: entry.name)
                    kind = facts?.kind ?? .unknown
                }
                if kind == .directory { return note(directory: place, &found, &due) }
                if let facts { found.add(Candidate(place: place, facts: facts), most: most) }
            } catch {
                found.faults.append((.file(place), error))
            }
        }
    }

    private func note(directory place: Place, _ found: inout Found, _ due: inout [Folder]) {
        // Directories in the inbox itself are sources of their own.
        guard place.folder != .inbox else { return }
        let folder = place.folder.within(place.name)
        if place.name.text == nil {
            found.leaveOut(folder.text, "the directory's name is not UTF-8, or holds control characters")
        } else if folder.isTooDeep {
            found.leaveOut(folder.text, "the directory is more than \(Folder.deepest) below its source's")
        } else {
            due.append(folder)
        }
    }
}

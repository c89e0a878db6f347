import CanonicalJSON
import Glibc
import StoryEvents

/// The result of scanning the folders of one source.
struct ScanResult {
    /// Files that may be taken, oldest first.
    var files: [Found] = []
    /// Whether there are more files than one scan returns.
    var isCut = false
    /// Files that are skipped now: recorded, deferred or suspended.
    private(set) var passedOver: Set<Place> = []
    /// Folders that were scanned.
    var folders: Set<Folder> = []
    /// Names that are never taken as they are.
    var leftOut: [InboxStatus.LeftOut] = []
    /// Folders and files that could not be read.
    var faults: [(subject: Suspensions.Subject, fault: FileFault)] = []
    /// Whether a folder was not scanned, so that files in it may exist or not.
    var isPartial = false

    /// Scanned folders that hold files.
    private(set) var fullFolders: Set<Folder> = []

    /// The most folders of one source that hold files; further ones are left out.
    static let mostFullFolders = 10_000
    /// The most folders of one source, with or without files.
    static let mostFolders = 100_000
    private static let mostLeftOut = 100

    mutating func leaveOut(_ path: Text, _ reason: String) {
        if leftOut.count < Self.mostLeftOut { leftOut.append(InboxStatus.LeftOut(file: path, reason: reason)) }
    }

    /// Why no more folders are scanned; nil below the limits.
    var limit: String? {
        if fullFolders.count >= Self.mostFullFolders {
            return "the source has more than \(Self.mostFullFolders) directories with files"
        }
        return folders.count >= Self.mostFolders ? "the source has more than \(Self.mostFolders) directories" : nil
    }

    mutating func seen(_ place: Place) {
        passedOver.insert(place)
        fullFolders.insert(place.folder)
    }

    mutating func add(_ file: Found, most: Int) {
        files.append(file)
        fullFolders.insert(file.place.folder)
        if files.count >= 2 * most { finish(most: most) }
    }

    /// Sorts the files, and keeps the first.
    mutating func finish(most: Int) {
        files.sort(by: Found.precedes)
        guard files.count > most else { return }
        files.removeSubrange(most...)
        isCut = true
    }
}

/// Scans the folders of one source.
struct Scan {
    let tree: FolderTree
    /// The most files to return.
    let most: Int
    /// Whether a folder is suspended.
    let isSuspended: (Folder) -> Bool
    /// Whether a file is skipped now, by its inode: it is recorded, deferred or suspended.
    let isPassedOver: (Place, UInt64) -> Bool
    /// Checks that files can be moved out of a folder.
    let probe: (Directory) throws(FileFault) -> Void
    /// Called with each failure of inotify.
    let noHints: (FileFault) -> Void

    /// Scans a source completely.
    ///
    /// - Throws: ``FileFault`` that is not the source's own.
    func look(through source: Folder) throws(FileFault) -> ScanResult {
        let pass = ScanPass(self, of: source)
        while try !pass.run(atMost: .max) {}
        return pass.found
    }

    /// Opens a folder for scanning.
    func begin(_ folder: Folder) throws(FileFault) -> (Directory, DirectoryListing) {
        let directory = try tree.open(folder)
        if folder != .inbox { try probe(directory) }
        // Watched before the names are read, so that no new name is missed.
        do throws(FileFault) { try tree.watch(folder, directory) } catch { noHints(error) }
        return (directory, try DirectoryListing(directory))
    }

    /// Handles one name in a folder.
    func look(
        at entry: Directory.Entry, in folder: Folder, _ directory: Directory, _ found: inout ScanResult,
        _ due: inout [Folder]
    ) {
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
            if let facts { found.add(Found(place: place, facts: facts), most: most) }
        } catch {
            found.faults.append((.file(place), error))
        }
    }

    private func note(directory place: Place, _ found: inout ScanResult, _ due: inout [Folder]) {
        // Directories directly in the inbox are sources of their own.
        guard place.folder != .inbox else { return }
        let folder = place.folder.within(place.name)
        if place.name.text == nil {
            found.leaveOut(folder.text, "the directory's name \(FileName.unusable)")
        } else if DocumentFormat(fileName: place.name.description) != nil {
            // The archive keeps paths, and may have a file of that name.
            found.leaveOut(folder.text, "the directory is called like a file: rename it")
        } else if folder.isTooDeep {
            found.leaveOut(folder.text, "the directory is more than \(Folder.deepest) below its source's")
        } else {
            due.append(folder)
        }
    }
}

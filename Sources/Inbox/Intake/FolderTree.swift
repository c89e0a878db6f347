import Glibc

/// The directories below the inbox: opened by their names, following no link, and watched while they are there.
final class FolderTree {
    private struct Watch {
        let id: Int32
        let inode: UInt64
    }

    private let path: String
    private let notifier: Notifier?
    private var opened: [Folder: Directory] = [:]
    private var watches: [Folder: Watch] = [:]
    private var watched: [Int32: Folder] = [:]

    init(_ path: String, _ notifier: Notifier?) {
        self.path = path
        self.notifier = notifier
    }

    /// Opens a folder; it stays open until ``closeAll()``.
    func open(_ folder: Folder) throws(FileFault) -> Directory {
        if let directory = opened[folder] { return directory }
        if opened.count >= OpenDirectories.most { closeAll() }
        var directory = try Directory(path: path)
        for name in folder.names { directory = try Directory(name, in: directory) }
        opened[folder] = directory
        return directory
    }

    /// Closes what was opened: the next time a name may lead elsewhere.
    func closeAll() { opened.removeAll() }

    /// Has inotify watch a folder, unless it does.
    func watch(_ folder: Folder, _ directory: Directory) throws(FileFault) {
        guard let notifier else { return }
        let inode = try directory.facts().inode
        if let watch = watches[folder], watch.inode == inode { return }
        unwatch(folder)
        let id = try notifier.watch(directory)
        watches[folder] = Watch(id: id, inode: inode)
        watched[id] = folder
    }

    /// The folder of a hint.
    func folder(of hint: Notifier.Hint) -> Folder? { watched[hint.watch] }

    /// Ends the watches of a folder and of all within it.
    func unwatch(within folder: Folder) {
        for other in watches.keys where other.names.starts(with: folder.names) { unwatch(other) }
    }

    /// Ends the watches of folders of a source that are not there any more.
    func unwatch(_ source: FileName?, except found: Set<Folder>) {
        for folder in watches.keys where folder.source == source && !found.contains(folder) { unwatch(folder) }
    }

    private func unwatch(_ folder: Folder) {
        guard let watch = watches.removeValue(forKey: folder) else { return }
        // A folder that was renamed has the same watch under its new name.
        guard watched[watch.id] == folder else { return }
        watched[watch.id] = nil
        notifier?.unwatch(watch.id)
    }
}

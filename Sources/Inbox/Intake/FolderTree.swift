import Glibc

/// The directories below the inbox, opened by their names without following links, and watched while they exist.
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

    /// Closes all folders: their names may lead elsewhere the next time.
    func closeAll() { opened.removeAll() }

    /// Adds an inotify watch to a folder, unless it has one.
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

    /// Removes the watches of a folder and of all folders below it.
    func unwatch(within folder: Folder) {
        for other in watches.keys where other.names.starts(with: folder.names) { unwatch(other) }
    }

    /// Removes the watches of a source's folders that no longer exist.
    func unwatch(_ source: FileName?, except found: Set<Folder>) {
        for folder in watches.keys where folder.source == source && !found.contains(folder) { unwatch(folder) }
    }

    private func unwatch(_ folder: Folder) {
        guard let watch = watches.removeValue(forKey: folder) else { return }
        // A renamed folder has the same watch under its new name.
        guard watched[watch.id] == folder else { return }
        watched[watch.id] = nil
        notifier?.unwatch(watch.id)
    }
}

import Glibc

/// The directories below the inbox, opened by their names without following links, and watched while they exist.
///
/// Watches are stored in a tree, as their folders are: what is done to a folder costs what lies below it, however many
/// folders other sources have.
final class FolderTree {
    private struct Watch {
        let id: Int32
        let inode: UInt64
    }

    /// A folder that is watched, or that has watched folders below it.
    private final class Node {
        let folder: Folder
        var watch: Watch?
        var children: [FileName: Node] = [:]

        init(_ folder: Folder) {
            self.folder = folder
        }

        var isNeeded: Bool { watch != nil || !children.isEmpty }
    }

    private let path: String
    private let notifier: Notifier?
    private var opened: [Folder: Directory] = [:]
    private let root = Node(.inbox)
    private var watched: [Int32: Folder] = [:]
    private var bounds: WatchBounds
    private var counts: [FileName?: Int] = [:]

    init(_ path: String, _ notifier: Notifier?, bounds: WatchBounds = WatchBounds()) {
        self.path = path
        self.notifier = notifier
        self.bounds = bounds
    }

    /// Applies other bounds, to watches that are added from now on.
    func apply(_ bounds: WatchBounds) { self.bounds = bounds }

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

    /// How many folders of a source are watched.
    func watchCount(of source: FileName?) -> Int { counts[source] ?? 0 }

    /// Whether another folder of a source may be watched.
    func mayWatchMore(of source: FileName?) -> Bool { bounds.allow(counts[source] ?? 0, of: watched.count) }

    /// Adds an inotify watch to a folder, unless it has one, or its source has as many as it may have.
    func watch(_ folder: Folder, _ directory: Directory) throws(FileFault) {
        guard let notifier else { return }
        let inode = try directory.facts().inode
        if let watch = node(of: folder)?.watch {
            if watch.inode == inode { return }
            unwatch(folder)
        }
        // Each source has at least one, so that the others' directories cannot take it away.
        guard folder.names.count < 2 || bounds.allow(counts[folder.source] ?? 0, of: watched.count) else { return }
        let watch = Watch(id: try notifier.watch(directory), inode: inode)
        var node = root
        for (depth, name) in folder.names.enumerated() {
            let below = node.children[name] ?? Node(Folder(names: Array(folder.names[...depth])))
            node.children[name] = below
            node = below
        }
        node.watch = watch
        counts[folder.source, default: 0] += 1
        watched[watch.id] = folder
    }

    /// The folder of a hint.
    func folder(of hint: Notifier.Hint) -> Folder? { watched[hint.watch] }

    /// The watched folders.
    var watchedFolders: [Folder] { watches(from: root).map(\.folder) }

    /// Removes the watches of a folder and of all folders below it.
    func unwatch(within folder: Folder) {
        guard let node = node(of: folder) else { return }
        for below in watches(from: node) { end(below) }
        node.children = [:]
        prune(folder)
    }

    /// Removes the watches of a source's folders that no longer exist.
    func unwatch(_ source: FileName?, except found: Set<Folder>) {
        // The inbox itself holds the folders of all sources, and only itself belongs to the source without a name.
        guard let source else { return found.contains(.inbox) ? () : unwatch(.inbox) }
        guard let node = root.children[source] else { return }
        for below in watches(from: node) where !found.contains(below.folder) { unwatch(below.folder) }
    }

    private func unwatch(_ folder: Folder) {
        guard let node = node(of: folder) else { return }
        end(node)
        prune(folder)
    }

    private func end(_ node: Node) {
        guard let watch = node.watch else { return }
        node.watch = nil
        let left = (counts[node.folder.source] ?? 1) - 1
        counts[node.folder.source] = left > 0 ? left : nil
        // A renamed folder has the same watch under its new name.
        guard watched[watch.id] == node.folder else { return }
        watched[watch.id] = nil
        notifier?.unwatch(watch.id)
    }

    private func node(of folder: Folder) -> Node? {
        var node = root
        for name in folder.names {
            guard let below = node.children[name] else { return nil }
            node = below
        }
        return node
    }

    /// A node and all below it that have a watch.
    private func watches(from node: Node) -> [Node] {
        var (found, due) = ([Node](), [node])
        while let node = due.popLast() {
            if node.watch != nil { found.append(node) }
            due += node.children.values
        }
        return found
    }

    /// Removes the nodes of a path that are needed no longer.
    private func prune(_ folder: Folder) {
        var path = [root]
        for name in folder.names {
            guard let below = path[path.count - 1].children[name] else { break }
            path.append(below)
        }
        while path.count > 1, let last = path.popLast(), !last.isNeeded, let name = last.folder.names.last {
            path[path.count - 1].children[name] = nil
        }
    }
}

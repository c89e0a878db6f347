import EventLog
import Glibc

/// The directories that decided files move to, opened when needed and closed after each batch.
final class DestinationDirectories {
    private let archive: String
    private let quarantine: String
    private var roots: [String: Directory] = [:]
    private var opened: [Destination.Shelf: Directory] = [:]
    private var promised: Set<Destination> = []

    init(_ directories: InboxDirectories) {
        archive = directories.archive
        quarantine = directories.quarantine
    }

    /// Chooses a destination for a decided file that no other file has or was promised.
    func promise(_ place: Place, _ receipt: Receipt) -> Destination {
        var target = Destination(place, receipt)
        var number = receipt.number
        while target.isOfTakedown || promised.contains(target) || isTaken(target) {
            target = Destination(place, receipt).numbered(number)
            number &+= 1_000_000_000
        }
        promised.insert(target)
        return target
    }

    /// The directory of a destination, made if missing.
    func directory(_ shelf: Destination.Shelf) throws(FileFault) -> Directory {
        guard case .archive(let day, let folder) = shelf else { return try root(quarantine) }
        if let directory = opened[shelf] { return directory }
        var directory = try root(archive)
        for name in [day] + folder { directory = try directory.opened(name) }
        keepOpen(directory, shelf)
        return directory
    }

    /// Makes everything in the destination directories durable.
    func syncFileSystem() throws(FileFault) { try root(archive).syncFileSystem() }

    /// Checks that files can be renamed from a directory to every destination, without touching any.
    func probeMove(from directory: Directory) throws(FileFault) {
        for path in [archive, quarantine] { try directory.probeMove(to: root(path)) }
    }

    /// Forgets promised destinations, and closes the directories.
    func clear() {
        opened.removeAll()
        roots.removeAll()
        promised.removeAll()
    }

    /// Whether the name is taken. If that cannot be read now, the move itself finds out, and replaces nothing.
    private func isTaken(_ target: Destination) -> Bool {
        guard let directory = existing(target.shelf) else { return false }
        do { return try directory.facts(of: target.name) != nil } catch { return false }
    }

    private func existing(_ shelf: Destination.Shelf) -> Directory? {
        if let directory = opened[shelf] { return directory }
        do {
            guard case .archive(let day, let folder) = shelf else { return try root(quarantine) }
            var directory = try root(archive)
            for name in [day] + folder { directory = try Directory(name, in: directory) }
            keepOpen(directory, shelf)
            return directory
        } catch {
            return nil
        }
    }

    private func keepOpen(_ directory: Directory, _ shelf: Destination.Shelf) {
        if opened.count >= OpenDirectories.most { opened.removeAll() }
        opened[shelf] = directory
    }

    private func root(_ path: String) throws(FileFault) -> Directory {
        if let directory = roots[path] { return directory }
        let directory = try Directory(making: path)
        roots[path] = directory
        return directory
    }
}

import Foundation
import Glibc
import LedgerTestKit
import Testing

@testable import Inbox

@Suite("Watches are those of a plain list of folders, and cost what lies below them", .slow)
struct FolderTreeTests {
    /// A directory on disk, and the tree that watches what is in it.
    private final class Yard {
        let path = FileManager.default.temporaryDirectory.appending(path: "FolderTreeTests-\(UUID().uuidString)").path
        let notifier: Notifier
        let tree: FolderTree

        init() throws {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            notifier = try Notifier()
            tree = FolderTree(path, notifier)
        }

        deinit { try? FileManager.default.removeItem(atPath: path) }

        func path(_ folder: Folder) -> String { folder.names.isEmpty ? path : "\(path)/\(folder.text)" }

        func watch(_ folder: Folder) throws {
            try tree.watch(folder, try tree.open(folder))
            tree.closeAll()
        }

        /// The folders that hints of these directories lead to.
        func heard(_ folders: [Folder]) throws -> Set<Folder> {
            _ = try notifier.hints()
            for folder in folders { close(open("\(path(folder))/probe", O_CREAT | O_WRONLY, 0o600)) }
            return Set(try notifier.hints().filter { $0.name == FileName("probe") }.compactMap(tree.folder(of:)))
        }
    }

    /// The same as two dictionaries.
    private struct Model {
        var inodes: [Folder: Int] = [:]
        var names: [Int: Folder] = [:]

        mutating func watch(_ folder: Folder, _ inode: Int) {
            if inodes[folder] == inode { return }
            unwatch { $0 == folder }
            inodes[folder] = inode
            names[inode] = folder
        }

        mutating func unwatch(_ isGone: (Folder) -> Bool) {
            for (folder, inode) in inodes where isGone(folder) {
                inodes[folder] = nil
                if names[inode] == folder { names[inode] = nil }
            }
        }
    }

    private static func folder(using random: inout SeededRandom) -> Folder {
        let depth = Int.random(in: 0...4, using: &random)
        return Folder(names: (0..<depth).map { _ in FileName(["a", "b", "c"].randomElement(using: &random)!) })
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func randomTreesMovesAndRemovals(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let yard = try Yard()
        var model = Model()
        // What is on disk: a number for each directory, which it keeps when it is renamed.
        var (there, next): ([Folder: Int], Int) = ([.inbox: 0], 1)
        for step in 0..<60 {
            let folder = Self.folder(using: &random)
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<5:
                for depth in 0...folder.names.count {
                    let above = Folder(names: Array(folder.names.prefix(depth)))
                    if there[above] == nil {
                        #expect(mkdir(yard.path(above), 0o700) == 0)
                        there[above] = next
                        next += 1
                    }
                    try yard.watch(above)
                    model.watch(above, there[above]!)
                }
            case 5, 6:
                yard.tree.unwatch(within: folder)
                model.unwatch { $0.names.starts(with: folder.names) }
            case 7:
                let found = Set(there.keys.filter { _ in Bool.random(using: &random) })
                yard.tree.unwatch(folder.source, except: found)
                model.unwatch { $0.source == folder.source && !found.contains($0) }
            case 8 where folder != .inbox && there[folder] != nil:
                let to = Folder(names: folder.names.dropLast() + [FileName("moved-\(step)")])
                #expect(rename(yard.path(folder), yard.path(to)) == 0)
                for (below, number) in there where below.names.starts(with: folder.names) {
                    there[below] = nil
                    there[Folder(names: to.names + below.names.dropFirst(folder.names.count))] = number
                }
                // A scan finds it under its new name before the hint of the move is read, or after.
                if Bool.random(using: &random) {
                    try yard.watch(to)
                    model.watch(to, there[to]!)
                }
                yard.tree.unwatch(within: folder)
                model.unwatch { $0.names.starts(with: folder.names) }
            case 9 where folder != .inbox && there[folder] != nil:
                try FileManager.default.removeItem(atPath: yard.path(folder))
                there = there.filter { !$0.key.names.starts(with: folder.names) }
                yard.tree.unwatch(within: folder)
                model.unwatch { $0.names.starts(with: folder.names) }
            default: break
            }
            #expect(Set(yard.tree.watchedFolders) == Set(model.inodes.keys), "seed \(seed), step \(step)")
            for (source, folders) in Dictionary(grouping: model.inodes.keys, by: \.source) {
                #expect(yard.tree.watchCount(of: source) == folders.count, "seed \(seed), step \(step)")
            }
            let numbers = Set(there.values)
            let heard = Set(model.names.filter { numbers.contains($0.key) }.values)
            #expect(try yard.heard(Array(there.keys)) == heard, "seed \(seed), step \(step)")
        }
    }

    @Test func aRemovalCostsWhatLiesBelowIt() throws {
        let excess = try ThreadTime.excess(500) { count in
            let yard = try Yard()
            let folders = (0..<count).map {
                Folder(names: [FileName("b"), FileName("\($0 % 20)"), FileName("\($0)")])
            }
            for folder in folders {
                try FileManager.default.createDirectory(
                    atPath: yard.path(folder), withIntermediateDirectories: true)
                try yard.watch(folder)
            }
            for folder in folders { yard.tree.unwatch(within: folder) }
            #expect(yard.tree.watchedFolders.isEmpty)
        }
        #expect(excess == nil)
    }

    @Test func aScanOfASourceCostsItsOwnFolders() throws {
        let excess = try ThreadTime.excess(500) { count in
            let yard = try Yard()
            for number in 0..<count {
                let folder = Folder(names: [FileName("\(number)")])
                #expect(mkdir(yard.path(folder), 0o700) == 0)
                try yard.watch(folder)
            }
            for number in 0..<count { yard.tree.unwatch(FileName("\(number)"), except: []) }
            #expect(yard.tree.watchedFolders.isEmpty)
        }
        #expect(excess == nil)
    }
}

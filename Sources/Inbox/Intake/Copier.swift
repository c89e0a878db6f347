import Foundation
import Glibc
import Threads

/// Copies long files on a thread of its own, one at a time, so that no file waits for the copy of another source's.
///
/// Commits come first: a copy goes to the disk in parts, and waits between two parts while a long file is committed.
final class Copier: @unchecked Sendable {
    /// The path of the copy, which is durable, or why there is none.
    typealias Outcome = Result<String, Staging.CopyFault>

    private struct Copy {
        let found: Found
        /// nil until it is made.
        var outcome: Outcome?
    }

    // All under the lock of `condition`.
    private let condition = NSCondition()
    private var copies: [Place: Copy] = [:]
    private var due: [Found] = []
    private var unneeded: [Found] = []
    /// The file that is being copied.
    private var current: Place?
    private var isHeld = false
    private var isStopped = false

    /// - Parameter made: Called after each copy, on the copier's thread.
    init(_ directories: InboxDirectories, made: @escaping @Sendable () -> Void) throws(BlockingThread.NotStarted) {
        let (inbox, staging) = (directories.inbox, directories.staging)
        try BlockingThread.start("inbox-copier") {
            self.work(FolderTree(inbox, nil), Staging(staging), made)
        }
    }

    /// Whether a file's copy was made, or has failed. If not, it is going to be made.
    func isDone(_ found: Found) -> Bool {
        locked {
            if let copy = copies[found.place] {
                if copy.found.facts.holdsSameContents(as: found.facts) { return copy.outcome != nil }
                // Another file had the name before.
                guard copy.outcome != nil else { return false }
                if copy.found.facts.inode != found.facts.inode { unneeded.append(copy.found) }
            }
            copies[found.place] = Copy(found: found)
            due.append(found)
            condition.broadcast()
            return false
        }
    }

    /// Whether a file is being copied, or is going to be.
    func isAtWork(on place: Place) -> Bool { locked { copies[place].map { $0.outcome == nil } ?? false } }

    /// Returns how a file was copied, once; nil if it was not.
    func take(_ found: Found) -> Outcome? {
        locked {
            guard let copy = copies[found.place], copy.found.facts.holdsSameContents(as: found.facts),
                let outcome = copy.outcome
            else { return nil }
            copies[found.place] = nil
            return outcome
        }
    }

    /// Keeps the copy of a file that is taken later.
    func keep(_ path: String, of found: Found) {
        locked { copies[found.place] = Copy(found: found, outcome: .success(path)) }
    }

    /// Forgets the copies of a source's files that are gone.
    func forget(in source: FileName?, except there: Set<Place> = []) {
        locked {
            for (place, copy) in copies
            where copy.outcome != nil && place.source == source && !there.contains(place) {
                copies[place] = nil
                unneeded.append(copy.found)
            }
        }
    }

    /// Returns files that have copies which are to be removed, once.
    func takeUnneeded() -> [Found] {
        locked {
            defer { unneeded = [] }
            return unneeded
        }
    }

    /// Lets the copy under way wait after its next part, or go on.
    func hold(_ isHeld: Bool) {
        locked {
            guard self.isHeld != isHeld else { return }
            self.isHeld = isHeld
            // An idle thread is not woken.
            if current != nil { condition.broadcast() }
        }
    }

    /// Ends the thread after the part that it writes, and waits for that, for five seconds at most.
    func finish() {
        locked {
            isStopped = true
            condition.broadcast()
        }
        for _ in 0..<1_000 where locked({ current != nil }) { usleep(5_000) }
    }

    private func work(_ tree: FolderTree, _ staging: Staging, _ made: () -> Void) {
        while let found = next() {
            let outcome = copy(found, tree, staging)
            tree.closeAll()
            staging.close()
            locked {
                copies[found.place]?.outcome = outcome
                current = nil
            }
            made()
        }
    }

    private func next() -> Found? {
        locked {
            while due.isEmpty, !isStopped { condition.wait() }
            guard !isStopped else { return nil }
            let found = due.removeFirst()
            current = found.place
            return found
        }
    }

    private func copy(_ found: Found, _ tree: FolderTree, _ staging: Staging) -> Outcome {
        let (place, facts) = (found.place, found.facts)
        do throws(FileFault) {
            let file = try OpenFile(place.name, in: tree.open(place.folder))
            guard file.facts.holdsSameContents(as: facts), file.facts.links == facts.links else {
                return .failure(.changed)
            }
            do throws(Staging.CopyFault) {
                try staging.checkRoom(for: facts.bytes, of: place)
                return .success(
                    try staging.copy(file, of: place, inode: facts.inode, sync: true) { self.mayGoOn() })
            } catch {
                return .failure(error)
            }
        } catch {
            return .failure(.original(error))
        }
    }

    private func mayGoOn() -> Bool {
        locked {
            while isHeld, !isStopped { condition.wait() }
            return !isStopped
        }
    }

    private func locked<Value>(_ body: () -> Value) -> Value {
        condition.lock()
        defer { condition.unlock() }
        return body()
    }
}

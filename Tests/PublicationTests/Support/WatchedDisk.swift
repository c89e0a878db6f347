import Glibc
import Synchronization

@testable import Publication

/// Remembers every change to the disk, and ends the run before one of them.
final class WatchedDisk: Sendable {
    private let made = Mutex<[Disk.Step]>([])
    private let last: Int

    /// - Parameter last: How many changes are made before the run is killed.
    init(killedAfter last: Int = .max) {
        self.last = last
    }

    /// What the kill looks like from within.
    static let kill = PublicationError.system(action: "go on after a kill at", path: "", code: EIO)

    var steps: [Disk.Step] { made.withLock { $0 } }

    var disk: Disk {
        Disk(before: { [self] step throws(PublicationError) in
            let isKilled = made.withLock { made in
                if made.count < last { made.append(step) }
                return made.count >= last && made.last != step
            }
            if isKilled { throw Self.kill }
        })
    }
}

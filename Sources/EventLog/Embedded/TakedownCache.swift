import MerkleLog
import StoryEvents
import Synchronization

/// What the newest takedowns say, by the hashes of their leaves: one takedown may take something of very many events, each
/// of which is read with it.
final class TakedownCache: Sendable {
    static let shared = TakedownCache()

    private let takedowns = Mutex<[Hash: [Position: Withheld]]>([:])
    private static let most = 64

    subscript(leaf: Hash) -> [Position: Withheld]? {
        get { takedowns.withLock { $0[leaf] } }
        set {
            takedowns.withLock { takedowns in
                if takedowns.count >= Self.most { takedowns.removeAll() }
                takedowns[leaf] = newValue
            }
        }
    }
}

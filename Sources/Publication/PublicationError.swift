import EventLog
import MerkleLog

/// Why nothing was signed or published.
public enum PublicationError: Error {
    /// The published checkpoint has more events than the ledger.
    case behind(file: String, published: UInt64, found: UInt64)
    /// The published checkpoint belongs to another history.
    case forked(file: String, size: UInt64, published: Hash, found: Hash)
    /// The published checkpoint has another name of this log: a fork came after this database was saved.
    case renamed(file: String, expected: String, found: String)
    /// Checkpoints were signed, but the newest of them is no longer known.
    case headLost(file: String, known: UInt64)
    /// A published checkpoint cannot be read.
    case unreadableCheckpoint(file: String, reason: String)
    /// The published checkpoint belongs to another log.
    case foreignCheckpoint(file: String, expected: String, found: String)
    /// There is no fork to accept.
    case nothingToAccept(size: UInt64)
    /// Accepting a fork needs a reason.
    case noReason
    /// There is no private key.
    case noKey(path: String)
    /// The private key has never signed this log, and none that did vouches for it.
    case strangeKey(path: String, known: String)
    /// There is no private key, and only one that signed the log before can vouch for another.
    case keyLost(path: String, known: String)
    /// The private key has signed this log: it is not lost.
    case keyNotLost(path: String)
    /// Other users could read the private key.
    case exposedKey(path: String, mode: UInt32)
    /// The key file has a fault.
    case badKey(path: String, line: Int, reason: String)
    /// The key is a credential and cannot be changed here.
    case keptElsewhere(path: String)
    /// No rotation is in progress.
    case noRotation(path: String)
    /// A rotation is in progress already.
    case rotationUnfinished(path: String)
    /// Checkpoints wait for a quorum, but the file `witnesses` defines none.
    case noQuorum(path: String)
    /// A line of the file `witnesses` cannot be read.
    case badWitness(path: String, line: Int, reason: String)
    /// Another process publishes.
    case busy(path: String)
    /// The system refused a call.
    case system(action: String, path: String, code: Int32)
    /// The log could not be read or written.
    case log(EventLogError)
    /// The events in the log do not make the expected tree.
    case tree(MerkleLogError)

    /// Whether an admin has to decide before anything is signed again.
    public var isForADecision: Bool {
        switch self {
        case .behind, .forked, .renamed, .headLost, .strangeKey: true
        default: false
        }
    }
}

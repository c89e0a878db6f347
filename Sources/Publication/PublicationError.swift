import EventLog
import MerkleLog

/// Why nothing was signed, or nothing published.
public enum PublicationError: Error {
    /// A checkpoint of more events than the ledger has was published.
    case behind(file: String, published: UInt64, found: UInt64)
    /// A checkpoint of another history was published.
    case forked(file: String, size: UInt64, published: Hash, found: Hash)
    /// What was published has another name of this log: a fork came after this database was saved.
    case renamed(file: String, expected: String, found: String)
    /// Checkpoints were signed, and what the newest of them was is not known any more.
    case headLost(file: String, known: UInt64)
    /// A published checkpoint cannot be read.
    case unreadableCheckpoint(file: String, reason: String)
    /// A published checkpoint is another log's.
    case foreignCheckpoint(file: String, expected: String, found: String)
    /// No fork is there to be accepted.
    case nothingToAccept(size: UInt64)
    /// A fork is accepted for a reason that can be read later.
    case noReason
    /// There is no private key.
    case noKey(path: String)
    /// Others could read the private key.
    case exposedKey(path: String, mode: UInt32)
    /// The key file is not what a key file is.
    case badKey(path: String, line: Int, reason: String)
    /// The key comes from outside and cannot be changed here.
    case keptElsewhere(path: String)
    /// No rotation is under way.
    case noRotation(path: String)
    /// A rotation is under way already.
    case rotationUnfinished(path: String)
    /// Checkpoints are held back for a quorum, and the list of witnesses names none.
    case noQuorum(path: String)
    /// A line of the list of witnesses cannot be read.
    case badWitness(path: String, line: Int, reason: String)
    /// Another process is publishing.
    case busy(path: String)
    /// The system refused something.
    case system(action: String, path: String, code: Int32)
    /// The log could not be read or written.
    case log(EventLogError)
    /// What the log holds does not make the tree that it should.
    case tree(MerkleLogError)

    /// Whether an admin has to decide before anything is signed again.
    public var isForADecision: Bool {
        switch self {
        case .behind, .forked, .renamed, .headLost: true
        default: false
        }
    }
}

import MerkleLog
import StoryEvents

/// The Merkle tree over a log, as the log's store keeps it: leaf hashes with the events, tiles once they are complete.
public protocol TreeStore: EventStore {
    /// Leaf hashes in log order, from a position on.
    ///
    /// - Parameter limit: The most to return, at least 1.
    func leafHashes(from position: Position, limit: Int) throws(EventLogError) -> [Hash]

    /// Leaves in log order, from a position on: the bytes that were hashed.
    ///
    /// - Parameter limit: The most to return, at least 1.
    func leaves(from position: Position, limit: Int) throws(EventLogError) -> [[UInt8]]

    /// A complete tile of hashes; nil where there is none yet.
    func completeTile(level: Int, index: UInt64) throws(EventLogError) -> TileContents?

    /// The roots of complete tiles of a level, from an index on.
    ///
    /// - Parameter limit: The most to return, at least 1.
    func tileRoots(level: Int, from index: UInt64, limit: Int) throws(EventLogError) -> [Hash]

    /// The checkpoints that were published, newest first.
    func checkpoints(limit: Int) throws(EventLogError) -> [StoredCheckpoint]
}

/// A checkpoint as it was signed.
public struct StoredCheckpoint: Hashable, Sendable {
    /// Tree size, in leaves.
    public let size: UInt64
    /// When it was signed.
    public let signed: RecordedTime
    /// The signed note, in UTF-8.
    public let note: [UInt8]

    /// Creates a checkpoint.
    public init(size: UInt64, signed: RecordedTime, note: [UInt8]) {
        self.size = size
        self.signed = signed
        self.note = note
    }
}

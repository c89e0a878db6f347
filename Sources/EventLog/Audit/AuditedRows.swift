import StoryEvents

/// How far the tables reach at one moment.
public struct AuditedExtent: Hashable, Sendable {
    /// The lowest and the highest position; nil for an empty log.
    public let positions: ClosedRange<Int64>?
    /// The highest number of a receipt, and of a checkpoint; 0 where there is none.
    public let receipts, checkpoints: Int64

    /// How many leaves the log has by its highest position.
    public var size: UInt64 { UInt64(max(0, positions.map { min($0.upperBound, .max - 1) + 1 } ?? 0)) }
}

/// An event's columns as they are stored. The bytes are there only during the call that shows them.
public struct AuditedEvent {
    /// Its place in the log.
    public let position: Int64
    /// Its place in its story.
    public let revision: Int64
    /// Microseconds since 1970-01-01T00:00:00Z.
    public let recorded: Int64
    /// The number of its receipt.
    public let receipt: Int64
    /// The id of its story.
    public let story: UnsafeRawBufferPointer
    /// What kind of event.
    public let type: UnsafeRawBufferPointer
    /// The producer.
    public let source: UnsafeRawBufferPointer
    /// Unique within the source.
    public let id: UnsafeRawBufferPointer
    /// By what a derived id is found; nil for NULL.
    public let derived: Int64?
    /// What tells its content from other content.
    public let fingerprint: UnsafeRawBufferPointer
    /// The leaf hash.
    public let hash: UnsafeRawBufferPointer
    /// The envelope.
    public let leaf: UnsafeRawBufferPointer
    /// What the data was salted with; nil for NULL.
    public let salt: UnsafeRawBufferPointer?
    /// What is there of the payload, with the pieces that earlier events hold; nil for NULL.
    public let data: UnsafeRawBufferPointer?
    /// What vouches for the pieces of the payload once one was withheld; nil for NULL.
    public let pieces: UnsafeRawBufferPointer?
    /// Why the pieces that earlier events are to hold cannot be had; nil where they can.
    public let sharingFault: String?
}

/// A receipt's columns as they are stored.
public struct AuditedReceipt: Hashable, Sendable {
    /// 1-based.
    public let number: Int64
    /// The file's name, in whatever bytes.
    public let file: [UInt8]
    /// Its hash.
    public let sha256: [UInt8]
    /// One of four words.
    public let outcome: [UInt8]
    /// Microseconds since 1970-01-01T00:00:00Z.
    public let recorded: Int64
    /// How many entries are in parts.
    public let earlier: Int64
    /// How many parts there are.
    public let parts: Int64
    /// JSON: the entries after the parts.
    public let entries: [UInt8]
    /// JSON.
    public let refusals: [UInt8]
    /// The takedown that took the name and the hash of the file; nil for NULL.
    public let withheld: Int64?
    /// What vouches for the others.
    public let seal: [UInt8]

    /// Whether the seal is that of the other columns.
    public func isSealed(by seals: RowSeals) -> Bool {
        seal
            == seals.receipt(
                number: number, file: file, sha256: sha256, outcome: outcome, recorded: recorded, earlier: earlier,
                parts: parts, entries: entries, refusals: refusals, withheld: withheld)
    }
}

/// The columns of a part of a long receipt, as they are stored.
public struct AuditedReceiptPart: Hashable, Sendable {
    /// The receipt's number.
    public let receipt: Int64
    /// 0-based.
    public let part: Int64
    /// JSON.
    public let entries: [UInt8]
    /// What vouches for the others.
    public let seal: [UInt8]

    /// Whether the seal is that of the other columns.
    public func isSealed(by seals: RowSeals) -> Bool {
        seal == seals.receiptPart(receipt: receipt, part: part, entries: entries)
    }
}

/// One thing that the ledger knows of itself, as it is stored.
public struct AuditedFact: Hashable, Sendable {
    /// What it is called, in whatever bytes.
    public let name: [UInt8]
    /// Text or bytes.
    public let value: [UInt8]
}

/// The columns of a move that may not have been made yet, as they are stored.
public struct AuditedMove: Hashable, Sendable {
    /// The receipt's number.
    public let receipt: Int64
    /// Where the file is: bytes of a path below the inbox.
    public let origin: [UInt8]
    /// Where it belongs: bytes of a path below the ledger's directory.
    public let target: [UInt8]
    /// The file's inode, its bits as they are.
    public let inode: Int64
    /// What vouches for the others.
    public let seal: [UInt8]

    /// Whether the seal is that of the other columns.
    public func isSealed(by seals: RowSeals) -> Bool {
        seal == seals.move(receipt: receipt, origin: origin, target: target, inode: inode)
    }
}

/// The columns of the removal of a file, as they are stored.
public struct AuditedRemoval: Hashable, Sendable {
    /// The receipt's number.
    public let receipt: Int64
    /// Microseconds since 1970-01-01T00:00:00Z.
    public let noted: Int64
    /// 1 once the file is gone, else 0.
    public let done: Int64
    /// What vouches for the others.
    public let seal: [UInt8]

    /// Whether the seal is that of the other columns.
    public func isSealed(by seals: RowSeals) -> Bool {
        seal == seals.removal(receipt: receipt, noted: noted, done: done)
    }
}

/// The columns of an erasure that may not have been made in all files yet, as they are stored.
public struct AuditedErasure: Hashable, Sendable {
    /// The position of the event whose data is erased.
    public let position: Int64
    /// What vouches for it.
    public let seal: [UInt8]

    /// Whether the seal is that of the position.
    public func isSealed(by seals: RowSeals) -> Bool { seal == seals.erasure(position) }
}

/// That an event has lost pieces of its data, as it is stored.
public struct AuditedTaking: Hashable, Sendable {
    /// The event.
    public let position: Int64
    /// The event that says so.
    public let by: Int64
    /// 1 where only the name and the hash of its file were taken, else 0.
    public let custody: Int64

    /// Creates a row.
    public init(position: Int64, by: Int64, custody: Int64) {
        self.position = position
        self.by = by
        self.custody = custody
    }
}

/// The columns of the identity of a document that changed nothing, as they are stored.
public struct AuditedUnchanged: Hashable, Sendable {
    /// Unique within the source.
    public let id: [UInt8]
    /// The producer.
    public let source: [UInt8]
    /// What tells its content from other content.
    public let fingerprint: [UInt8]
    /// The number of the receipt that lists it.
    public let receipt: Int64
    /// What vouches for the others.
    public let seal: [UInt8]

    /// Whether the seal is that of the other columns.
    public func isSealed(by seals: RowSeals) -> Bool {
        seal == seals.unchanged(id: id, source: source, fingerprint: fingerprint, receipt: receipt)
    }
}

/// The columns of a note of the machine's clocks, as they are stored.
public struct AuditedClockNote: Hashable, Sendable {
    /// 1.
    public let number: Int64
    /// What the system called that start of the machine.
    public let boot: [UInt8]
    /// Microseconds since that start.
    public let uptime: Int64
    /// Microseconds since 1970-01-01T00:00:00Z.
    public let wall: Int64
    /// What vouches for the others.
    public let seal: [UInt8]

    /// Whether the seal is that of the other columns.
    public func isSealed(by seals: RowSeals) -> Bool {
        seal == seals.clock(number: number, boot: boot, uptime: uptime, wall: wall)
    }
}

/// A checkpoint's columns as they are stored.
public struct AuditedCheckpoint: Hashable, Sendable {
    /// 1-based.
    public let number: Int64
    /// Tree size, in leaves.
    public let size: Int64
    /// Microseconds since 1970-01-01T00:00:00Z.
    public let signed: Int64
    /// The signed note.
    public let note: [UInt8]
    /// What vouches for the others.
    public let seal: [UInt8]

    /// Whether the seal is that of the other columns.
    public func isSealed(by seals: RowSeals) -> Bool {
        seal == seals.checkpoint(number: number, size: size, signed: signed, note: note)
    }
}

/// A tile's columns as they are stored.
public struct AuditedTile: Hashable, Sendable {
    /// What the tile above holds for it.
    public let root: [UInt8]
    /// 256 hashes of 32 bytes.
    public let hashes: [UInt8]
}

/// A table, an index or a trigger that is not as this program makes it.
public struct SchemaDifference: Hashable, Sendable {
    /// How it differs.
    public enum Kind: String, Hashable, Sendable { case missing, different, unexpected }

    /// Its name.
    public let name: String
    /// `table`, `index` or `trigger`.
    public let type: String
    /// How it differs.
    public let kind: Kind
}

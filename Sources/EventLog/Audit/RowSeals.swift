import Crypto
import StoryEvents

/// Seals the rows beside the events that are no part of the tree, so that one changed bit of it shows.
///
/// A seal is HMAC-SHA-256, 32 bytes, under the ledger's secret, of a line that names the kind of row and then of all its
/// other columns, in order: integers as 8 bytes, the highest first; text and bytes behind their length, written so too.
/// No document's fingerprint under the same secret is a seal: the bytes that are hashed for that begin with `{`.
///
/// It does not stop a person who has the secret, as the host's admin does, from rewriting a row. A person who has only the published files and
/// bundles sees no seal, and needs none.
///
/// Source: RFC 2104.
public struct RowSeals: Sendable {
    private let keyed: KeyedHash
    private let secret: LedgerSecret

    /// Makes seals under a ledger's secret.
    public init(_ secret: LedgerSecret) {
        self.secret = secret
        keyed = KeyedHash(secret)
    }

    /// A hash of the secret, 32 bytes, stored beside it: it tells a changed secret from other changes.
    public var check: [UInt8] {
        var hash = SHA256()
        hash.update(data: Array("storyledger/secret/v1\n".utf8))
        hash.update(data: secret.bytes)
        return hash.finalize().bytes
    }

    /// The seal on what the ledger is called, and on when it was made, in UTF-8.
    public func facts(origin: [UInt8], created: [UInt8]) -> [UInt8] {
        seal("ledger", [.bytes(origin), .bytes(created)])
    }

    /// The seal on a receipt.
    public func receipt(
        number: Int64, file: [UInt8], sha256: [UInt8], outcome: [UInt8], recorded: Int64, earlier: Int64, parts: Int64,
        entries: [UInt8], refusals: [UInt8], withheld: Int64?
    ) -> [UInt8] {
        seal(
            "receipt",
            [
                .integer(number), .bytes(file), .bytes(sha256), .bytes(outcome), .integer(recorded),
                .integer(earlier), .integer(parts), .bytes(entries), .bytes(refusals),
            ] + (withheld.map { [.integer($0)] } ?? []))
    }

    /// The seal on a receipt whose entries and refusals are written already.
    func receipt(_ receipt: Receipt, entries: [UInt8], refusals: [UInt8]) -> [UInt8] {
        self.receipt(
            number: receipt.number, file: receipt.file.bytes, sha256: receipt.sha256,
            outcome: Array(receipt.outcome.rawValue.utf8), recorded: receipt.recorded.microseconds,
            earlier: receipt.earlier, parts: receipt.parts, entries: entries, refusals: refusals,
            withheld: receipt.withheld?.value)
    }

    /// The seal on entries of a receipt that are not in its own row.
    public func receiptPart(receipt: Int64, part: Int64, entries: [UInt8]) -> [UInt8] {
        seal("receipt-part", [.integer(receipt), .integer(part), .bytes(entries)])
    }

    /// The seal on a signed checkpoint.
    public func checkpoint(number: Int64, size: Int64, signed: Int64, note: [UInt8]) -> [UInt8] {
        seal("checkpoint", [.integer(number), .integer(size), .integer(signed), .bytes(note)])
    }

    /// The seal on a move that may not have been made yet.
    public func move(receipt: Int64, origin: [UInt8], target: [UInt8], inode: Int64) -> [UInt8] {
        seal("move", [.integer(receipt), .bytes(origin), .bytes(target), .integer(inode)])
    }

    /// The seal on the removal of a file.
    public func removal(receipt: Int64, noted: Int64, done: Int64) -> [UInt8] {
        seal("removal", [.integer(receipt), .integer(noted), .integer(done)])
    }

    func removal(_ removal: FileRemoval) -> [UInt8] {
        self.removal(
            receipt: removal.receipt, noted: removal.noted.microseconds, done: removal.isDone ? 1 : 0)
    }

    /// The seal on an erasure that may not have been made in all files yet.
    public func erasure(_ position: Int64) -> [UInt8] { seal("erasure", [.integer(position)]) }

    /// The seal on the identity of a document that changed nothing.
    public func unchanged(id: [UInt8], source: [UInt8], fingerprint: [UInt8], receipt: Int64) -> [UInt8] {
        seal("unchanged", [.bytes(id), .bytes(source), .bytes(fingerprint), .integer(receipt)])
    }

    /// The seal on the note of the machine's clocks.
    public func clock(number: Int64, boot: [UInt8], uptime: Int64, wall: Int64) -> [UInt8] {
        seal("clock", [.integer(number), .bytes(boot), .integer(uptime), .integer(wall)])
    }

    /// The fingerprint of an event that withholds data of others: it vouches for their fingerprints too, where no
    /// document is left to vouch for them.
    ///
    /// - Parameters:
    ///   - fingerprints: Of the other events that lose more than the name and the hash of their file, in log order.
    ///   - data: What the withholding event says, in RFC 8785 form.
    public func takedown(of fingerprints: [[UInt8]], saying data: [UInt8]) -> [UInt8] {
        seal("takedown", fingerprints.map(Column.bytes) + [.bytes(data)])
    }

    private enum Column {
        case integer(Int64)
        case bytes([UInt8])
    }

    private func seal(_ kind: String, _ columns: [Column]) -> [UInt8] {
        keyed.code { row in
            row.update(data: Array("storyledger/seal/v1/\(kind)\n".utf8))
            for column in columns {
                switch column {
                case .integer(let number): row.update(bigEndian: number)
                case .bytes(let bytes):
                    row.update(bigEndian: Int64(bytes.count))
                    row.update(data: bytes)
                }
            }
        }
    }
}

extension SHA256 {
    /// Feeds 8 bytes, the highest first.
    fileprivate mutating func update(bigEndian number: Int64) {
        withUnsafeBytes(of: number.bigEndian) { update(bufferPointer: $0) }
    }
}

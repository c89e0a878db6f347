import CanonicalJSON
import Crypto
import StoryEvents

/// The number by which an event with a derived id is found: the first 8 bytes of the id's SHA-256, the highest byte first.
///
/// Derived ids are random and long. In an index of the ids themselves each new event changes another page, and that index
/// is five times as large: of ten files of 30,000 documents the tenth took 1.7 times the CPU time of the first
/// (`LedgerBenchmarks append --growth 10`). Two ids may share a key, so a row counts only where its id is the one that was
/// looked for.
enum DerivedKey {
    /// - Returns: nil for an id that a producer gave.
    static func of(_ id: Text) -> Int64? {
        guard LedgerSecret.isDerived(id) else { return nil }
        return id.withBytes { key(UnsafeRawBufferPointer($0)) }
    }

    static func key(_ id: UnsafeRawBufferPointer) -> Int64 {
        SHA256.hash(data: id).withUnsafeBytes { Int64(bigEndian: $0.loadUnaligned(as: Int64.self)) }
    }
}

extension AuditedEvent {
    /// Whether the number by which the event is found is that of its id: there is one for a derived id only.
    public var isFoundByItsID: Bool { derived == DerivedKey.of(Text(String(decoding: id, as: UTF8.self))) }
}

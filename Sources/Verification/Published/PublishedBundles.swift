import EventLog
import MerkleLog

/// Compares published entry bundles with the leaves of the log, while these are being read.
struct PublishedBundles: Sendable {
    /// The ledger's directory, and what is published in it.
    let ledger: String
    /// The size of the published tree, in leaves.
    let size: Int64

    /// Begins with the bundle of a position, the first of a bundle; nil beyond the published tree.
    func beginning(at position: Int64) -> Comparison? {
        guard position >= 0, position & 255 == 0, position < size else { return nil }
        return Comparison(bundles: self, next: position)
    }

    /// Gathers the leaves of one bundle after the other.
    struct Comparison {
        fileprivate let bundles: PublishedBundles
        fileprivate var next: Int64
        private var bytes: [UInt8] = []
        /// Where each leaf begins in the bundle.
        private var starts: [Int] = []
        private var isWhole = true

        fileprivate init(bundles: PublishedBundles, next: Int64) {
            self.bundles = bundles
            self.next = next
        }

        /// Takes the next leaf. A missing one spoils its bundle only.
        mutating func add(_ event: AuditedEvent, _ findings: inout [Finding]) {
            guard event.position >= 0, event.position < bundles.size else { return }
            if event.position & 255 == 0 { drop() } else if event.position != next { isWhole = false }
            next = event.position + 1
            guard isWhole else { return }
            starts.append(bytes.count)
            bytes.append(UInt8(truncatingIfNeeded: event.leaf.count >> 8))
            bytes.append(UInt8(truncatingIfNeeded: event.leaf.count))
            bytes.append(contentsOf: event.leaf)
            guard next & 255 == 0 || next == bundles.size else { return }
            compare(&findings)
            drop()
        }

        private mutating func drop() {
            bytes.removeAll(keepingCapacity: true)
            starts.removeAll(keepingCapacity: true)
            isWhole = true
        }

        private func compare(_ findings: inout [Finding]) {
            let first = next - Int64(starts.count)
            let tile: Tile
            do throws(MerkleLogError) {
                tile = try Tile(.entries, index: UInt64(first >> 8), width: starts.count)
            } catch {
                return findings.append(Finding(.event(first), error.description))
            }
            let found = PublishedFile.find(tile, bytes, in: bundles.ledger)
            guard let difference = found.difference else { return }
            var what = difference
            if case .bytes(let contents) = PublishedFile.read(
                "\(bundles.ledger)/\(found.path)", expecting: bytes.count), contents.count == bytes.count,
                let offset = zip(contents, bytes).enumerated().first(where: { $1.0 != $1.1 })?.offset,
                let entry = starts.lastIndex(where: { $0 <= offset })
            {
                what = "its entry \(entry) is not the leaf @\(first + Int64(entry))"
            }
            findings.append(Finding(.file(found.path), what))
        }
    }
}

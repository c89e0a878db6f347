import CanonicalJSON
import EventLog

/// A place that still contains a withheld text after a takedown.
public struct Leftover: Hashable, Sendable {
    /// What there is.
    public enum Kind: Hashable, Sendable {
        /// A file with the text in it.
        case file
        /// A file or directory whose name has it.
        case called
        /// A symbolic link whose name or target has it.
        case link
        /// A receipt that quotes it, or names a file called so.
        case receipt
        /// A receipt with it in the id of a document or of a story, which never changes.
        case ids
        /// A list of files that a running daemon writes again and again, from the files that wait.
        case list
    }

    /// A path below the ledger's directory, or `receipt 17`.
    public let place: Text
    /// The bytes of the path, which `place` shows safely.
    public let path: [UInt8]
    /// What there is.
    public let kind: Kind
    /// How it spells the words in other letters, which may be other words; nil where it has them as they were given.
    public var spelling: Text?
    /// The documents of the file that hold it, from 1; empty where the file has one document or none.
    public var documents: [Int] = []
    /// How many documents the file has, where ``documents`` lists some.
    public var documentCount = 0
    /// Whether a receipt may know it; false for files in `archive/` and `quarantine/` that none knows.
    var isKnown = true

    /// Creates a place.
    ///
    /// - Parameter path: nil where `place` is the path.
    public init(_ place: Text, _ kind: Kind, path: [UInt8]? = nil) {
        self.place = place
        self.kind = kind
        self.path = path ?? place.bytes
    }

    /// Whether a takedown by words removes it: it is in a receipt, or in one of the directories that are the service's.
    public var isOfTakedowns: Bool {
        switch kind {
        case .ids, .called, .link, .list: return false
        case .receipt: return true
        case .file:
            var folders = place.bytes.split(separator: UInt8(ascii: "/")).map { FileName($0) }
            guard let name = folders.popLast(), let root = folders.first else { return false }
            if root == FileName(LedgerLayout.quarantine) { return folders.count == 1 && !name.isUnfinished }
            let below = folders.dropFirst()
            return root == FileName(LedgerLayout.inbox) && !below.contains(where: \.isUnfinished)
                && !Folder(names: Array(below)).isTooDeep
        }
    }
}

extension Leftover {
    /// Whether it may be filed under a receipt: it lies in `archive/` or `quarantine/`, and no file that no receipt knows.
    public var isFiled: Bool { isKnown && isOnShelf }

    /// Whether it lies where files are filed.
    var isOnShelf: Bool {
        [LedgerLayout.archive, LedgerLayout.quarantine].contains { place.string.hasPrefix("\($0)/") } && kind != .link
    }
}

/// A file or link below the ledger's directory that no takedown looks into.
public struct SealedPlace: Hashable, Sendable {
    /// Why.
    public enum Kind: Hashable, Sendable {
        /// A symbolic link, and its target.
        case link(to: Text)
        /// A compressed file, and the command that prints what is in such files.
        case compressed(reader: String)

        /// - Parameter beginning: The first ``SealedPlace/signature`` bytes of a file.
        /// - Returns: nil for a file that is not compressed.
        init?(beginning: [UInt8]) {
            for (signature, reader) in Self.signatures where beginning.starts(with: signature) {
                self = .compressed(reader: reader)
                return
            }
            return nil
        }

        /// gzip, xz, zstd, bzip2, lz4, zip.
        private static let signatures: [([UInt8], String)] = [
            ([0x1F, 0x8B], "zcat"), ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "xzcat"),
            ([0x28, 0xB5, 0x2F, 0xFD], "zstdcat"),
            ([0x42, 0x5A, 0x68], "bzcat"), ([0x04, 0x22, 0x4D, 0x18], "lz4cat"),
            ([0x50, 0x4B, 0x03, 0x04], "unzip -p"),
        ]
    }

    /// The most bytes that tell a compressed file.
    static let signature = 6

    /// Its path below the ledger's directory.
    public let place: Text
    /// Its bytes, which `place` shows safely.
    public let path: [UInt8]
    /// Why it is not looked into.
    public let kind: Kind
}

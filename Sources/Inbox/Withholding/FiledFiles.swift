import EventLog

/// Tells which files in `archive/` and `quarantine/` receipts know, so that a takedown of what they list reaches them.
struct FiledFiles {
    /// A file that may be filed.
    private struct File {
        let leftover: Leftover
        let folder: [FileName]
        let name: FileName
        /// SHA-256 of its bytes; nil if it could not be read.
        let hash: [UInt8]?
    }

    private var files: [File] = []
    /// Those that no receipt knows, of the receipts that were looked at.
    var unknown: Set<Leftover> { Set(files.map(\.leftover)) }

    /// Adds a file, if it lies where files are filed.
    ///
    /// - Parameter hash: SHA-256 of its bytes.
    mutating func add(_ leftover: Leftover, hash: () throws(FileFault) -> [UInt8]?) throws(FileFault) {
        var names = leftover.path.split(separator: UInt8(ascii: "/")).map { FileName($0) }
        guard leftover.isOnShelf, let name = names.popLast() else { return }
        files.append(File(leftover: leftover, folder: names, name: name, hash: try hash()))
    }

    /// Removes those that a receipt knows.
    mutating func look(at receipt: AuditedReceipt, in store: any EventStore) throws(EventLogError) {
        let candidates = files.indices.filter { mayBe(files[$0], of: receipt) }
        guard !candidates.isEmpty, let receipt = try store.receipt(number: receipt.number) else { return }
        for index in candidates.reversed() where isKnown(files[index], by: receipt) { files.remove(at: index) }
    }

    /// Whether it is worth to read the receipt: it is of a file in quarantine, too, or has its hash, or the file is called so up to a number.
    private func mayBe(_ file: File, of receipt: AuditedReceipt) -> Bool {
        let isRefused = receipt.outcome.elementsEqual("quarantined".utf8)
        guard isRefused == (file.folder.count == 1) else { return false }
        if isRefused || file.hash == receipt.sha256 { return true }
        let name = receipt.file.split(separator: UInt8(ascii: "/")).last ?? []
        let stem = name.lastIndex(of: UInt8(ascii: ".")).map { name[..<$0] } ?? name
        return file.name.bytes.starts(with: stem.prefix(Self.uncut))
    }

    /// So many bytes of a long name stay when it gets a number.
    private static let uncut = 200

    private func isKnown(_ file: File, by receipt: Receipt) -> Bool {
        guard file.folder.first == FileName(LedgerLayout.archive) else {
            guard receipt.outcome == .quarantined, file.folder.count == 1 else { return false }
            let target = Destination(Place(path: receipt.file.bytes), receipt)
            let names = [target.name, target.numbered(receipt.number).name]
            return names.contains(file.name) || names.map(ReasonFile.name).contains(file.name)
        }
        guard let filed = receipt.archived, Array(file.folder.dropFirst()) == filed.folder else { return false }
        return file.hash == receipt.sha256 || receipt.archivedNames(filed.name).contains(file.name)
            || file.name.isNumbered(of: filed.name)
    }
}

import EventLog

/// The archived file of a receipt: exactly the recorded bytes.
public struct ArchivedFile: ~Copyable {
    private let file: OpenFile

    /// Why the archive does not have a receipt's file.
    public enum Absence: Error, Hashable, Sendable {
        /// The file did not come through the inbox.
        case neverArchived
        /// The file was refused.
        case refused
        /// The file is recorded, and not filed yet.
        case notFiled
        /// A takedown has changed or removed the file.
        case takenDown
        /// Retention has removed the file.
        case removed(FileRemoval)
        /// The file is missing.
        case missing(path: String)
        /// The file has another hash.
        case altered(path: String, found: String)
        /// The file cannot be read.
        case unreadable(InboxError)
        /// The log cannot be read.
        case log(EventLogError)
    }

    /// Finds a receipt's file, and checks that it holds the bytes that were hashed.
    ///
    /// - Throws: ``Absence``.
    public static func find(
        _ receipt: Receipt, _ store: any EventStore, _ directories: InboxDirectories
    ) throws(Absence) -> ArchivedFile {
        guard receipt.outcome != .quarantined else { throw .refused }
        guard let place = receipt.archived else { throw .neverArchived }
        let removal: FileRemoval?
        do throws(EventLogError) { removal = try store.removal(of: receipt.number) } catch { throw .log(error) }
        if let removal, removal.isDone { throw .removed(removal) }
        var other: String?
        do throws(FileFault) {
            if let file = try look(for: receipt, place, directories, &other) { return file }
        } catch {
            throw .unreadable(InboxError(error))
        }
        let path = ([LedgerLayout.archive] + (place.folder + [place.name]).map(\.description)).joined(separator: "/")
        let (isPending, isTakenDown): (Bool, Bool)
        do throws(EventLogError) {
            isPending = try store.pendingMoves().contains { $0.receipt == receipt.number }
            isTakenDown = try store.isTakenDown(receipt)
        } catch {
            throw .log(error)
        }
        if isPending { throw .notFiled }
        if isTakenDown { throw .takenDown }
        if let removal { throw .removed(removal) }
        throw other.map { .altered(path: path, found: $0) } ?? .missing(path: path)
    }

    /// - Parameter other: Receives the hash of a file with the right name and other bytes.
    private static func look(
        for receipt: Receipt, _ place: (folder: [FileName], name: FileName), _ directories: InboxDirectories,
        _ other: inout String?
    ) throws(FileFault) -> ArchivedFile? {
        var folders = ArchiveFolders(directories)
        guard let directory = try folders.directory(place.folder) else { return nil }
        for name in receipt.archivedNames(place.name) {
            guard try directory.facts(of: name) != nil else { continue }
            let file = try OpenFile(name, in: directory)
            let hash = try file.facts.kind == .regular ? file.sha256() : nil
            if hash == receipt.sha256 { return ArchivedFile(file: file) }
            other = other ?? hash?.hexadecimal
        }
        return nil
    }

    /// Passes the file's bytes to `body` in chunks, from the start, until `body` returns false.
    public func forEachChunk(_ body: (UnsafeRawBufferPointer) -> Bool) throws(InboxError) {
        do throws(FileFault) { try file.forEachChunk(body) } catch { throw InboxError(error) }
    }
}

import CanonicalJSON
import EventLog
import Glibc
import StoryEvents

/// Takes what one withheld event came from out of the files of a ledger: out of the inbox, the quarantine and the
/// archive, where receipts lead to it. A file with other documents keeps those, byte for byte.
public struct FileErasure {
    /// What was done, by paths below the ledger's directory.
    public struct Report: Hashable, Sendable {
        /// Files that held nothing else.
        public var removed: [Text] = []
        /// Files that other documents are left in.
        public var rewritten: [Text] = []
        /// Files by their receipts, as they were named when they were taken, that are not in the archive: appended from
        /// elsewhere, moved away, or removed before.
        public var missing: [Text] = []
        /// Files that could not be looked at or changed, and why.
        public var faults: [FaultyFile] = []

        /// Nothing done yet.
        public init() {}
    }

    /// A file that could not be looked at or changed.
    public struct FaultyFile: Hashable, Sendable {
        /// What was refused, with its path.
        public let message: String
        /// What to do about it.
        public let remedy: String
    }

    private let store: any EventStore
    private let directories: InboxDirectories
    private let event: Envelope
    private let texts: [Text]
    private var report = Report()
    /// Hashes of archived files: those of one day are asked for with each receipt of that day.
    private var hashes: [String: [UInt8]] = [:]

    /// - Parameters:
    ///   - store: The log.
    ///   - directories: Where the files are.
    ///   - event: The event whose data was withheld.
    ///   - texts: Texts that it held. A refused file that holds one of them goes too, for it is no part of the record.
    public init(_ store: any EventStore, _ directories: InboxDirectories, of event: Envelope, texts: [Text]) {
        self.store = store
        self.directories = directories
        self.event = event
        self.texts = texts
    }

    /// Looks everywhere, and goes on where one file is in the way.
    ///
    /// - Throws: ``EventLogError`` when the log cannot be read.
    public mutating func run() throws(EventLogError) -> Report {
        guard let fingerprint = try store.recorded(event.identity)?.fingerprint else { return report }
        let exact = DocumentEraser(isErased: { $1 == fingerprint }, secret: try store.ledger.secret.get())
        // In the way that files go, so that none passes unseen.
        try eraseInbox(exact)
        try eraseQuarantine(exact)
        try eraseArchive(fingerprint)
        return report
    }

    private mutating func eraseInbox(_ eraser: DocumentEraser) throws(EventLogError) {
        guard let inbox = open(directories.inbox) else { return }
        try eraseFolder(.inbox, inbox, eraser)
    }

    private mutating func eraseFolder(
        _ folder: Folder, _ directory: Directory, _ eraser: DocumentEraser
    ) throws(EventLogError) {
        let (files, subdirectories) = list(directory)
        for name in files {
            let place = Place(folder: folder, name: name)
            try erase(name, in: directory, eraser, folder.defaultSource, "inbox/\(place.text)")
        }
        for name in subdirectories where !folder.within(name).isTooDeep {
            guard let subdirectory = open(name, in: directory) else { continue }
            try eraseFolder(folder.within(name), subdirectory, eraser)
        }
    }

    private mutating func eraseQuarantine(_ exact: DocumentEraser) throws(EventLogError) {
        guard let quarantine = open(directories.quarantine) else { return }
        var eraser = exact
        eraser.texts = texts
        for name in list(quarantine).files where !name.ends(with: ReasonFile.ending) {
            let outcome = try erase(name, in: quarantine, eraser, SourceRules.inbox, "quarantine/\(name)")
            guard outcome == .removed else { continue }
            do throws(FileFault) {
                try quarantine.remove(ReasonFile.name(of: name))
                try quarantine.sync()
            } catch {
                note(error)
            }
        }
    }

    /// In the archive lie the event's own file, its duplicates', and files that said nothing new of its story.
    private mutating func eraseArchive(_ fingerprint: [UInt8]) throws(EventLogError) {
        let (store, story) = (store, event.story)
        let eraser = DocumentEraser(
            isErased: { document, found throws(EventLogError) in
                if found == fingerprint { return true }
                guard document.story == story else { return false }
                let id = document.id ?? LedgerSecret.derivedID(from: found)
                return try store.recorded(EventIdentity(source: document.source, id: id)) == nil
            }, secret: try store.ledger.secret.get())
        // By directory: one pass through it may find the files of several receipts.
        var looked: [String: Set<FileName>] = [:]
        for receipt in try store.receipts(about: event) {
            let place = Place(path: receipt.file.bytes)
            guard case .archive(let day, let folder) = Target(place, receipt).shelf else { continue }
            let path = (["archive", day.safe.string] + folder.map(\.safe.string)).joined(separator: "/")
            if let directory = shelf([day] + folder) {
                for name in list(directory).files where isFile(name, in: directory, of: receipt, place.name) {
                    guard looked[path, default: []].insert(name).inserted else { continue }
                    try erase(
                        name, in: directory, eraser, place.folder.defaultSource, "\(path)/\(name)")
                }
            }
            let isThere = looked[path]?.contains { $0 == place.name || $0.isNumbered(of: place.name) } ?? false
            if !isThere, !report.missing.contains(receipt.file) { report.missing.append(receipt.file) }
        }
    }

    /// Whether a file is the one that a receipt tells of: by its name, numbered or not, or by its bytes.
    private mutating func isFile(
        _ name: FileName, in directory: Directory, of receipt: Receipt, _ taken: FileName
    ) -> Bool {
        if name == taken || name.isNumbered(of: taken) { return true }
        let path = "\(directory.path)/\(name)"
        if let known = hashes[path] { return known == receipt.sha256 }
        do throws(FileFault) {
            let hash = try directory.sha256(of: name) ?? []
            hashes[path] = hash
            return !hash.isEmpty && hash == receipt.sha256
        } catch {
            note(error)
            return false
        }
    }

    @discardableResult
    private mutating func erase(
        _ name: FileName, in directory: Directory, _ eraser: DocumentEraser, _ source: Text, _ path: String
    ) throws(EventLogError) -> DocumentEraser.Outcome {
        do throws(DocumentEraser.Fault) {
            let outcome = try eraser.erase(name, in: directory, defaultSource: source)
            switch outcome {
            case .untouched: return outcome
            case .removed: report.removed.append(Text(path))
            case .rewritten: report.rewritten.append(Text(path))
            }
            do throws(FileFault) { try directory.sync() } catch { note(error) }
            return outcome
        } catch {
            switch error {
            case .log(let error): throw error
            case .file(let fault): note(fault)
            }
            return .untouched
        }
    }

    private mutating func list(_ directory: Directory) -> (files: [FileName], subdirectories: [FileName]) {
        var (files, subdirectories): ([FileName], [FileName]) = ([], [])
        do throws(FileFault) {
            try directory.forEachEntry { entry in
                guard !entry.name.isUnfinished else { return }
                if entry.kind == .directory { subdirectories.append(entry.name) } else { files.append(entry.name) }
            }
        } catch {
            note(error)
        }
        return (files.sorted(), subdirectories.sorted())
    }

    private mutating func shelf(_ names: [FileName]) -> Directory? {
        guard var directory = open(directories.archive) else { return nil }
        for name in names {
            guard let next = open(name, in: directory) else { return nil }
            directory = next
        }
        return directory
    }

    private mutating func open(_ path: String) -> Directory? {
        opened { () throws(FileFault) in try Directory(path: path) }
    }

    private mutating func open(_ name: FileName, in parent: Directory) -> Directory? {
        opened { () throws(FileFault) in try Directory(name, in: parent) }
    }

    /// - Returns: nil where there is none, or where it cannot be looked at, which is noted.
    private mutating func opened(_ body: () throws(FileFault) -> Directory) -> Directory? {
        do throws(FileFault) { return try body() } catch {
            if error.code != ENOENT { note(error) }
            return nil
        }
    }

    private mutating func note(_ fault: FileFault) {
        report.faults.append(FaultyFile(message: fault.message, remedy: fault.remedy))
    }
}

extension FileName {
    /// Whether this is a name that a file got because another had its own: `NAME.17.json` for `NAME.json`.
    fileprivate func isNumbered(of name: FileName) -> Bool {
        let dot = name.bytes.lastIndex(of: UInt8(ascii: ".")) ?? name.bytes.endIndex
        let (stem, ending) = (name.bytes[..<dot], name.bytes[dot...])
        guard bytes.starts(with: stem), bytes.suffix(ending.count).elementsEqual(ending),
            bytes.count > stem.count + ending.count + 1
        else { return false }
        let number = bytes.dropFirst(stem.count).dropLast(ending.count)
        return number.first == UInt8(ascii: ".") && number.dropFirst().allSatisfy { (0x30...0x39).contains($0) }
    }
}

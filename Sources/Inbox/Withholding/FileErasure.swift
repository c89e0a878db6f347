import CanonicalJSON
import EventLog
import Files
import Glibc
import StoryEvents

/// Erases the documents of withheld events from the files of a ledger: in the inbox, the quarantine and the archive, as
/// receipts lead to them. Erases the names and hashes of those files from the receipts, too. A file with other
/// documents keeps those, byte for byte.
public struct FileErasure {
    /// What to erase.
    public struct Wanted: Sendable {
        /// Events that lost more than the name and the hash of their file.
        public var events: [Envelope]
        /// Events that lost the name and the hash of their file alone, because of the words in that name: the file is called
        /// after its receipt, and keeps their documents.
        public var named: [Envelope] = []
        /// The event that says what was withheld, where none of ``events`` tells.
        public var takedown: Position?
        /// Texts of these events. A refused file that contains one of them is removed, because it is not part of the
        /// record.
        public var texts: [Text]
        /// Texts that are too short to be told from others: places in which they stand whole are named.
        public var wholes: [Text] = []
        /// Words that waiting documents in the inbox must not contain; nil if no words were given.
        public var words: Text?
        /// The story whose waiting documents are searched for the words; nil for all stories.
        public var story: StoryID?

        /// - Parameter words: The words, and the story whose waiting documents are searched for them; nil for all
        ///   stories.
        public init(events: [Envelope], texts: [Text], words: (text: Text, story: StoryID?)? = nil) {
            self.events = events
            self.texts = texts
            self.words = words?.text
            story = words?.story
        }
    }

    /// What was done, as paths below the ledger's directory.
    public struct Report: Hashable, Sendable {
        /// Files that held nothing else, and were removed.
        public var removed: [Text] = []
        /// Files that keep other documents.
        public var rewritten: [Text] = []
        /// Files of receipts that are not in the archive, by their recorded names: appended from elsewhere, moved away,
        /// or removed before.
        public var missing: [Text] = []
        /// Receipts whose file name and hash were erased.
        public var receipts: [Int64] = []
        /// Places that still contain a text of the events and that a takedown does not change: files of other events, unfinished
        /// ones and those that no receipt knows, and receipts of files that no takedown reaches.
        public var leftovers: [Leftover] = []
        /// Links and compressed files, which were not looked into.
        public var sealed: [SealedPlace] = []
        /// Files that could not be read or changed, and why.
        public var faults: [FaultyFile] = []
        /// Files and directories of the inbox, and files in quarantine, that their producers have closed to the service, or
        /// made too large to be read. Files that come from there later are checked against what was withheld.
        public var closed: [FaultyFile] = []

        /// Those of ``leftovers`` that have a text as it was given; other letters may be other words.
        public var holding: [Leftover] { leftovers.filter { $0.spelling == nil } }

        /// Whether anything was changed.
        public var hasChanged: Bool { !removed.isEmpty || !rewritten.isEmpty || !receipts.isEmpty }

        /// Creates an empty report.
        public init() {}
    }

    /// A file that could not be read or changed.
    public struct FaultyFile: Hashable, Sendable {
        /// The refused operation, with its path.
        public let message: String
        /// What to do about it.
        public let remedy: String
    }

    let store: any EventStore
    let directories: InboxDirectories
    let wanted: Wanted
    var report = Report()
    /// SHA-256 of changed and removed files, from before the change.
    var hashes: Set<[UInt8]> = []

    /// - Parameters:
    ///   - store: The log.
    ///   - directories: The ledger's directories.
    public init(_ store: any EventStore, _ directories: InboxDirectories, _ wanted: Wanted) {
        self.store = store
        self.directories = directories
        self.wanted = wanted
    }

    /// Searches everywhere, and continues after a fault in one file.
    ///
    /// - Parameter patience: How long to wait for a running daemon to move files.
    /// - Throws: ``EventLogError`` if the log cannot be read or written.
    public mutating func run(patience: Duration = .seconds(3)) throws(EventLogError) -> Report {
        let content = try store.withheldContent()
        var fingerprints: [[UInt8]: Position] = [:]
        for event in wanted.events {
            guard let found = try store.recorded(event.identity)?.fingerprint else { continue }
            fingerprints[found] = content.takedowns[found]
        }
        guard let takedown = fingerprints.values.max() ?? wanted.takedown else { return report }
        let known = Set(fingerprints.keys)
        let exact = DocumentEraser(isErased: { known.contains($1) }, secret: try store.ledger.secret.get())
        var receipts = try store.receipts(about: wanted.events)
        var numbers = Set(receipts.map(\.number))
        for receipt in try store.receipts(naming: wanted.named) + receiptsCalledSo()
        where numbers.insert(receipt.number).inserted {
            receipts.append(receipt)
        }
        // In the direction in which files move, so that none passes unseen.
        awaitRefusals()
        try eraseInbox(exact)
        try awaitMoves(of: Set(receipts.map(\.number)), patience)
        try eraseStaging(exact)
        try eraseQuarantine(exact)
        try eraseArchive(receipts, known)
        try withhold(receipts, by: takedown)
        try settleMoves()
        let bytes = WantedBytes(wanted.texts, wholes: wanted.wholes, inAnyLetters: wanted.words)
        var search = Leftovers(directories, bytes)
        try search.run(store)
        report.leftovers = stillThere(search.found)
        report.sealed = search.sealed
        for fault in search.faults { note(fault) }
        return report
    }

    /// Waits until a running daemon has refused what waits for the stories. It takes out what holds the words and what does not
    /// alike, so that no producer sees which of his files holds them. What still waits then, such as a file of the
    /// publisher's, is erased here.
    private func awaitRefusals() {
        let stories = Set(wanted.events.map(\.story))
        let end = ContinuousClock.now + .seconds(5)
        while ContinuousClock.now < end {
            do throws(InboxError) {
                guard let state = try IntakeState.read(directories.state),
                    state.waiting.contains(where: { stories.contains($0.story) })
                else { return }
            } catch { return }
            usleep(50_000)
        }
    }

    private mutating func eraseInbox(_ exact: DocumentEraser) throws(EventLogError) {
        guard let inbox = open(directories.inbox) else { return }
        var eraser = exact
        if let words = wanted.words {
            let story = wanted.story
            eraser.words = [WantedText(words)]
            eraser.isWanted = { story == nil || $0 == story }
        }
        try eraseFolder(.inbox, inbox, eraser)
    }

    private mutating func eraseFolder(
        _ folder: Folder, _ directory: Directory, _ eraser: DocumentEraser
    ) throws(EventLogError) {
        let (files, subdirectories) = list(directory, unfinished: true)
        for name in files {
            let place = Place(folder: folder, name: name)
            try erase(name, in: directory, eraser, folder.defaultSource, "inbox/\(place.text)")
        }
        for name in subdirectories where !name.isUnfinished && !folder.within(name).isTooDeep {
            guard let subdirectory = open(name, in: directory) else { continue }
            try eraseFolder(folder.within(name), subdirectory, eraser)
        }
    }

    /// Copies that a killed daemon has left are moved by the next one.
    private mutating func eraseStaging(_ exact: DocumentEraser) throws(EventLogError) {
        guard let staging = open(directories.staging) else { return }
        for name in list(staging).files {
            try erase(name, in: staging, exact, SourceRules.inbox, "incoming/\(name)")
        }
    }

    private mutating func eraseQuarantine(_ exact: DocumentEraser) throws(EventLogError) {
        guard let quarantine = open(directories.quarantine) else { return }
        var eraser = exact
        eraser.words = wanted.texts.map { WantedText($0) }
        for name in list(quarantine).files where !name.ends(with: ReasonFile.ending) {
            let outcome = try erase(name, in: quarantine, eraser, SourceRules.inbox, "quarantine/\(name)")
            guard outcome.isRemoved else { continue }
            attempt { () throws(FileFault) in
                try quarantine.remove(ReasonFile.name(of: name))
                try quarantine.sync()
            }
        }
    }

    @discardableResult
    mutating func erase(
        _ name: FileName, in directory: Directory, _ eraser: DocumentEraser, _ source: Text, _ path: String
    ) throws(EventLogError) -> DocumentEraser.Outcome {
        do throws(DocumentEraser.Fault) {
            let outcome = try eraser.erase(name, in: directory, defaultSource: source)
            switch outcome {
            case .untouched: return outcome
            case .removed(let hash):
                hashes.insert(hash)
                report.removed.append(Text(path))
            case .rewritten(let hash):
                hashes.insert(hash)
                report.rewritten.append(Text(path))
            }
            attempt { () throws(FileFault) in try directory.sync() }
            return outcome
        } catch {
            switch error {
            case .log(let error): throw error
            case .file(let fault): note(fault)
            }
            return .untouched
        }
    }

    mutating func list(
        _ directory: Directory, unfinished: Bool = false
    ) -> (files: [FileName], subdirectories: [FileName]) {
        var (files, subdirectories): ([FileName], [FileName]) = ([], [])
        attempt { () throws(FileFault) in
            try directory.forEachEntry { entry in
                guard unfinished || !entry.name.isUnfinished else { return }
                if entry.kind == .directory { subdirectories.append(entry.name) } else { files.append(entry.name) }
            }
        }
        return (files.sorted(), subdirectories.sorted())
    }

    mutating func open(_ path: String) -> Directory? {
        opened { () throws(FileFault) in try Directory(path: path) }
    }

    mutating func open(_ name: FileName, in parent: Directory) -> Directory? {
        opened { () throws(FileFault) in try Directory(name, in: parent) }
    }

    /// - Returns: nil if there is none, or if it cannot be opened, which is noted.
    private mutating func opened(_ body: () throws(FileFault) -> Directory) -> Directory? {
        do throws(FileFault) { return try body() } catch {
            if error.code != ENOENT { note(error) }
            return nil
        }
    }

    /// Runs `body`, and notes a fault.
    mutating func attempt(_ body: () throws(FileFault) -> Void) {
        do throws(FileFault) { try body() } catch { note(error) }
    }

    private mutating func note(_ fault: FileFault) {
        // What is gone from the archive was removed by retention in the meantime.
        if fault.code == ENOENT, fault.path.utf8.starts(with: "\(directories.archive)/".utf8) { return }
        let remedy =
            fault.code == EFBIG
            ? "it is too large to be looked into: search it, and remove it with rm \(ShellWord.quoted(fault.path))"
            : fault.remedy
        let faulty = FaultyFile(message: fault.message, remedy: remedy)
        // Nothing of the record is in a file that was refused unread, and its producer holds up no takedown.
        let isProducers = [directories.inbox, directories.quarantine].contains {
            fault.path.utf8.starts(with: "\($0)/".utf8)
        }
        let isClosed = [EACCES, EPERM, EFBIG].contains(fault.code) && isProducers
        if isClosed {
            if !report.closed.contains(faulty) { report.closed.append(faulty) }
        } else if !report.faults.contains(faulty) {
            report.faults.append(faulty)
        }
    }
}

import CanonicalJSON
import Glibc
import StoryEvents

/// The contents of inbox and quarantine, read from the directories.
public struct InboxListing: Hashable, Sendable {
    /// A file in the inbox.
    public struct Present: Hashable, Sendable {
        /// Its path below the inbox.
        public var file: Text
        /// Its size.
        public var bytes: Int64
        /// When anything about it last changed: the start of its wait.
        public var changed: RecordedTime
    }

    /// A file in quarantine.
    public struct Refused: Hashable, Sendable {
        /// Its name in quarantine, which ``Quarantine/retry(name:in:)`` takes.
        public var name: Text
        /// Why it was refused; nil if its reason cannot be read.
        public var reason: Reason?
    }

    /// Files in the inbox that will be taken: by source, oldest first. Unfinished files are not listed.
    public var inbox: [Present]
    /// Names that are not taken as they are, and why.
    public var leftOut: [InboxStatus.LeftOut]
    /// Names that this process cannot read, and why; a daemon of another user may be able to.
    public var unseen: [InboxStatus.LeftOut]
    /// Files in quarantine, by name.
    public var quarantine: [Refused]
    /// Why the inbox or the quarantine cannot be listed. Nothing of that directory is listed then.
    public var obstacles: [InboxStatus.LeftOut]

    /// Reads both directories. A fault in one of them does not affect the other.
    public static func read(_ directories: InboxDirectories) -> InboxListing {
        var walk = Walk(FolderTree(directories.inbox, nil))
        var refused: [Refused] = []
        var obstacles: [InboxStatus.LeftOut] = []
        do throws(FileFault) { try walk.run() } catch { obstacles.append(error.leftOut("inbox")) }
        do throws(FileFault) { refused = try Self.refused(in: Directory(path: directories.quarantine)) } catch {
            obstacles.append(error.leftOut("quarantine"))
        }
        return InboxListing(
            inbox: walk.present, leftOut: walk.leftOut, unseen: walk.unseen, quarantine: refused, obstacles: obstacles)
    }

    private static func refused(in quarantine: Directory) throws(FileFault) -> [Refused] {
        try refusedNames(in: quarantine).map { name in
            var reason: Reason?
            // The file is listed without its reason.
            do throws(FileFault) { reason = try Reason(of: name, in: quarantine) } catch {}
            return Refused(name: name.safe, reason: reason)
        }
    }

    /// The sorted names of refused files, without reason files.
    static func refusedNames(in quarantine: Directory) throws(FileFault) -> [FileName] {
        var names: [FileName] = []
        try quarantine.forEachEntry { entry in
            if !entry.name.isUnfinished, !entry.name.ends(with: ReasonFile.ending) { names.append(entry.name) }
        }
        return names.sorted()
    }
}

/// Walks through the inbox by the rules of intake.
private struct Walk {
    private let tree: FolderTree
    private(set) var present: [InboxListing.Present] = []
    private(set) var leftOut: [InboxStatus.LeftOut] = []
    private(set) var unseen: [InboxStatus.LeftOut] = []

    init(_ tree: FolderTree) {
        self.tree = tree
    }

    mutating func run() throws(FileFault) {
        var sources: [FileName] = []
        let inbox = try tree.open(.inbox)
        try inbox.forEachEntry { if $0.kind == .directory || $0.kind == .unknown { sources.append($0.name) } }
        try add(.inbox)
        for name in sources.sorted() where !name.isUnfinished {
            let folder = Folder(names: [name])
            do throws(FileFault) {
                guard try inbox.facts(of: name)?.kind == .directory else { continue }
            } catch {
                unseen.append(error.leftOut(folder.text))
                continue
            }
            if name.text == nil {
                leftOut.append(
                    InboxStatus.LeftOut(
                        file: name.safe, reason: "the directory's name \(FileName.unusable)"))
            } else {
                try add(folder)
            }
        }
    }

    private mutating func add(_ source: Folder) throws(FileFault) {
        let scan = Scan(
            tree: tree, most: .max / 2, isSuspended: { _ in false }, isPassedOver: { _, _ in false },
            probe: { _ in }, noHints: { _ in })
        let found: ScanResult
        do throws(FileFault) { found = try scan.look(through: source) } catch {
            guard source != .inbox else { throw error }
            return unseen.append(error.leftOut(source.text))
        }
        present += found.files.map {
            InboxListing.Present(
                file: $0.place.text, bytes: $0.facts.bytes,
                changed: RecordedTime(microseconds: $0.facts.changed / 1000))
        }
        leftOut += found.leftOut
        unseen += found.faults.map { $0.fault.leftOut($0.subject.text) }
    }
}

extension FileFault {
    fileprivate func leftOut(_ file: Text) -> InboxStatus.LeftOut {
        InboxStatus.LeftOut(file: file, reason: message, isDenied: isDenied)
    }
}

import CanonicalJSON
import StoryEvents

/// What lies in inbox and quarantine, read from the directories alone: no daemon need run.
public struct InboxListing: Hashable, Sendable {
    /// A file in the inbox.
    public struct Present: Hashable, Sendable {
        /// Its path below the inbox.
        public var file: Text
        /// Its size.
        public var bytes: Int64
        /// When anything about it last changed: since when it waits.
        public var changed: RecordedTime
    }

    /// A file in quarantine.
    public struct Refused: Hashable, Sendable {
        /// Its name in quarantine, which ``Quarantine/retry(name:in:)`` takes.
        public var name: Text
        /// Why it is there; nil when that cannot be read.
        public var reason: Reason?
    }

    /// What lies in the inbox and is to be taken, in the order of taking. Unfinished files are not listed.
    public var inbox: [Present]
    /// What lies in quarantine, by name.
    public var quarantine: [Refused]

    /// Reads both directories.
    ///
    /// - Throws: ``InboxError`` when one of them cannot be read.
    public static func read(_ directories: InboxDirectories) throws(InboxError) -> InboxListing {
        do throws(FileFault) {
            let inbox = try Directory(path: directories.inbox)
            var (present, subdirectories) = try files(in: inbox, nil)
            for name in subdirectories {
                // One that is gone by now has nothing in it.
                guard try inbox.facts(of: name)?.kind == .directory else { continue }
                present += try files(in: Directory(name, in: inbox), name).files
            }
            present.sort { $0.place < $1.place }
            return InboxListing(
                inbox: present.map(\.present), quarantine: try refused(in: Directory(path: directories.quarantine)))
        } catch {
            throw InboxError(error)
        }
    }

    private static func files(
        in directory: Directory, _ source: FileName?
    ) throws(FileFault) -> (files: [(place: Place, present: Present)], subdirectories: [FileName]) {
        var names: [FileName] = []
        try directory.forEachEntry { if !$0.name.isUnfinished { names.append($0.name) } }
        var files: [(place: Place, present: Present)] = []
        var subdirectories: [FileName] = []
        for name in names {
            guard let facts = try directory.facts(of: name) else { continue }
            if facts.kind == .directory {
                if name.text != nil { subdirectories.append(name) }
                continue
            }
            let place = Place(source: source, name: name)
            let changed = RecordedTime(microseconds: facts.changed / 1000)
            files.append((place, Present(file: place.text, bytes: facts.bytes, changed: changed)))
        }
        return (files, subdirectories)
    }

    private static func refused(in quarantine: Directory) throws(FileFault) -> [Refused] {
        var refused: [Refused] = []
        for name in try refusedNames(in: quarantine) {
            refused.append(Refused(name: name.safe, reason: try Reason(of: name, in: quarantine)))
        }
        return refused
    }

    /// The names of refused files, without those of their reasons, sorted.
    static func refusedNames(in quarantine: Directory) throws(FileFault) -> [FileName] {
        var names: [FileName] = []
        try quarantine.forEachEntry { entry in
            if !entry.name.isUnfinished, !entry.name.ends(with: ReasonFile.ending) { names.append(entry.name) }
        }
        return names.sorted()
    }
}

import CanonicalJSON
import Glibc

/// Refused files, each beside its reason.
public enum Quarantine {
    /// Puts a refused file back into the inbox, where it is taken again, and removes its reason.
    ///
    /// It gets the name and the subdirectory that it came from. If its name was refused, it keeps the safe name that it
    /// has in quarantine.
    ///
    /// - Parameters:
    ///   - name: The file's name in quarantine.
    ///   - directories: The ledger's directories.
    /// - Returns: Its path below the inbox.
    /// - Throws: ``InboxError``; then the file is still in quarantine.
    public static func retry(name: Text, in directories: InboxDirectories) throws(InboxError) -> Text {
        let quarantine = try files { () throws(FileFault) in try Directory(path: directories.quarantine) }
        let file = FileName(name.string)
        guard isName(name), !file.ends(with: ReasonFile.ending),
            try files({ () throws(FileFault) in try quarantine.facts(of: file) }) != nil
        else {
            let names = try files { () throws(FileFault) in try InboxListing.refusedNames(in: quarantine) }
            throw .notInQuarantine(name: name, near: near(name, among: names.map(\.safe)))
        }
        let reason = try files { () throws(FileFault) in try Reason(of: file, in: quarantine) }
        let place = reason.flatMap { origin($0.file) } ?? Place(folder: .inbox, name: file)
        let inbox = try files { () throws(FileFault) in try Directory(path: directories.inbox) }
        let source = try open(place.folder, in: inbox)
        try move(file, from: quarantine, to: place, in: source)
        return place.text
    }

    private static func move(
        _ file: FileName, from quarantine: Directory, to place: Place, in source: Directory
    ) throws(InboxError) {
        do throws(FileFault) {
            try quarantine.move(file, to: source, as: place.name)
            try quarantine.remove(ReasonFile.name(of: file))
            try source.sync()
            try quarantine.sync()
        } catch {
            throw error.code == EEXIST ? .nameTaken(file: place.text) : InboxError(error)
        }
    }

    /// The place of a file, from the path in its reason; nil if that is no path that a scan would reach.
    private static func origin(_ file: Text) -> Place? {
        let parts = file.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .map { FileName($0) }
        guard (1...Folder.deepest + 2).contains(parts.count),
            parts.allSatisfy({ !$0.bytes.isEmpty && !$0.isUnfinished && $0.text != nil })
        else { return nil }
        return Place(folder: Folder(names: Array(parts.dropLast())), name: parts[parts.count - 1])
    }

    private static func open(_ folder: Folder, in inbox: Directory) throws(InboxError) -> Directory {
        do throws(FileFault) {
            var directory = inbox
            for name in folder.names { directory = try Directory(name, in: directory) }
            return directory
        } catch {
            throw error.code == ENOENT ? .noSource(name: folder.text) : InboxError(error)
        }
    }

    private static func files<Result>(_ body: () throws(FileFault) -> Result) throws(InboxError) -> Result {
        do throws(FileFault) { return try body() } catch { throw InboxError(error) }
    }

    private static func isName(_ name: Text) -> Bool {
        !name.isEmpty && !name.utf8.contains(UInt8(ascii: "/")) && !name.utf8.contains(0) && name != "." && name != ".."
    }

    /// Names that were probably intended: those with the longest common prefix, or that contain the given one.
    static func near(_ name: Text, among names: [Text]) -> [Text] {
        func common(_ other: Text) -> Int { zip(name.utf8, other.utf8).prefix { $0 == $1 }.count }
        let scored = names.map { ($0, $0.string.contains(name.string) ? Int.max : common($0)) }
        let best = scored.map(\.1).max() ?? 0
        guard best >= max(2, name.utf8.count / 3) else { return [] }
        return scored.filter { $0.1 == best }.map(\.0).sorted().prefix(3).map { $0 }
    }
}

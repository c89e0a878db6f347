import CanonicalJSON
import EventLog
import Files
import Foundation
import StoryEvents

/// The ledgers that the service of this machine has opened: a note outside of them.
///
/// With it, a mount point without its disk is told from a directory that never was a ledger, and another ledger there from the
/// one that belongs there.
package struct LedgerRegister {
    /// A ledger as the note has it.
    struct Entry: Hashable {
        /// The log's first name.
        var origin: String
        /// Where its file system was mounted; nil where that is not known, or where it was the machine's root.
        var mount: NotedMount?
        /// Where this opening is among those of all places, from 1; 0 where no other place had the same log.
        var opened: Int64 = 0
    }

    /// The directory of the note, among those that systemd makes for the service.
    static let directory = "storyledger-service"
    private static let standard = "/var/lib/\(directory)"
    private static let most = 1 << 20
    /// The largest number that JSON keeps as it is.
    private static let mostOpenings: Int64 = (1 << 53) - 1

    /// The file: a line of JSON for each place.
    package let path: String
    /// Whether systemd has made its directory for this process.
    let isOwn: Bool

    /// - Parameter environment: With systemd's `STATE_DIRECTORY`, which lists the directories that it made for the service.
    package init(_ environment: [String: String]) {
        let own = (environment["STATE_DIRECTORY"] ?? "").split(separator: ":")
            .first { $0.hasSuffix("/\(Self.directory)") }
        path = "\(own.map(String.init) ?? Self.standard)/ledgers"
        isOwn = own != nil
    }

    /// The ledger that the service had at a place.
    ///
    /// - Returns: nil where it had none.
    /// - Throws: ``EventLogError`` where the note cannot be read.
    func entry(at place: String) throws(EventLogError) -> Entry? { try entries()[Self.resolved(place)] }

    /// Notes that the service has a ledger, durably. Nothing is written where that is noted already, or outside of the service.
    ///
    /// The caller has made sure that no other log is noted there: see ``LedgerDirectory/refuseAnother(_:_:)``.
    func add(_ place: String, _ entry: Entry) throws(EventLogError) {
        guard isOwn else { return }
        let entries = try entries()
        let resolved = Self.resolved(place)
        var entry = entry
        let before = entries[resolved]?.opened ?? 0
        let others = entries.filter { $0.key != resolved && $0.value.origin == entry.origin }
        if let newest = others.map(\.value.opened).max(), before <= newest {
            entry.opened = min((entries.values.map(\.opened).max() ?? 0) + 1, Self.mostOpenings)
        } else {
            entry.opened = before
        }
        try write(entry, at: place)
    }

    /// The place where the service has opened a log after it had opened the same log here: what is here is a copy that was left behind.
    ///
    /// - Returns: nil where the service had no such log here, as in a place that a ledger was moved to, or where this is the latest.
    func later(than place: String, _ origin: String) throws(EventLogError) -> String? {
        let entries = try entries()
        let resolved = Self.resolved(place)
        guard let own = entries[resolved], own.origin == origin else { return nil }
        return entries.filter { $0.key != resolved && $0.value.origin == origin && $0.value.opened > own.opened }
            .max { $0.value.opened < $1.value.opened }?.key
    }

    /// The other places where the service has had a log, in the order of their paths.
    package func others(of place: String, _ origin: String) throws(EventLogError) -> [String] {
        let resolved = Self.resolved(place)
        return try entries().filter { $0.key != resolved && $0.value.origin == origin }.keys.sorted()
    }

    /// Notes that a person has put another log in the place of the one that the service had. Nothing is written where it had none.
    ///
    /// - Returns: The log that the service had, if it was another one.
    package func replace(_ place: String, by origin: String) throws(EventLogError) -> String? {
        guard let before = try entry(at: place), before.origin != origin else { return nil }
        try write(Entry(origin: origin, mount: NotedMount(of: place)), at: place)
        return before.origin
    }

    /// The command that takes a place out of the note: the service then notes what it finds there.
    func forgetting(_ place: String) throws(EventLogError) -> String {
        let places = try entries().keys.sorted()
        guard let index = places.firstIndex(of: Self.resolved(place)), places.count > 1 else {
            return "rm \(ShellWord.quoted(path))"
        }
        return "sed -i \(index + 1)d \(ShellWord.quoted(path))"
    }

    private func write(_ entry: Entry, at place: String) throws(EventLogError) {
        var entries = try entries()
        guard entries.updateValue(entry, forKey: Self.resolved(place)) != entry else { return }
        let lines = entries.sorted { $0.key < $1.key }.flatMap { place, entry in
            Self.json(place, entry).bytes(pretty: false) + [UInt8(ascii: "\n")]
        }
        let draft = path + ".new"
        // Root's, where a process of root's was killed.
        unlink(draft)
        let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw EventLogError(system: errno, at: draft) }
        defer { close(file) }
        do throws(SystemFault) {
            try Descriptor.write(lines, to: file)
            // Readers of the record look here, too.
            guard LedgerFile.settle(file, draft, mode: 0o644), fsync(file) == 0 else { throw .last }
        } catch {
            throw EventLogError(system: error.code, at: draft)
        }
        guard rename(draft, path) == 0 else { throw EventLogError(system: errno, at: path) }
        do throws(SystemFault) { try DirectoryNames.sync(DirectoryNames.directory(of: path)) } catch {
            throw EventLogError(system: error.code, at: path)
        }
    }

    /// The ledger at each place.
    private func entries() throws(EventLogError) -> [String: Entry] {
        let bytes: [UInt8]
        do throws(SmallFile.Failure) { bytes = try SmallFile.read(path, atMost: Self.most) } catch {
            if error.code == ENOENT { return [:] }
            throw EventLogError(system: error.code, at: path)
        }
        var found: [String: Entry] = [:]
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            guard let (place, entry) = Self.entry(Array(line)) else {
                throw .failed(
                    path: path, "it is not what the daemon writes; remove it once the ledger is where it belongs")
            }
            found[place] = entry
        }
        return found
    }

    private static func json(_ place: String, _ entry: Entry) -> JSON {
        let (place, origin) = (JSON.string(Text(place)), JSON.string(Text(entry.origin)))
        var object: JSONObject = ["ledger": place, "origin": origin]
        if let mount = entry.mount {
            object["mount"] = .string(Text(mount.place))
            object["device"] = .string(Text(mount.device))
        }
        if entry.opened > 0 { object["opened"] = .integer(entry.opened) }
        return .object(object)
    }

    private static func entry(_ line: [UInt8]) -> (place: String, entry: Entry)? {
        do throws(JSONSyntaxError) {
            guard case .object(let object) = try JSON.parse(line), let place = object["ledger"]?.text,
                let origin = object["origin"]?.text
            else { return nil }
            var mount: NotedMount?
            if let place = object["mount"]?.text, let device = object["device"]?.text {
                mount = NotedMount(place: place.string, device: device.string)
            }
            var opened: Int64 = 0
            if case .integer(let number)? = object["opened"] {
                opened = min(max(0, number), Self.mostOpenings)
            }
            return (place.string, Entry(origin: origin.string, mount: mount, opened: opened))
        } catch {
            return nil
        }
    }

    private static func resolved(_ path: String) -> String {
        URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
    }
}

import CanonicalJSON
import EventLog
import Files
import Glibc
import StoryEvents

/// A directory of the inbox, and whose files come there: what a new machine has to make again.
public struct InboxSource: Hashable, Sendable {
    /// Its name, which is that of the source.
    public let name: String
    /// The user for whom 'storyledger-source' has made it; nil where none could be told.
    public let user: String?

    /// Creates a source.
    public init(name: String, user: String?) {
        self.name = name
        self.user = user
    }

    /// `{name, user}`.
    var json: JSON { ["name": .string(Text(name)), "user": user.map { .string(Text($0)) } ?? .null] }

    /// - Returns: nil for anything but ``json``.
    init?(_ json: JSON) {
        guard case .object(let object) = json, case .string(let name)? = object["name"] else { return nil }
        var user: String?
        if case .string(let text)? = object["user"] { user = text.string }
        self.init(name: name.string, user: user)
    }

    /// The sources that have a directory in the inbox of a ledger, in the order of their names; none where it cannot be listed.
    static func list(_ ledger: String) -> [InboxSource] {
        let inbox = "\(ledger)/\(LedgerLayout.inbox)"
        var root = stat()
        guard stat(ledger, &root) == 0 else { return [] }
        do throws(SystemFault) {
            return try DirectoryEntry.list(inbox)
                .filter { $0.isDirectory && $0.name.first != UInt8(ascii: ".") }
                // No source is called otherwise.
                .filter { !$0.name.withUnsafeBytes { $0.holdsNoncharacter } }
                .compactMap { String(validating: $0.name, as: UTF8.self) }
                .sorted()
                .map { InboxSource(name: $0, user: user(of: "\(inbox)/\($0)", besides: root)) }
        } catch {
            return []
        }
    }

    /// 'storyledger-source' gives a directory the group of its producer. Where there is none, it may be the producer's own.
    private static func user(of path: String, besides root: stat) -> String? {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return nil }
        if facts.st_uid != root.st_uid { return getpwuid(facts.st_uid).map { String(cString: $0.pointee.pw_name) } }
        guard facts.st_gid != root.st_gid else { return nil }
        // As a rule the group has the name of its only user.
        if let group = getgrgid(facts.st_gid), let user = getpwnam(group.pointee.gr_name),
            user.pointee.pw_gid == facts.st_gid
        {
            return String(cString: user.pointee.pw_name)
        }
        var found: [String] = []
        setpwent()
        defer { endpwent() }
        while let user = getpwent() {
            if user.pointee.pw_gid == facts.st_gid { found.append(String(cString: user.pointee.pw_name)) }
        }
        return found.count == 1 ? found[0] : nil
    }
}

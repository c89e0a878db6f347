import EventLog
import Files
import Glibc
import LedgerService

/// The directories of sources, and the users for whom 'storyledger-source' made them.
extension PathChecks {
    /// Whose a source's directory is: of the group that 'storyledger-source' gave it, and of no group of readers.
    mutating func checkProducer(of path: String, _ facts: stat) {
        if let group = Self.producer(of: path), group != facts.st_gid {
            report(path, "its group is not that of its producer", Self.asSource(path))
        } else if lines != nil, getgrgid(facts.st_gid) == nil {
            report(path, "its group \(facts.st_gid) has no name: it is no producer's any more", Self.asSource(path))
        } else if let lines, !lines.contains(where: { fnmatch($0, path, 0) == 0 }) {
            report(
                path, "no line of tmpfiles.d(5) names it, as after a move: nothing gives it to its producer",
                Self.asSource(path))
        } else if facts.st_gid == root.st_gid, facts.st_mode & 0o020 != 0, Self.hasMembers(facts.st_gid) {
            report(
                path, "all who may read the ledger can put files into it, under the name of its source",
                Self.asSource(path))
        }
    }

    /// The paths below a directory that lines of tmpfiles.d(5) name; they may be patterns.
    static func namedPaths(below path: String) -> [String] {
        ["/etc/tmpfiles.d", "/run/tmpfiles.d", "/usr/lib/tmpfiles.d"].flatMap { lines(in: $0, endingIn: ".conf") }
            .compactMap { $0.count > 1 && $0[1].hasPrefix(path + "/") ? $0[1] : nil }
    }

    /// The group that a line of tmpfiles.d(5) gives to a source's directory; nil where there is none.
    static func producer(of path: String) -> gid_t? {
        lines(of: name(of: path)).first { $0.count >= 5 && $0[0] == "d" && $0[1] == path }
            .flatMap { getgrnam($0[4])?.pointee.gr_gid }
    }

    /// The lines of tmpfiles.d(5) that 'storyledger-source' wrote for a source; each unit of the machine has files of its own.
    private static func lines(of source: String) -> [[String]] {
        lines(in: "/etc/tmpfiles.d", endingIn: "-source-\(source).conf")
    }

    /// The words of each line of a directory's files, in the order of their names; none where it cannot be read.
    private static func lines(in directory: String, endingIn ending: String) -> [[String]] {
        let all: [DirectoryEntry]
        do throws(SystemFault) { all = try DirectoryEntry.list(directory) } catch { return [] }
        return all.map { String(decoding: $0.name, as: UTF8.self) }.filter { $0.hasSuffix(ending) }.sorted()
            .flatMap { fields(of: "\(directory)/\($0)") }
    }

    private static func name(of path: String) -> String { path.split(separator: "/").last.map(String.init) ?? "" }

    /// The words of each line of a file; none where it cannot be read.
    private static func fields(of file: String) -> [[String]] {
        guard let file = fopen(file, "re") else { return [] }
        defer { fclose(file) }
        var (found, line) = ([[String]](), [CChar](repeating: 0, count: 4096))
        while fgets(&line, Int32(line.count), file) != nil {
            let bytes = line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            let words = bytes.split { [0x20, 0x09, 0x0A].contains($0) }
            if !words.isEmpty { found.append(words.map { String(decoding: $0, as: UTF8.self) }) }
        }
        return found
    }

    private static func hasMembers(_ group: gid_t) -> Bool { getgrgid(group)?.pointee.gr_mem?.pointee != nil }

    /// What gives a source's directory back to its producer.
    static func asSource(_ path: String) -> String {
        let name = name(of: path)
        let command = "storyledger-source \(ShellWord.quoted(name))"
        guard let user = user(of: path, name) else { return command }
        return user == name ? command : "\(command):\(ShellWord.quoted(user))"
    }

    /// The same for the bytes of its path.
    static func asSource(_ path: [UInt8]) -> String {
        guard let text = String(validating: path, as: UTF8.self) else {
            let name = Array(path.split(separator: UInt8(ascii: "/")).last ?? [])
            return "storyledger-source \(ShellWord.quoted(name))"
        }
        return asSource(text)
    }

    /// The user of a source: as its file of tmpfiles.d(5) has it, whatever place that names, else by the group of its directory.
    private static func user(of path: String, _ name: String) -> String? {
        let line = lines(of: name).first { $0.count >= 5 && $0[0] == "d" && self.name(of: $0[1]) == name }
        let noted = line.flatMap { getgrnam($0[4])?.pointee.gr_gid }
        var (facts, inbox) = (stat(), stat())
        // The inbox has the group of those who may read the ledger.
        let isItsOwn = stat(path, &facts) == 0 && stat(path + "/..", &inbox) == 0 && facts.st_gid != inbox.st_gid
        guard let group = noted ?? (isItsOwn ? facts.st_gid : nil) else { return nil }
        if let user = getpwnam(name), user.pointee.pw_gid == group { return name }
        // As a rule the group has the name of its only user.
        guard let entry = getgrgid(group), let user = getpwnam(entry.pointee.gr_name), user.pointee.pw_gid == group
        else { return nil }
        return String(cString: user.pointee.pw_name)
    }
}

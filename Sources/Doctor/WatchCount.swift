import Files
import Glibc

/// The inotify watches that the processes of a user have.
///
/// Source: proc(5), /proc/PID/fdinfo.
enum WatchCount {
    /// - Returns: nil where this user may not look at the processes of that one.
    static func of(_ user: uid_t) -> Int? {
        guard geteuid() == 0 || geteuid() == user else { return nil }
        return names(in: "/proc").filter { $0.allSatisfy(\.isNumber) }.map { process in
            var facts = stat()
            // A process may end meanwhile.
            guard stat("/proc/\(process)", &facts) == 0, facts.st_uid == user else { return 0 }
            return names(in: "/proc/\(process)/fd").map { watches("/proc/\(process)", $0) }.reduce(0, +)
        }.reduce(0, +)
    }

    private static func watches(_ process: String, _ descriptor: String) -> Int {
        var target = [CChar](repeating: 0, count: 64)
        guard readlink("\(process)/fd/\(descriptor)", &target, target.count - 1) > 0,
            strcmp(target, "anon_inode:inotify") == 0, let file = fopen("\(process)/fdinfo/\(descriptor)", "re")
        else { return 0 }
        defer { fclose(file) }
        var (line, count) = ([CChar](repeating: 0, count: 1024), 0)
        while fgets(&line, Int32(line.count), file) != nil { if strncmp(line, "inotify wd:", 11) == 0 { count += 1 } }
        return count
    }

    private static func names(in path: String) -> [String] {
        do throws(SystemFault) {
            return try DirectoryEntry.list(path).map { String(decoding: $0.name, as: UTF8.self) }
        } catch {
            return []
        }
    }
}

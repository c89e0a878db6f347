import Glibc

/// What keeps a user from reading a file that is not the ledger's own, such as settings.
public enum ClosedPath {
    /// The command that lets this user read a file or list a directory; nil where its permissions allow that.
    public static func command(for path: String) -> String? {
        command(for: path) { place, right in access(place, right == .pass ? X_OK : R_OK) != 0 && errno == EACCES }
    }

    /// What a user needs of a path.
    public enum Right: Sendable { case pass, read }

    /// - Parameter isClosed: Whether the user lacks a right.
    public static func command(for path: String, _ isClosed: (String, Right) -> Bool) -> String? {
        var place = path.hasPrefix("/") ? "" : "."
        for name in path.split(separator: "/").dropLast() {
            place += "/\(name)"
            if isClosed(place, .pass) { return "chmod o+x \(ShellWord.quoted(place))" }
        }
        guard isClosed(path, .read) else { return nil }
        var file = stat()
        let isDirectory = stat(path, &file) == 0 && file.st_mode & S_IFMT == S_IFDIR
        return "chmod \(isDirectory ? "0755" : "0644") \(ShellWord.quoted(path))"
    }
}

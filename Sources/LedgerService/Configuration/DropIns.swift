import EventLog
import Files
import Glibc

/// The files that override single settings of a configuration file: `*.yaml` in the directory `FILE.d` beside it, in byte
/// order of their names.
struct DropIns {
    /// The directory that they are in; nil where there is none.
    private(set) var directory: String?
    /// Their paths, in order.
    private(set) var paths: [String] = []
    /// What keeps one of them, or all, from being read.
    private(set) var faults: [ConfigurationFault] = []
    /// Files that are not read, and whose names suggest that they were meant to be.
    private(set) var warnings: [ConfigurationFault] = []

    /// The end of their names.
    private static let ending = ".yaml"

    /// The directory of the drop-ins of a file.
    static func directory(of file: String) -> String { file + ".d" }

    /// Lists the drop-ins of a file; none if there is no directory for them.
    init(of file: String) {
        let directory = Self.directory(of: file)
        let entries: [DirectoryEntry]
        do throws(SystemFault) { entries = try DirectoryEntry.list(directory) } catch {
            guard error.code != ENOENT else { return }
            faults.append(
                ConfigurationFault(
                    .file(path: directory), "the directory cannot be read: \(SystemReason.text(error.code))",
                    remedy: ClosedPath.command(for: directory) ?? "check its permissions",
                    mayPass: SmallFile.Failure(code: error.code).mayPass))
            return
        }
        self.directory = directory
        for name in entries.map(\.name).sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            add(name, in: directory)
        }
    }

    private mutating func add(_ name: [UInt8], in directory: String) {
        // Editors and package managers leave such files.
        guard name.first != UInt8(ascii: ".") else { return }
        let path = "\(directory)/\(String(decoding: name, as: UTF8.self))"
        guard name.suffix(Self.ending.utf8.count).elementsEqual(Self.ending.utf8) else {
            let lowered = name.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
            if [Self.ending, ".yml", ".conf"].contains(where: { lowered.suffix($0.utf8.count).elementsEqual($0.utf8) })
            {
                warnings.append(
                    ConfigurationFault(
                        .file(path: path), "the file is not read: its name does not end with \(Self.ending)",
                        remedy: "rename it, or move it away"))
            }
            return
        }
        var facts = stat()
        guard String(validating: name, as: UTF8.self) != nil,
            stat(path, &facts) != 0 || facts.st_mode & S_IFMT == S_IFREG
        else {
            faults.append(
                ConfigurationFault(
                    .file(path: path), "it is no regular file with a name in UTF-8", remedy: "move it away"))
            return
        }
        paths.append(path)
    }
}

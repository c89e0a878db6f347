import Foundation

/// A directory that goes when the test does.
final class TemporaryDirectory {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/storyledger-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }

    deinit {
        // What cannot be removed is the system's to clear.
        do { try FileManager.default.removeItem(atPath: path) } catch {}
    }

    /// Writes a file under a name of its own.
    func file(_ text: String) throws -> String {
        try file(Array(text.utf8))
    }

    func file(_ bytes: [UInt8]) throws -> String {
        let file = "\(path)/\(UUID().uuidString)"
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        return file
    }
}

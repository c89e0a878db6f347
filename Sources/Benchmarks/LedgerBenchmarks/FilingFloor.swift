import CLinux
import Foundation

/// What intake does with small files, and nothing else: each is read, a copy is written and filed, and the original is
/// moved away and removed. Copies are durable before any original is removed, 512 files at a time.
struct FilingFloor {
    private let inbox: String
    private let staging: String
    private let archive: String

    private static let batch = 512

    init(in workspace: Workspace) throws {
        (inbox, staging, archive) = (
            workspace.path("floor-inbox"), workspace.path("floor-staging"), workspace.path("floor-archive")
        )
        for directory in [inbox, staging, archive] {
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
        }
    }

    func run(files: Int) throws -> Cost {
        for number in 0..<files {
            try Data(SampleDocuments.small(number)).write(to: URL(filePath: "\(inbox)/\(number).json"))
        }
        return try Cost.of {
            for start in stride(from: 0, to: files, by: Self.batch) {
                let numbers = start..<min(start + Self.batch, files)
                for number in numbers { try copy(number) }
                try sync()
                for number in numbers { try file(number) }
                try sync()
            }
        }
    }

    private func copy(_ number: Int) throws {
        let original = open("\(inbox)/\(number).json", O_RDONLY | O_CLOEXEC)
        let copy = open("\(staging)/\(number)", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o440)
        defer {
            close(original)
            close(copy)
        }
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = read(original, &bytes, bytes.count)
        guard count > 0, write(copy, bytes, count) == count else { throw failure("copied", number) }
    }

    private func file(_ number: Int) throws {
        guard rename("\(staging)/\(number)", "\(archive)/\(number).json") == 0,
            rename("\(inbox)/\(number).json", "\(staging)/leaving-\(number)") == 0,
            unlink("\(staging)/leaving-\(number)") == 0
        else { throw failure("filed", number) }
    }

    private func sync() throws {
        let directory = open(archive, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        defer { close(directory) }
        guard clinux_sync_file_system(directory) == 0 else { throw failure("synced", 0) }
    }

    private func failure(_ word: String, _ number: Int) -> Workspace.Failure {
        Workspace.Failure(description: "file \(number) cannot be \(word): \(String(cString: strerror(errno)))")
    }
}

import Files
import Foundation

/// Writes what a command makes to a file, whole or not at all, or to standard output.
enum OutputFile {
    /// - Parameter path: Where to; nil and `-` for standard output. A file that is there is replaced, also one that a symbolic
    ///   link names. A device or a pipe, such as `/dev/null`, is written to and stays.
    static func write(_ bytes: [UInt8], to path: String?) throws(Failure) {
        guard let path, path != "-" else { return try Terminal.writeData(bytes) }
        let file = URL(fileURLWithPath: path).resolvingSymlinksInPath()
        var facts = stat()
        let isRegular = stat(path, &facts) != 0 || facts.st_mode & S_IFMT == S_IFREG
        do {
            if isRegular {
                try Data(bytes).write(to: file, options: .atomic)
            } else {
                let handle = try FileHandle(forWritingTo: file)
                try handle.write(contentsOf: bytes)
                try handle.close()
            }
        } catch {
            throw Failure(
                Failure.cannotCreate, "\(path) cannot be written: \(Self.reason(error as NSError))",
                remedy: "name a file in a directory that can be written")
        }
    }

    /// The system's reason, as other messages have it.
    private static func reason(_ error: NSError) -> String {
        let underlying = error.userInfo[NSUnderlyingErrorKey] as? NSError
        guard let system = [error, underlying].compactMap(\.self).first(where: { $0.domain == NSPOSIXErrorDomain })
        else {
            return error.code == NSFileNoSuchFileError
                ? SystemReason.text(ENOENT) : error.localizedDescription
        }
        return SystemReason.text(Int32(clamping: system.code))
    }
}

import Files
import Foundation

/// Writes what a command makes to a file, whole or not at all, or to standard output.
enum OutputFile {
    /// - Parameter path: Where to; nil and `-` for standard output. A file that is there is replaced.
    static func write(_ bytes: [UInt8], to path: String?) throws(Failure) {
        guard let path, path != "-" else { return try Terminal.writeData(bytes) }
        do { try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic) } catch {
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

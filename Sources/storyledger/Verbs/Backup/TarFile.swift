import Files
import Foundation

/// Tar files of backups, by the system's own tar.
enum TarFile {
    /// Writes a directory's files to standard output.
    static func write(_ directory: String) throws(Failure) {
        try run(["-C", directory, "-cf", "-", "."])
    }

    /// Calls a function with a backup's directory: the one that is named, or a temporary one with the content of a tar
    /// file or, for `-`, of standard input.
    ///
    /// - Parameter place: A directory on the file system that the content is for; nil for the temporary one.
    static func asDirectory<Result>(
        _ path: String, beside place: String?, _ body: (String) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        var isDirectory: ObjCBool = false
        if path != "-" {
            _ = try absolute(path)
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
                throw Failure(Failure.noInput, "there is no \(path)".onOneLine, remedy: "name a backup's directory")
            }
            if isDirectory.boolValue { return try body(try absolute(path)) }
        }
        return try withTemporaryDirectory(beside: place) { directory throws(Failure) in
            try run(["-C", directory, "-xf", path == "-" ? "-" : try absolute(path)])
            return try body(directory)
        }
    }

    /// Calls a function with an empty directory that no other user can enter, and removes it afterwards.
    static func withTemporaryDirectory<Result>(
        beside place: String?, _ body: (String) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let parent = place ?? FileManager.default.temporaryDirectory.path
        var template = Array("\(parent)/storyledger-XXXXXX".utf8CString)
        // Until it is removed when a signal comes, none may end the process.
        var (blocked, before) = (sigset_t(), sigset_t())
        sigemptyset(&blocked)
        for number in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&blocked, number) }
        pthread_sigmask(SIG_BLOCK, &blocked, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        guard mkdtemp(&template) != nil else {
            throw Failure(
                Failure.cannotCreate, "cannot make a directory in \(parent): \(SystemReason.last)",
                remedy: "set TMPDIR to a directory with room for the whole backup")
        }
        let directory = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        let signals = removeOnSignals(directory)
        defer { for source in signals { source.cancel() } }
        let result = Swift.Result { () throws(Failure) in try body(directory) }
        do { try FileManager.default.removeItem(atPath: directory) } catch {
            Failure.say(
                "cannot remove \(directory): \((error as NSError).localizedDescription)", remedy: "remove it yourself")
        }
        return try result.get()
    }

    /// Removes a directory when the process is told to end: it may hold keys.
    private static func removeOnSignals(_ directory: String) -> [any DispatchSourceSignal] {
        [SIGINT, SIGTERM, SIGHUP].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                // The work that goes on may put files into it.
                for _ in 0..<100 where access(directory, F_OK) == 0 {
                    do { try FileManager.default.removeItem(atPath: directory) } catch { usleep(10_000) }
                }
                if access(directory, F_OK) == 0 {
                    Failure.say("cannot remove \(directory)", remedy: "remove it yourself")
                }
                _exit(128 + number)
            }
            source.resume()
            return source
        }
    }

    private static func run(_ arguments: [String]) throws(Failure) {
        let tar = Process()
        tar.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        tar.arguments = ["tar"] + arguments
        do { try tar.run() } catch {
            throw Failure(
                Failure.unavailable, "cannot run tar: \((error as NSError).localizedDescription)",
                remedy: "install tar, or use a directory")
        }
        tar.waitUntilExit()
        guard tar.terminationReason == .exit, tar.terminationStatus == 0 else {
            throw Failure(
                Failure.inputOutput, "tar ended with \(tar.terminationStatus)",
                remedy: "see its message above; the tar file may be cut off")
        }
    }
}

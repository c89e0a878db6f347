import Files
import Glibc

/// Checks that the system allows a process enough threads and open files.
///
/// A pool that gets no thread, and a library that gets no descriptor, wait without a message. So both are checked at
/// the start.
public enum SystemLimits {
    /// A limit that is too low to work under.
    public struct TooLow: Error, Hashable, Sendable {
        /// The limit, what was found and what is needed.
        public let message: String
        /// What to do about it.
        public let remedy: String
    }

    /// Checks that this process may have this many threads and open files beside those it has.
    ///
    /// - Throws: ``TooLow`` with what the system allowed.
    public static func check(threads: Int, files: Int) throws(TooLow) {
        let (opened, fileCode) = openable(atMost: files)
        if opened < files {
            throw TooLow(
                message: "the system opens \(opened) files for this process, \(files) are needed: \(reason(fileCode))",
                remedy: "raise the limit on open files (ulimit -n, LimitNOFILE= of the unit)")
        }
        let (started, threadCode) = startable(atMost: threads)
        if started < threads {
            throw TooLow(
                message: "the system starts \(started) threads for this process, \(threads) are needed: "
                    + reason(threadCode),
                remedy:
                    "raise the limit on threads or memory (ulimit -u, ulimit -v, TasksMax= or MemoryMax= of the unit)")
        }
    }

    private static func reason(_ code: Int32) -> String { SystemReason.text(code) }

    private static func openable(atMost count: Int) -> (Int, Int32) {
        var files: [Int32] = []
        defer { for file in files { close(file) } }
        while files.count < count {
            let file = open("/dev/null", O_RDONLY | O_CLOEXEC)
            guard file >= 0 else { return (files.count, errno) }
            files.append(file)
        }
        return (count, 0)
    }

    /// Starts threads that all run at the same time, and ends them again.
    private static func startable(atMost count: Int) -> (Int, Int32) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return (0, errno) }
        var threads: [pthread_t] = []
        var code: Int32 = 0
        // Each thread waits until the other end of the pipe is closed.
        let end = UnsafeMutableRawPointer(bitPattern: Int(ends[0]))
        while threads.count < count, code == 0 {
            var thread = pthread_t()
            code = pthread_create(
                &thread, nil,
                { argument in
                    var byte: UInt8 = 0
                    while read(Int32(Int(bitPattern: argument)), &byte, 1) < 0, errno == EINTR {}
                    return nil
                }, end)
            if code == 0 { threads.append(thread) }
        }
        close(ends[1])
        for thread in threads { pthread_join(thread, nil) }
        close(ends[0])
        return (threads.count, code)
    }
}

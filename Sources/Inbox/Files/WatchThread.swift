import Glibc
import Threads

/// Empties inotify's queue while intake is busy, so that it rarely overflows, and wakes intake.
final class WatchThread: Sendable {
    /// Ends the thread.
    private let end = WakePipe()

    /// Time between two reads, in microseconds: far shorter than a queue takes to fill.
    private static let pause: UInt32 = 2_000

    init(_ notifier: Notifier, waking bell: WakePipe) throws(BlockingThread.NotStarted) {
        let end = end
        try BlockingThread.start("inbox-watch") {
            while !end.isStopped {
                end.wait(for: notifier.descriptor, atMost: .seconds(3600))
                // An error here occurs in intake, too, which logs it.
                do throws(FileFault) { if try notifier.drain() { bell.ring() } } catch { return bell.ring() }
                usleep(Self.pause)
            }
        }
    }

    deinit { end.stop() }
}

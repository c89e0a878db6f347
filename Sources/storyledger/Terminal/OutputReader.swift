import Foundation

/// Who reads standard output.
enum OutputReader {
    /// From here on the program ends when its reader goes away, as a write would end it; without that, a program that waits
    /// for something to print would stay for as long as nothing comes.
    static func endWithIt() {
        Thread.detachNewThread {
            // Only what is no request: the other end was closed.
            var output = pollfd(fd: STDOUT_FILENO, events: 0, revents: 0)
            while poll(&output, 1, -1) < 0, errno == EINTR {}
            guard output.revents & Int16(POLLERR | POLLHUP) != 0 else { return }
            // It may be ignored, as a parent of this process left it.
            signal(SIGPIPE, SIG_DFL)
            kill(getpid(), SIGPIPE)
        }
    }
}

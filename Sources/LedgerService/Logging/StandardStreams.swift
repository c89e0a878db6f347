import Glibc

/// The descriptors 0, 1 and 2, which every program here expects to be open.
public enum StandardStreams {
    /// Opens those descriptors that the caller closed.
    ///
    /// Otherwise the next opened file would get such a number, and messages would be written into the ledger. A
    /// reopened descriptor cannot be used in its usual direction: it fails as a closed one does.
    public static func reserve() {
        for (descriptor, access) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY)] {
            // open(2) returns the lowest free number; those below are in use by now.
            if fcntl(descriptor, F_GETFD) < 0 { _ = Glibc.open("/dev/null", access) }
        }
    }
}

import Glibc

/// The descriptors 0, 1 and 2, which every program of ours expects to be open.
public enum StandardStreams {
    /// Takes the descriptors that the caller closed.
    ///
    /// The next file that is opened would get a closed one's number, and messages would be written into the ledger.
    /// A taken descriptor cannot be read or written in the way its name says: using it fails as a closed one does.
    public static func reserve() {
        for (descriptor, access) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY)] {
            // open(2) returns the lowest free number, so those before are taken by now.
            if fcntl(descriptor, F_GETFD) < 0 { _ = Glibc.open("/dev/null", access) }
        }
    }
}

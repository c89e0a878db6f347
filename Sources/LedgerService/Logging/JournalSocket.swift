import Files
import Glibc
import Logging
import Synchronization

/// The socket on which systemd's journal receives entries with fields.
///
/// What it does not take, because the entry is too long or the journal does not answer, is written to standard error, which is the
/// journal too: nothing is lost. One entry is written after another, so that they stay in order.
public final class JournalSocket: Sendable {
    private struct State {
        /// The open socket; negative where there is none.
        var socket: Int32
        /// Until when entries go to standard error at once: the journal did not answer in time.
        var silentUntil: ContinuousClock.Instant?
        /// Whether the journal has taken in all that was written.
        var hasSettled = true
    }

    private let address: LocalAddress
    private let identifier: String
    private let state: Mutex<State>
    /// For how long a journal that has not answered is not asked.
    private static let pause: Duration = .seconds(30)
    /// A datagram that adds nothing to the journal: a line that begins so is a comment, and no field.
    private static let comment = Array("#\n".utf8)

    /// - Parameters:
    ///   - identifier: The name of the program, as the journal shows it.
    ///   - path: Of the journal's socket.
    /// - Returns: nil if the path is no address.
    init?(identifier: String, path: String = "/run/systemd/journal/socket") {
        guard let address = LocalAddress(path) else { return nil }
        self.address = address
        self.identifier = identifier
        state = Mutex(State(socket: LocalAddress.datagramSocket()))
    }

    deinit { state.withLock { if $0.socket >= 0 { close($0.socket) } } }

    /// The journal of this process.
    ///
    /// - Returns: nil where standard error is not the journal's stream.
    public static func ofStandardError(identifier: String) -> JournalSocket? {
        var status = stat()
        // A pipe may be named as the journal's stream, to read what would go there; it is no socket.
        guard Configuration.Format.auto.isJournal, fstat(STDERR_FILENO, &status) == 0,
            status.st_mode & S_IFMT == S_IFSOCK
        else { return nil }
        return JournalSocket(identifier: identifier)
    }

    /// Writes one entry.
    ///
    /// - Parameters:
    ///   - text: The line, without its line break.
    ///   - otherwise: Writes it to standard error where the journal does not take it with its fields.
    func write(_ text: String, _ level: Logger.Level, _ metadata: Logger.Metadata, otherwise: () -> Void) {
        let bytes = JournalEntry(text, level, identifier: identifier, metadata).bytes
        state.withLock { state in
            if let end = state.silentUntil, ContinuousClock.now < end { return otherwise() }
            state.silentUntil = nil
            state.hasSettled = false
            if state.socket >= 0, address.send(bytes, through: state.socket) { return }
            if state.socket >= 0, errno == EAGAIN { state.silentUntil = ContinuousClock.now + Self.pause }
            otherwise()
        }
    }

    /// Waits until the journal has taken in what was written.
    ///
    /// The journal looks up the unit of a process when it takes in a datagram: one of a process that has ended belongs to none.
    /// It takes in one after another, so that all entries are in once a comment behind them is taken.
    ///
    /// - Returns: Whether it has; false where it did not within the patience. Entries then go to standard error for a while.
    ///
    /// Source: https://systemd.io/JOURNAL_NATIVE_PROTOCOL/; unix(7), SIOCOUTQ.
    package func settle(patience: Duration = .seconds(5)) -> Bool {
        state.withLock { state in
            guard state.socket >= 0 else { return true }
            if state.hasSettled { return true }
            if let end = state.silentUntil, ContinuousClock.now < end { return false }
            let end = ContinuousClock.now + patience
            guard address.send(Self.comment, through: state.socket) else { return false }
            while Self.unread(state.socket) != 0 {
                guard ContinuousClock.now < end else {
                    state.silentUntil = end + Self.pause
                    return false
                }
                usleep(1000)
            }
            state.hasSettled = true
            return true
        }
    }

    /// How many bytes of a socket's datagrams nobody has taken.
    private static func unread(_ socket: Int32) -> Int32 {
        var count: Int32 = 0
        return ioctl(socket, UInt(TIOCOUTQ), &count) == 0 ? count : 0
    }
}

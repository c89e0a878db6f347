import Files
import Glibc
import Synchronization

/// inotify: hints about events in some directories. Hints may be lost.
final class Notifier: Sendable {
    /// One hint.
    struct Hint {
        /// The directory's watch; -1 for an overflow.
        let watch: Int32
        /// The events, as in inotify(7).
        let events: UInt32
        /// The name that the events are about; nil for the directory itself.
        let name: FileName?

        var isOverflow: Bool { events & UInt32(IN_Q_OVERFLOW) != 0 }
        /// Whether a directory appeared, disappeared, or is no longer watched.
        var concernsDirectories: Bool {
            events & (UInt32(IN_ISDIR) | UInt32(IN_IGNORED) | UInt32(IN_DELETE_SELF) | UInt32(IN_MOVE_SELF)) != 0
        }
        /// Whether the name was removed.
        var isRemoval: Bool { events & UInt32(IN_DELETE) != 0 }
        /// Whether the name is a directory.
        var isOfDirectory: Bool { events & UInt32(IN_ISDIR) != 0 }
        /// Whether the directory is no longer at its path.
        var endsWatch: Bool { events & (UInt32(IN_IGNORED) | UInt32(IN_DELETE_SELF) | UInt32(IN_MOVE_SELF)) != 0 }
        /// Whether a directory was removed, and nothing has appeared in its place.
        var isOfRemovedDirectory: Bool {
            // Events of one name add up.
            guard events & (UInt32(IN_CREATE) | UInt32(IN_MOVED_TO) | UInt32(IN_MOVE_SELF)) == 0 else { return false }
            return isRemoval && isOfDirectory || events & (UInt32(IN_IGNORED) | UInt32(IN_DELETE_SELF)) != 0
        }
        /// Whether the file is being written.
        var isWriting: Bool { events & UInt32(IN_MODIFY) != 0 }
        /// Whether the file is whole: it was renamed in, or its writer has closed it.
        var finishesFile: Bool { events & (UInt32(IN_MOVED_TO) | UInt32(IN_CLOSE_WRITE)) != 0 }
    }

    let descriptor: Int32
    private let unread = Mutex(HintSet())
    private static let bufferBytes = 64 << 10

    init() throws(FileFault) {
        descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
        guard descriptor >= 0 else { throw FileFault("watch", "the inbox") }
    }

    deinit { close(descriptor) }

    /// Watches an open directory.
    func watch(_ directory: Directory) throws(FileFault) -> Int32 {
        let events =
            UInt32(IN_CREATE) | UInt32(IN_MODIFY) | UInt32(IN_MOVED_TO) | UInt32(IN_CLOSE_WRITE) | UInt32(IN_DELETE)
            | UInt32(IN_DELETE_SELF) | UInt32(IN_MOVE_SELF) | UInt32(IN_ONLYDIR) | UInt32(IN_EXCL_UNLINK)
        // Through the descriptor, so that the watched directory is the scanned one.
        let watch = inotify_add_watch(descriptor, "/proc/self/fd/\(directory.descriptor)", events)
        guard watch >= 0 else { throw FileFault("watch", directory.path) }
        return watch
    }

    /// Ends a watch; it may have ended by itself.
    func unwatch(_ watch: Int32) { inotify_rm_watch(descriptor, watch) }

    /// Empties the system's queue, so that it does not overflow.
    ///
    /// - Returns: Whether there are hints that ``hints()`` has not returned.
    @discardableResult
    func drain() throws(FileFault) -> Bool {
        try unread.withLock { hints throws(FileFault) in
            try Self.read(descriptor, into: &hints)
            return !hints.isEmpty
        }
    }

    /// Returns all hints and removes them.
    func hints() throws(FileFault) -> [Hint] {
        try unread.withLock { hints throws(FileFault) in
            try Self.read(descriptor, into: &hints)
            return hints.take()
        }
    }

    private static func read(_ descriptor: Int32, into hints: inout HintSet) throws(FileFault) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: bufferBytes, alignment: 8)
        defer { buffer.deallocate() }
        while true {
            let count = uninterrupted { Glibc.read(descriptor, buffer.baseAddress, buffer.count) }
            if count < 0, errno == EAGAIN { return }
            guard count > 0 else { throw FileFault("watch", "the inbox") }
            add(UnsafeRawBufferPointer(rebasing: buffer[..<count]), to: &hints)
        }
    }

    private static func add(_ bytes: UnsafeRawBufferPointer, to hints: inout HintSet) {
        var rest = bytes[...]
        while rest.count >= MemoryLayout<inotify_event>.size {
            let event = rest.loadUnaligned(as: inotify_event.self)
            let name = rest.dropFirst(MemoryLayout<inotify_event>.size).prefix(Int(event.len)).prefix { $0 != 0 }
            hints.add(Hint(watch: event.wd, events: event.mask, name: name.isEmpty ? nil : FileName(name)))
            rest = rest.dropFirst(MemoryLayout<inotify_event>.size + Int(event.len))
        }
    }
}

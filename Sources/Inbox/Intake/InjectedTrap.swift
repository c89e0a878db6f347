#if DEBUG
    import CanonicalJSON
    import Glibc
    import Synchronization

    /// Ends the process at files that a test names, in debug builds only. `STORYLEDGER_INBOX_POISON=decide:poison`
    /// traps when a file whose name contains `poison` is decided, `read:poison` when it is read ahead. `memory:poison`
    /// allocates more memory than there is, `kill:poison` ends the process without a mark, `hang:poison` never returns.
    final class InjectedTrap: Sendable {
        static let shared = getenv("STORYLEDGER_INBOX_POISON").flatMap { InjectedTrap(String(cString: $0)) }

        private let kind: String
        private let name: String
        private let tags = Mutex<Set<Int>>([])
        /// Whether the file shares a commit: otherwise the thread that decides also reads.
        private let isShared = Mutex(false)

        private init?(_ text: String) {
            let parts = text.split(separator: ":").map(String.init)
            guard parts.count == 2 else { return nil }
            (kind, name) = (parts[0], parts[1])
        }

        func note(_ files: [Found]) {
            let found = files.indices.filter { files[$0].place.text.string.contains(name) }
            tags.withLock { $0 = Set(found) }
            isShared.withLock { $0 = files.count > 1 }
        }

        func strike(_ lane: Int, _ tag: Int) {
            guard tags.withLock({ $0.contains(tag) }) else { return }
            switch kind {
            case "read" where lane == 1 || !isShared.withLock({ $0 }): fatalError("injected")
            case "decide" where lane == 0: fatalError("injected")
            case "memory" where lane == 0:
                var all: [[UInt8]] = []
                while true { all.append([UInt8](repeating: UInt8(truncatingIfNeeded: all.count), count: 1 << 24)) }
            case "kill" where lane == 0: kill(getpid(), SIGKILL)
            case "hang" where lane == 0: while true { sleep(1) }
            default: break
            }
        }
    }
#endif

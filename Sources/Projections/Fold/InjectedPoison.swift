#if DEBUG
    import Glibc
    import StoryEvents

    /// Makes a projection fail in debug builds, for tests: with `STORYLEDGER_POISON=trap@17` the first projection that
    /// folds the event at 17 traps; `parties:spin@17` names the projection.
    struct InjectedPoison {
        private enum Kind: String {
            case trap, spin, memory, overflow, kill
        }

        private let projection: String?
        private let kind: Kind
        private let position: Int64

        static let shared = InjectedPoison(getenv("STORYLEDGER_POISON").map { String(cString: $0) } ?? "")

        /// `STORYLEDGER_FOLD_LIMIT`: the most CPU time for one event, in seconds.
        static let limit = getenv("STORYLEDGER_FOLD_LIMIT").flatMap { Int64(String(cString: $0)) }

        init?(_ text: String) {
            let parts = text.split(separator: "@")
            guard parts.count == 2, let position = Int64(parts[1]) else { return nil }
            let words = parts[0].split(separator: ":")
            guard let word = words.last, let kind = Kind(rawValue: String(word)) else { return nil }
            (projection, self.kind, self.position) = (words.count == 2 ? String(words[0]) : nil, kind, position)
        }

        func strike(_ projection: String, at position: Position) {
            guard position.value == self.position, self.projection ?? projection == projection else { return }
            switch kind {
            case .trap: fatalError("injected")
            case .spin: while getpid() > 0 {}
            case .memory:
                var all: [[UInt8]] = []
                while true { all.append([UInt8](repeating: UInt8(truncatingIfNeeded: all.count), count: 1 << 20)) }
            case .overflow: _ = Self.deeper(1)
            case .kill: kill(getpid(), SIGKILL)
            }
        }

        @inline(never)
        private static func deeper(_ depth: Int) -> Int { depth < 0 ? 0 : deeper(depth &+ 1) &+ deeper(depth &+ 2) }
    }
#endif

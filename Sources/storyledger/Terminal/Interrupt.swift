import Glibc
import Synchronization

/// Makes of the first interrupt (Ctrl-C) and of SIGTERM a wish to stop; a second one ends the process.
enum Interrupt {
    private static let wish = Atomic(false)

    /// Listens from here on.
    static func listen() {
        for number in [SIGINT, SIGTERM] {
            signal(number) { number in
                Interrupt.wish.store(true, ordering: .relaxed)
                signal(number, SIG_DFL)
            }
        }
    }

    /// Whether to stop.
    static var isWished: Bool { wish.load(ordering: .relaxed) }
}

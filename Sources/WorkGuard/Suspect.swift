/// Work during which a process ended uncleanly.
public struct Suspect: Hashable, Sendable {
    /// How a process ended.
    public enum Cause: Hashable, Sendable {
        /// By a signal that the thread at work raised: a trap, an access fault, an abort.
        case signal(Int32)
        /// On purpose, because one step took too long.
        case overdue
        /// Without a mark: killed by a person, for memory, or by a power cut.
        case unmarked

        /// Whether the end says by itself that the work caused it.
        var isMarked: Bool { self != .unmarked }
    }

    /// The names of what was under way.
    public internal(set) var items: [String]
    /// Where in its one item the thread was; nil where nobody said.
    public let step: Int64?
    /// How many ends were marked during it.
    public internal(set) var marked = 0
    /// How many ends in a row were not marked, with nothing done in between.
    public internal(set) var unmarked = 0
    /// How the newest of them came.
    public internal(set) var cause: Cause

    /// So many marked ends at one thing are enough.
    static let mostMarked = 2
    /// So many ends in a row without a mark count like ``mostMarked`` with one: people kill processes, and power fails.
    static let mostUnmarked = 5

    /// Whether it is one thing, and not several of which one may be innocent.
    var isSingle: Bool { step != nil || items.count == 1 }

    /// Whether it must not be tried again.
    public var isCondemned: Bool { isSingle && (marked >= Self.mostMarked || unmarked >= Self.mostUnmarked) }

    /// What is known of the ends, such as `ended the process twice, by SIGILL`.
    public var message: String {
        switch cause {
        case .signal(let number): "ended the process \(times(marked)), by \(Self.name(number))"
        case .overdue: "ended the process \(times(marked)): it took longer than it may"
        case .unmarked:
            "ended the process \(times(max(unmarked, marked))) without a trace, as one that is killed for memory does"
        }
    }

    private func times(_ count: Int) -> String {
        switch count {
        case 1: "once"
        case 2: "twice"
        default: "\(count) times"
        }
    }

    private static func name(_ number: Int32) -> String {
        [4: "SIGILL", 5: "SIGTRAP", 6: "SIGABRT", 7: "SIGBUS", 11: "SIGSEGV"][number] ?? "signal \(number)"
    }
}

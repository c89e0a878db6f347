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

        /// Whether the end itself shows that the work caused it.
        var isMarked: Bool { self != .unmarked }
    }

    /// The names of the items in progress.
    public internal(set) var items: [String]
    /// The step in the only item; nil if it is unknown.
    public let step: Int64?
    /// The number of marked ends.
    public internal(set) var marked = 0
    /// The number of unmarked ends in a row, with nothing done in between.
    public internal(set) var unmarked = 0
    /// The cause of the newest end.
    public internal(set) var cause: Cause

    /// Marked ends at one item after which it is condemned.
    static let mostMarked = 2
    /// Unmarked ends in a row that count like ``mostMarked`` marked ones: people kill processes, and power fails.
    static let mostUnmarked = 5

    /// Whether it is one item, and not several of which one may be innocent.
    var isSingle: Bool { step != nil || items.count == 1 }

    /// Whether it must not be tried again.
    public var isCondemned: Bool { isSingle && (marked >= Self.mostMarked || unmarked >= Self.mostUnmarked) }

    /// When it is tried, lowest first.
    var turn: Int {
        let ends = marked + unmarked
        if isCondemned { return ends <= Self.mostUnmarked ? -1 : .max }
        return ends <= 1 ? 0 : Self.mostMarked + Self.mostUnmarked - ends
    }

    /// A description of the ends, such as `ended the process twice, by SIGILL`.
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

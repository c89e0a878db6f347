/// Exit codes of the programs.
///
/// Source: sysexits(3).
public enum Sysexits: Int32, CaseIterable, Sendable {
    /// The command line is wrong.
    case usage = 64
    /// The input is wrong.
    case data = 65
    /// A named input does not exist.
    case noInput = 66
    /// Something needed is not available.
    case unavailable = 69
    /// A fault of the program itself.
    case software = 70
    /// The system refuses what every process needs, such as a thread.
    case system = 71
    /// A file cannot be created.
    case cannotCreate = 73
    /// Reading or writing failed.
    case inputOutput = 74
    /// A later attempt may succeed.
    case tryAgain = 75
    /// The daemon is set up wrongly.
    case configuration = 78

    /// What it says, for people.
    public var meaning: String {
        switch self {
        case .usage: "usage: a word, option or value that is not known"
        case .data: "data that is wrong: a document that was refused, a damaged ledger"
        case .noInput: "no such story, file or ledger"
        case .unavailable: "unavailable: something that is needed is not there"
        case .software: "a fault of the program itself"
        case .system: "the system gives too few threads or open files"
        case .cannotCreate: "cannot create a file"
        case .inputOutput: "input or output failed"
        case .tryAgain: "try again: another process holds what is needed"
        case .configuration: "storyledgerd only: a wrong setting, owner or right, or a missing secret"
        }
    }

    /// Whether the daemon may end with it.
    public var isOfDaemon: Bool { self != .unavailable }

    /// Whether starting the daemon again may help. The unit's `RestartPreventExitStatus` lists the others.
    public var isMendedByRestart: Bool {
        switch self {
        case .unavailable, .software, .system, .inputOutput, .tryAgain: true
        case .usage, .data, .noInput, .cannotCreate, .configuration: false
        }
    }

    /// A line for each number: with 0 and 1, and those that a program may end with.
    public static func table(ofDaemon: Bool = false) -> String {
        let found = "found wrong or different; a search or a narrowed list without a match"
        let ends = ofDaemon ? [(0, "it was told to stop")] : [(0, "done"), (1, found)]
        let numbers = allCases.filter { !ofDaemon || $0.isOfDaemon }.map { (Int($0.rawValue), $0.meaning) }
        return (ends + numbers).map { "\($0)".padding(to: 5) + $1 }.joined(separator: "\n")
    }
}

extension String {
    fileprivate func padding(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - utf8.count))
    }
}

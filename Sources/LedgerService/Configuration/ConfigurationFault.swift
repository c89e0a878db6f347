/// One fault in the daemon's settings.
public struct ConfigurationFault: Error, Hashable, Sendable {
    /// The place of the setting.
    public var place: ConfigurationPlace
    /// What was found, and what is allowed.
    public var message: String
    /// What to do about it.
    public var remedy: String
    /// Whether the fault is the system's, and may pass.
    public var mayPass: Bool

    /// Creates a fault.
    public init(_ place: ConfigurationPlace, _ message: String, remedy: String, mayPass: Bool = false) {
        self.place = place
        self.message = message
        self.remedy = remedy
        self.mayPass = mayPass
    }
}

/// All faults in the daemon's settings, in the order in which they were read.
public struct ConfigurationFaults: Error, Hashable, Sendable {
    /// At least one.
    public var all: [ConfigurationFault]

    /// Creates a list of faults.
    public init(_ all: [ConfigurationFault]) {
        self.all = all
    }

    /// The exit status: 74 if all faults are the system's, so that the program is started again.
    public var exit: Sysexits { all.allSatisfy(\.mayPass) ? .inputOutput : .configuration }
}

/// The place of a setting.
public enum ConfigurationPlace: Hashable, Sendable, CustomStringConvertible {
    /// In a file; line and column are 1-based, the column in Unicode scalars.
    case line(path: String, line: Int, column: Int)
    /// In a file as a whole.
    case file(path: String)
    /// In an environment variable.
    case environment(String)
    /// In a flag of the command line.
    case flag(String)

    /// In the form of compilers: `path:line:column`, or the name of the variable or flag.
    public var description: String {
        switch self {
        case .line(let path, let line, let column): "\(path):\(line):\(column)"
        case .file(let path): path
        case .environment(let name), .flag(let name): name
        }
    }

    /// The order in its file; places without a line come first.
    var order: (line: Int, column: Int) {
        if case .line(_, let line, let column) = self { (line, column) } else { (0, 0) }
    }
}

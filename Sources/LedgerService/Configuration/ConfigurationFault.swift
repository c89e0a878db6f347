/// One thing wrong with what the daemon was told.
public struct ConfigurationFault: Error, Hashable, Sendable {
    /// Where it was said.
    public var place: ConfigurationPlace
    /// What was found, and what is allowed.
    public var message: String
    /// What to do about it.
    public var remedy: String
    /// Whether the system refused something, and may not refuse it the next time.
    public var mayPass: Bool

    /// Joins the parts of a fault.
    public init(_ place: ConfigurationPlace, _ message: String, remedy: String, mayPass: Bool = false) {
        self.place = place
        self.message = message
        self.remedy = remedy
        self.mayPass = mayPass
    }
}

/// Everything wrong with what the daemon was told, in the order it was read.
public struct ConfigurationFaults: Error, Hashable, Sendable {
    /// At least one.
    public var all: [ConfigurationFault]

    /// Joins faults.
    public init(_ all: [ConfigurationFault]) {
        self.all = all
    }

    /// What a program exits with: 74 where nothing but the system is at fault, so that it is started again.
    public var exit: Sysexits { all.allSatisfy(\.mayPass) ? .inputOutput : .configuration }
}

/// Where a setting was said.
public enum ConfigurationPlace: Hashable, Sendable, CustomStringConvertible {
    /// In a file; line and column are 1-based, the column in Unicode scalars.
    case line(path: String, line: Int, column: Int)
    /// In a file as a whole.
    case file(path: String)
    /// In an environment variable.
    case environment(String)
    /// In a flag of the command line.
    case flag(String)

    /// As compilers write it: `path:line:column`, or the name of the variable or flag.
    public var description: String {
        switch self {
        case .line(let path, let line, let column): "\(path):\(line):\(column)"
        case .file(let path): path
        case .environment(let name), .flag(let name): name
        }
    }

    /// Where it stands in its file; what stands nowhere comes first.
    var order: (line: Int, column: Int) {
        if case .line(_, let line, let column) = self { (line, column) } else { (0, 0) }
    }
}

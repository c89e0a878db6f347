import Foundation

/// The columns that help is wrapped for.
public enum HelpWidth {
    /// The parser puts 26 columns before what an option does, and traps where no column is left.
    private static let least = 40
    private static let most = 1000

    /// COLUMNS, else the columns of the terminal that is standard output, else 80; at least 40.
    public static let columns: Int = {
        let wished = ProcessInfo.processInfo.environment["COLUMNS"].flatMap { Int($0) }
        return columns(wished: wished, terminal: terminal)
    }()

    /// Has the parser use ``columns``, also where it is given no width: it writes help to tell an exit status.
    ///
    /// To be called before the program ends with what the parser says: programs started later would inherit the width.
    public static func hold() { setenv("COLUMNS", "\(columns)", 1) }

    /// - Parameters:
    ///   - wished: What COLUMNS says; nil where that is no number.
    ///   - terminal: What the terminal says; nil without one.
    static func columns(wished: Int?, terminal: Int?) -> Int {
        min(max(wished ?? terminal ?? 80, least), most)
    }

    private static var terminal: Int? {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }
}

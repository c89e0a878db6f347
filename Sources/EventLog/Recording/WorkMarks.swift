/// Tells a guard which file each thread works on, so that an end of the process is that file's and no other's.
public struct WorkMarks: Sendable {
    /// Runs the thread that reads files ahead.
    public var reading: @Sendable (_ work: @Sendable () -> Void) -> Void = { $0() }
    /// Called before a file is read ahead, with its tag, and after, with nil.
    public var readsFile: @Sendable (_ tag: Int?) -> Void = { _ in }
    /// Called before a file is decided, with its tag, and before the commit, with nil.
    public var decidesFile: @Sendable (_ tag: Int?) -> Void = { _ in }
    /// Called before each document of a file is decided.
    public var decidesDocument: @Sendable () -> Void = {}

    /// Reports nothing.
    public init() {}
}

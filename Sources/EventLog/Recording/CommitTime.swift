import CanonicalJSON

/// How long one commit may take, so that files which take long do not keep those of other sources waiting.
public struct CommitTime {
    fileprivate let most, mostFold: Duration
    fileprivate let uptime: () -> Duration

    /// - Parameters:
    ///   - most: Files that are not begun by then are put off.
    ///   - mostFold: How long the stories of one file are folded before the file is put off.
    ///   - uptime: A clock that never goes back.
    public init(most: Duration, mostFold: Duration, uptime: @escaping () -> Duration) {
        self.most = most
        self.mostFold = mostFold
        self.uptime = uptime
    }
}

/// The time that one commit folds stories for one file.
struct FoldTimer {
    private let time: CommitTime?
    private var spent: Duration = .zero
    private var start: Duration?

    /// - Parameter time: nil if folds may take any time.
    init(_ time: CommitTime?) {
        self.time = time
    }

    /// Begins or ends a fold.
    mutating func toggle() {
        guard let time else { return }
        let now = time.uptime()
        if let start { spent += now - start }
        start = start == nil ? now : nil
    }

    /// Whether folds may not take any time.
    var isLimited: Bool { time != nil }

    /// Whether the time is used up.
    var isOver: Bool {
        guard let time, let start else { return false }
        return spent + time.uptime() - start >= time.mostFold
    }
}

/// Decides which files of a commit are put off.
struct Delays {
    private let time: CommitTime?
    private let start: Duration
    private var isFirst = true
    /// Sources that wait for a long fold: their files are taken in order.
    private var folding: Set<Text> = []

    /// - Parameter time: nil if no file is put off.
    init(_ time: CommitTime?) {
        self.time = time
        start = time?.uptime() ?? .zero
    }

    /// Returns why the next file is put off; nil if it is not. The first never is.
    mutating func delay(of source: Text) -> Recorder.Delay? {
        defer { isFirst = false }
        if folding.contains(source) { return .longFold }
        guard let time, !isFirst, time.uptime() - start > time.most else { return nil }
        return .otherFiles
    }

    mutating func note(_ result: Recorder.Result, from source: Text) {
        if result == .putOff(.longFold) { folding.insert(source) }
    }
}

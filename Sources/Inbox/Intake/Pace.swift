/// The number of files in a commit: as many as take a part of a second, so that a new file need not wait long for the
/// commit in progress.
struct Pace {
    private static let target: Duration = .milliseconds(400)
    private static let first = 256
    private static let fewest = 16

    private let most: Int
    /// The most files of the next commit.
    private(set) var files: Int

    /// - Parameter most: The upper limit.
    init(most: Int) {
        self.most = most
        files = min(most, Self.first)
    }

    /// Records how long it took to read, record and move a batch.
    mutating func note(_ count: Int, took duration: Duration) {
        if duration > Self.target {
            files = min(files, max(Self.fewest, count / 2))
        } else if duration < Self.target / 2, count >= files {
            files = min(most, files * 2)
        }
    }

    /// Records that a batch failed for a reason that may be one of its files.
    mutating func noteFailure(_ count: Int) { files = max(1, count / 2) }
}

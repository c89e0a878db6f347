/// How many files share a commit: as many as a part of a second is enough for, so that a file that has just come need not
/// wait long for the commit under way.
struct Pace {
    private static let target: Duration = .milliseconds(400)
    private static let first = 256
    private static let fewest = 16

    private let most: Int
    /// The most files of the next commit.
    private(set) var files: Int

    /// - Parameter most: However fast it goes.
    init(most: Int) {
        self.most = most
        files = min(most, Self.first)
    }

    /// Notes how long it took to read, record and file a batch.
    mutating func note(_ count: Int, took duration: Duration) {
        if duration > Self.target {
            files = min(files, max(Self.fewest, count / 2))
        } else if duration < Self.target / 2, count >= files {
            files = min(most, files * 2)
        }
    }

    /// Notes that a batch was not recorded for a reason that may be one of its files.
    mutating func noteFailure(_ count: Int) { files = max(1, count / 2) }
}

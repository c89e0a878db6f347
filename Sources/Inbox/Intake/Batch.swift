import EventLog

/// Files that share a commit.
struct Batch {
    /// A file of the batch.
    struct Member {
        let place: Place
        let facts: FileFacts
        /// Whether the service has its own copy of it; otherwise the file itself is moved.
        let hasCopy: Bool
    }

    private(set) var members: [Member] = []
    /// The documents read from the files, until they are taken.
    private var submissions: [Submission] = []
    /// The number of bytes read.
    private(set) var bytes: Int64 = 0

    var isEmpty: Bool { members.isEmpty }
    var count: Int { members.count }

    mutating func add(_ submission: Submission, _ candidate: Candidate, copied bytes: Int?) {
        members.append(Member(place: candidate.place, facts: candidate.facts, hasCopy: bytes != nil))
        submissions.append(submission)
        self.bytes += Int64(bytes ?? 0)
    }

    /// Returns what was read from the files, and releases it.
    mutating func takeSubmissions() -> [Submission] {
        defer { submissions = [] }
        return submissions
    }
}

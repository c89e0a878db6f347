import EventLog

/// Files that share a commit.
struct Batch {
    /// One of them.
    struct Member {
        let place: Place
        let facts: FileFacts
        /// Whether the service has its own copy of it; else the file itself is moved.
        let hasCopy: Bool
    }

    private(set) var members: [Member] = []
    /// What was read of each, until that is taken.
    private var submissions: [Submission] = []
    /// How many bytes of files were read.
    private(set) var bytes: Int64 = 0

    var isEmpty: Bool { members.isEmpty }
    var count: Int { members.count }

    mutating func add(_ submission: Submission, _ candidate: Candidate, copied bytes: Int?) {
        members.append(Member(place: candidate.place, facts: candidate.facts, hasCopy: bytes != nil))
        submissions.append(submission)
        self.bytes += Int64(bytes ?? 0)
    }

    /// What was read of the files, which the batch then holds no longer.
    mutating func takeSubmissions() -> [Submission] {
        defer { submissions = [] }
        return submissions
    }
}

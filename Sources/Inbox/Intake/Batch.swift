import EventLog

/// Files that are about to share a commit.
struct Batch {
    /// One of them.
    struct Member {
        let candidate: Candidate
        let facts: FileFacts
    }

    private(set) var members: [Member] = []
    /// What was read of each, until that is taken.
    private var submissions: [Submission] = []
    /// How many bytes of files are held.
    private(set) var bytes: Int64 = 0

    var isEmpty: Bool { members.isEmpty }
    var count: Int { members.count }

    mutating func add(_ submission: Submission, _ candidate: Candidate, _ facts: FileFacts, held bytes: Int64 = 0) {
        members.append(Member(candidate: candidate, facts: facts))
        submissions.append(submission)
        self.bytes += bytes
    }

    /// What was read of the files, which the batch then holds no longer.
    mutating func takeSubmissions() -> [Submission] {
        defer { submissions = [] }
        return submissions
    }
}

import EventLog

/// Files that are about to share a commit.
struct Batch {
    /// One of them.
    struct Member {
        let candidate: Candidate
        let facts: FileFacts
        let submission: Submission
    }

    private(set) var members: [Member] = []
    /// How many bytes of files are held.
    private(set) var bytes: Int64 = 0

    var isEmpty: Bool { members.isEmpty }
    var count: Int { members.count }

    mutating func add(_ submission: Submission, _ candidate: Candidate, _ facts: FileFacts, held bytes: Int64 = 0) {
        members.append(Member(candidate: candidate, facts: facts, submission: submission))
        self.bytes += bytes
    }
}

/// Whole files that share a commit.
struct Whole {
    var files: [Found]
    /// How often the file has ended the process, if it is refused for that; else nil.
    var ends: String?
}

import Files

/// Another ledger than the one that this machine's service had at a place: such as one in the mount point of a missing disk.
public struct OtherLedger: Hashable, Sendable {
    /// Where it is.
    public let path: String
    /// The log that is there.
    public let found: String
    /// The log that the service had.
    public let expected: String
    /// Where the file system of that one was mounted; nil where that is not known.
    public let mount: NotedMount?
    /// The command that takes the log that is there for the service's.
    public let acceptance: String
    /// How many files wait in its inbox.
    public let waiting: Int

    /// All that is known of it.
    public init(
        path: String, found: String, expected: String, mount: NotedMount?, acceptance: String, waiting: Int
    ) {
        (self.path, self.found, self.expected) = (path, found, expected)
        (self.mount, self.acceptance, self.waiting) = (mount, acceptance, waiting)
    }

    /// What was found.
    var message: String {
        "the ledger at \(path) is \(found), and this machine's service had \(expected) there"
    }

    /// What to do about it.
    var remedy: String {
        "\(MissingMount.advice(MissingMount(path, noted: mount))); systemctl restart storyledgerd; "
            + "if the service is to go on with \(found): \(acceptance); systemctl restart storyledgerd"
    }
}

/// The version of both programs.
public enum ProgramVersion {
    /// As `--version` prints it: major, minor and patch (semver.org).
    public static let text = "0.1.0"
}

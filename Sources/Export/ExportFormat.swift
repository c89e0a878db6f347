/// The form of an export.
public enum ExportFormat: String, CaseIterable, Sendable {
    /// Event documents, one a line.
    case cloudevents
    /// A directory of tables.
    case csv
    /// A database of tables.
    case sqlite
    /// A directory with a Markdown file for each story.
    case markdown
    /// A Git repository with a commit for each edit.
    case git
}

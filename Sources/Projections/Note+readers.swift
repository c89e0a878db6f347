import StoryEvents

extension Note {
    /// Whether readers can see it.
    var isForReaders: Bool { placement != Note.Placement.none }
}

extension Update {
    /// Whether it has a note that readers can see.
    var isAnnounced: Bool { note?.isForReaders ?? false }
}

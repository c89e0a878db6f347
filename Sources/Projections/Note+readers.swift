import StoryEvents

extension Note {
    /// Whether it stands somewhere, for readers to see.
    var isForReaders: Bool { placement != Note.Placement.none }
}

extension Update {
    /// Whether readers were told of it.
    var isAnnounced: Bool { note?.isForReaders ?? false }
}

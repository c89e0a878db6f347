import ArgumentParser

/// The words of `--search`. They may begin with a hyphen: `-word` leaves out.
enum SearchArgument {
    /// Refuses another option in the place of the words.
    static func check(_ words: String?) throws {
        guard let words, words.hasPrefix("--") else { return }
        throw ValidationError("missing value for '--search <words>' before '\(words)'")
    }
}

import LedgerService

/// The words in which the site is served.
public enum SiteWords {
    /// What is wrong with the file that the settings name; empty where they name none.
    public static func faults(_ configuration: Configuration) -> [ConfigurationFault] {
        configuration.site.words.map { WordsFile(path: $0).faults } ?? []
    }

    /// The words of a file, or the English ones.
    ///
    /// - Throws: ``SiteRefusal`` with the first fault of the file.
    static func read(_ path: String?) throws(SiteRefusal) -> Words {
        guard let path else { return .english }
        let file = WordsFile(path: path)
        if let words = file.words { return words }
        guard let first = file.faults.first else { return .english }
        let others = file.faults.count == 1 ? "" : " (and \(file.faults.count - 1) more)"
        throw SiteRefusal("\(first.place): \(first.message)\(others)", remedy: first.remedy, isLasting: true)
    }
}

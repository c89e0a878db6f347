import CanonicalJSON

extension String {
    /// The text in quotation marks; those in it become single ones, so that one can tell where it ends.
    public var inQuotes: String {
        var shown = String.UnicodeScalarView()
        shown.append("\u{201C}")
        for scalar in unicodeScalars {
            shown.append(scalar == "\u{201C}" ? "\u{2018}" : scalar == "\u{201D}" ? "\u{2019}" : scalar)
        }
        shown.append("\u{201D}")
        return String(shown)
    }
}

extension Text {
    /// The reason or the authority of a takedown, in quotation marks: no words of the keeper pass for those of a program. Straight
    /// quotation marks in it, which checkers write around producers' words, become single ones, too.
    public var asKeepersWord: String {
        String(String.UnicodeScalarView(string.unicodeScalars.map { $0 == "\"" ? "'" : $0 })).inQuotes
    }
}

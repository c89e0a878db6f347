import Projections
import StoryEvents

extension Edit {
    /// Whether the edit was announced, in a line: `v2 unannounced`, `v3 correction: It is 5.`, `v4 unannounced, undoes the
    /// correction v3`.
    var announcement: String {
        let kind = version.change.flatMap { $0 == .update ? nil : $0.rawValue }
        let what =
            version.withheld.map(\.description)
            ?? ([
                kind,
                isUntold ? Self.untold : isNoise ? noise : isSilent ? "unannounced" : nil,
            ].compactMap(\.self) + laterNotes.map(\.line)
            + [version.revertsTo?.phrase, undone.undoing, undone.doubt].compactMap(\.self)).joined(separator: ", ")
        let place = version.isAnnounced ? (what.isEmpty ? "note" : "") : ", note that readers do not see"
        let reason = version.reason.map { ", internal reason: \($0)" } ?? ""
        let note = version.note.map { "\(place): \($0.text)" } ?? ""
        return "v\(version.number) \(what)\(version.otherSource.asThrough)\(note)\(reason)"
    }
}

/// Says that a story without a language has fewer marks.
enum LanguageHint {
    static func print() throws(Failure) {
        let line =
            "no language is given, so that only numbers in digits, names and quotations are marked: an update with "
            + "'language' (en, de, ...) adds negation, hedges, attribution and speakers"
        try Terminal.print(line.wrapped(to: Terminal.width).styled(.dim))
    }
}

import ProseRendering
import StoryEvents

/// The note that readers saw about an edit, or that there was none.
struct NoteLine {
    let frame: Frame
    let version: VersionFacts
    /// Whether the line says which version it is about.
    var isNamed = false
    /// Whether a line above says already that there is no note.
    var isBelowSummary = false

    func write(_ page: inout Markup) {
        guard version.note != nil || version.isSilent || version.isUntold || isNamed else { return }
        if isBelowSummary, version.note == nil, version.isSilent, version.laterNotes.isEmpty { return }
        page.element("p", ["class": version.isSilent ? "note silent" : "note"]) { page in
            if isNamed {
                let change = version.change.map { " · \(said(code: $0.rawValue))" } ?? ""
                page.text("v\(version.number)\(change): ")
            }
            guard let note = version.note else {
                if !isBelowSummary || !version.isSilent { page.text(absence) }
                return writeLater(&page)
            }
            page.text((version.isAnnounced ? frame.words.note : frame.words.hiddenNote) + ": ")
            page.quoted("q", note.text.string, language: frame.language)
            writeLater(&page)
            guard let earlier = version.repeatsNoteOf else { return }
            page.text(" — \(frame.words.sameNote) ")
            guard let number = earlier.version else { return page.event(earlier.position, frame) }
            page.link(frame.link(.story(version.envelope.story, .version(number))), "v\(number)", "place")
        }
    }

    /// The later notes about what the version changed without one.
    private func writeLater(_ page: inout Markup) {
        for later in version.laterNotes {
            page.text(" \(later.isBefore ? frame.words.noteBefore : frame.words.laterNote)")
            page.event(later.position, frame)
            page.text(", \(later.coverage).")
        }
    }

    private var absence: String {
        if version.isSilent { return frame.words.noNote }
        if version.isUntold { return frame.words.untold.prefix(1).uppercased() + frame.words.untold.dropFirst() + "." }
        return version.isNoise ? frame.words.noise : ""
    }
}

import CanonicalJSON
import EventLog
import StoryEvents

extension StoryReader {
    /// A story's versions at a cut: `{story, source, versions, others, languageMissing}`.
    ///
    /// - Parameters:
    ///   - exposing: Whether each version says how long the words that it changed could be read.
    ///   - onlySilent: Whether only versions are listed whose text changed without a note, and no other events.
    /// - Throws: ``StoryError``; ``StoryError/notYet(_:happened:)`` when the cut leaves nothing of it.
    public func history(
        of story: StoryID, _ cut: StoryCut = .none, exposing: Bool = false, onlySilent: Bool = false
    ) throws(StoryError) -> JSON {
        var edits = try edits(of: story, cut)
        // The first edit tells whether there is anything.
        var next = try edits.next()
        var exposures = ExposureFold(exposing ? try readableTimes(of: story, cut) : ReadableTimes())
        var (versions, others): ([JSON], [JSON]) = ([], edits.others.map(\.json))
        var isLanguageMissing = false
        while let edit = next {
            let gone = exposing ? exposures.apply(edit) : nil
            if !onlySilent || edit.isSilent { versions.append(edit.json(exposing: gone)) }
            isLanguageMissing = isLanguageMissing || edit.lacksLanguage
            next = try edits.next()
            others += edits.others.map(\.json)
        }
        return [
            "story": .string(story.text), "source": JSON(edits.source), "versions": .array(versions),
            "others": .array(onlySilent ? [] : others),
            "languageMissing": .bool(isLanguageMissing),
        ]
    }
}

extension Edit {
    /// Whether the marks that need a language are off, because the story gives none.
    public var lacksLanguage: Bool {
        fields.contains { $0.lacksLanguage(version.fields["language"]?.text) }
    }
}

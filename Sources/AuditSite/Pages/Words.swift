import CanonicalJSON
import Foundation
import ProseRendering
import StoryEvents
import Threads

/// The interface's own words, in one table: a translation is another value of it. A test finds words of pages elsewhere.
///
/// Sentences about the record, which pages share with the CLI, are in ``sentences``.
struct Words: Codable, Hashable, Sendable {
    /// BCP 47 tag of the words.
    var language = "en"

    var ledger = "Story Ledger"
    var skip = "Skip to the page"
    var stories = "Stories"
    var log = "Log"
    var parties = "Parties"
    var activity = "Activity"
    var about = "About this record"

    var search = "Search"
    var find = "Find"
    var filters = "Filters"
    var status = "Status"
    var anyStatus = "any status"
    var source = "Source"
    var section = "Section"
    var language_ = "Language"
    var since = "Since"
    var until = "Until"
    var silentOnly = "with unannounced edits"
    var deniedOnly = "with denials"
    var contestedOnly = "with contested claims"
    var newestFirst = "newest event first"
    var noStories = "No story matches."
    var emptyRecord = "Nothing has been recorded yet."
    var olderStories = "Older stories"

    var now = "Now"
    var versions = "Versions"
    var compare = "Compare"
    var blame = "Where each sentence comes from"
    var claims = "Claims"
    var requests = "Requests for comment"
    var timeline = "Timeline"
    var caseFile = "Case file"
    var exposure = "How long changed words stood"
    var wholeStory = "On the story as a whole"
    var withheldHeading = "Withheld"
    var withheld = "[withheld]"
    var latestChange = "Latest change"
    var by = "By"
    var published = "Published"
    var textChanged = "text changed"
    var note = "Note"
    var hiddenNote = "Note that readers do not see"
    var untold = "no note; withheld text hides whether more than white space and typography changed"
    var sameNote = "word for word the note of"
    var laterNote = "A later note, "
    var noteBefore = "A note before it, "
    var tooLong =
        "This story has too many or too long versions to compare each of them for this page. Choose two to compare, or use 'storyledger history'."
    var noNote = "No note tells readers of it."
    var unannounced = "unannounced"
    var announced = "announced"
    var noise = "white space and typography only"
    var backdated = "backdated"
    var allLate = "Every event of this story was recorded more than an hour after it happened"
    var outOfOrder = "out of order"
    var recorded = "recorded"
    var happened = "happened"

    var from = "From"
    var to = "To"
    var inline = "in one column"
    var sideBySide = "side by side"
    var showContext = "changes with their context"
    var showChanges = "only changes"
    var showWhole = "the whole text"
    var showNoise = "also white space and typography"
    var show = "Show"
    var previousEdit = "Earlier edit"
    var nextEdit = "Later edit"
    var sameText = "Headline, dek and body are the same."
    var added = "added"
    var removed = "removed"
    var moved = "moved"

    var asOf = "As recorded by"
    var asOfHint = "time, @17 or v3"
    var told: Phrase = "told as {1}"
    var printed: Phrase = "printed {1}"
    var momentNote =
        "What a takedown took out since is not shown here either; the words in its place name the takedown."
    var at = "As it happened by"
    var atHint = "2026-03-02 17:00"
    var savedPage = "This page was saved from"
    var withdrawn = "The text as it stood before:"
    var legend =
        "Disc: published, changed, or said. Square: corrected. Cross: denied, or killed, held, withheld. Ring: asked, declined, or no response."
    var asOfNow = "Back to now"
    var zone = "Times in"
    var zoneHint = "Europe/London"
    var apply = "Apply"

    var event = "Event"
    var leaf = "Leaf"
    var proof = "Inclusion proof"
    var receipt = "Receipt"
    var file = "File"
    var howToCheck = "How to check this yourself"
    var position = "Position"
    var source_ = "Source"
    var older = "Older"
    var newer = "Newer"
    var day = "Day"

    var inAbout = AboutWords()
    var inLists = ListWords()
    var inStory = StoryWords()
    var inComparison = ComparisonWords()
    var inEvidence = EvidenceWords()
    var inPictures = PictureWords()
    var inRendering = RenderingWords()
    /// Sentences about the record, and words for its values, by the English ones. Empty for English.
    var sentences: [String: String] = [:]
    /// Sentences of the proof in the reader's browser, by the English ones. Empty for English.
    var proofs: [String: String] = [:]

    static let english = Words()

    /// Whether the words are written from the right.
    var isRightToLeft: Bool {
        let tags = language.lowercased().split(separator: "-")
        return tags.contains { ["arab", "hebr", "thaa"].contains($0) }
            || tags.first.map { ["ar", "he", "fa", "ur", "yi", "ps", "sd", "ug", "dv", "ckb"].contains($0) } ?? false
                && !tags.contains("latn")
    }

    /// A summary of a change as a sentence: `Headline and body: one sentence added; no note.`
    func sentence(of summary: String) -> String {
        var parts = summary.components(separatedBy: "; ")
        let texts = parts[0].components(separatedBy: ", ").map { inLists.texts[$0] }
        guard parts.count > 1, !texts.contains(nil) else {
            return summary.prefix(1).uppercased() + summary.dropFirst().description.asSentence
        }
        let names = texts.compactMap(\.self)
        let all =
            switch names.count {
            case 3: inLists.threeTexts(names[0], names[1].lowercased(), names[2].lowercased())
            case 2: inLists.twoTexts(names[0], names[1].lowercased())
            default: names[0]
            }
        parts.removeFirst()
        return "\(all): \(parts.joined(separator: "; "))."
    }

    /// Of a text: `headline`, `dek` or `body`.
    func name(of field: Text) -> String { inLists.texts[field.string] ?? field.string }

    /// Reads and writes a page in these words.
    func whileSaying<Result>(_ work: () -> Result) -> Result {
        guard self != .english else { return work() }
        return RenderingWords.page.withValue(inRendering) {
            guard !sentences.isEmpty else { return work() }
            return RecordWords.table.withValue(RecordWords(sentences), work)
        }
    }
}

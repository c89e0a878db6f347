import ProseDiff

/// The words of the page about the record.
struct AboutWords: Codable, Hashable, Sendable {
    /// What words mean.
    var terms = [
        Term(
            "Record",
            "What a newsroom published and every change since, as it told the ledger, and what the people in its stories denied, "
                + "repeated and answered. What is changed afterwards, below a checkpoint that somebody kept, is found by those who "
                + "compare the log with it; without one, only what no longer fits together is found. A passage can be withheld, and "
                + "then the record says so, when and, in the keeper's words, by whose authority."
        ),
        Term(
            "Happened, recorded",
            "Two times. The first is told by the sender of the event: the newsroom, or for a denial or an answer another source. The second is when the ledger took the event."
        ),
        Term("Backdated", "Recorded more than an hour after it happened, as told."),
        Term("Unannounced", "The text changed and no note told readers. White space and typography alone never count."),
        Term("Version", "A story's text after an edit, counted from 1."),
        Term("Hop", "One step of an attribution: who told whom. A denial can be of the claim, or of one hop."),
        Term(
            "Drift",
            "A value of a claim that the text of the story had, and has no more, such as a number or a name. What stands in its place is "
                + "named where the comparison of the texts finds it."
        ),
        Term(
            "Through",
            "“(through wire)” beside an act names the source that sent it to the ledger, where that is not the one that published the story."
        ),
        Term("Did not respond", "Stays in the record when an answer comes later: both are kept."),
        Term(
            "Checkpoint",
            "A signature on the whole log at one size. With one that you kept you can prove that each event under it is still there, "
                + "and that its leaf is the same. A takedown takes words out and leaves the event and its leaf."
        ),
    ]
    var standing = "Standing"
    /// Before the list of standings, which the program itself has.
    var standings =
        "The result of what was said about a claim. No event says it: this program works it out from the events, as of the moment that "
        + "the page names, by the first of these that is true:"
    var proofs =
        "Each version and each event can be saved with everything that proves it, and checked without this site. "
        + "You need the log's verifier key: take it from the newsroom by another way, and keep it."
    var unproven = UnprovenWords()
    var embargoes =
        "Stories under embargo are not shown until it ends. Their events are in the public log before, without "
        + "what they say: anybody can see that such an event is there, its story's id, its type and its time. A site may also be "
        + "set to leave out stories that are on hold or killed."
}

/// A word of the record, and what it means.
struct Term: Codable, Hashable, Sendable {
    var name: String
    var meaning: String

    init(_ name: String, _ meaning: String) { (self.name, self.meaning) = (name, meaning) }
}

/// What no proof of the log shows.
struct UnprovenWords: Codable, Hashable, Sendable {
    var heading = "What a proof does not show"
    var list = [
        "that the times are true: when something happened is its source's word, when it was recorded the keeper's. A witness's "
            + "cosignature has a time, too: it is the witness's word that the record existed by then",
        "that the log holds no other chain of the story, that the story has no later events, and that others are shown the same log",
        "that the key was not stolen, and has not ended since",
        "who wrote a text, that its source was entitled to send it, and that a reader ever saw it",
        "that what a text says is true",
        "where claims stand, and what a line says that sums up a change: a program works these out from the events, as of the moment "
            + "that the page names",
        "that a takedown's reason is true and its authority gave the order: both are the keeper's word",
    ]
    /// Of the button in a page.
    var button =
        "A page that comes from a person whom you do not trust proves nothing by its own button: the one who made the page made the "
        + "button too. Then save the bundle, and check it with a program that you have from elsewhere."
}

/// The words of lists: activity, log, parties.
struct ListWords: Codable, Hashable, Sendable {
    var activity = "What was recorded each day, in UTC."
    /// The columns of the activity.
    var events = "Events"
    var begun = "Begun"
    var unannounced = "Unannounced"
    var corrections = "Corrections"
    var withheld = "Withheld"
    var backdated = "Backdated"
    var outOfOrder = "Out of order"

    var log = "Every event in the order in which the ledger took it, newest first."
    var hidden = "Events of stories that are not shown now are left out."

    var name = "Name"
    var noParty = "No story that is shown names a party yet."
    var moreParties: Phrase = "and {1} more; search by name."
    var firstActs: Phrase = "The first {1} are listed."
    var party = "Party"
    /// The columns of the parties.
    var partyColumns = ["Stories", "Said", "Denied", "Reiterated", "Asked", "Responded", "Declined", "No response"]

    var oneVersion = "1 version"
    var versions: Phrase = "{1} versions"
    var oneDenial = "1 denial"
    var denials: Phrase = "{1} denials"
    var silentEdits: Phrase = "{1} unannounced"
    /// Before a change: the texts that it is of.
    var texts = ["headline": "Headline", "dek": "Dek", "body": "Body"]
    var twoTexts: Phrase = "{1} and {2}"
    var threeTexts: Phrase = "{1}, {2} and {3}"
}

/// The words of a story's pages.
struct StoryWords: Codable, Hashable, Sendable {
    var version: Phrase = "version {1}"
    var brokenEmbargo: Phrase = "Published before the end of its embargo ({1})"
    var laterEmbargo: Phrase = "Its time is before the end of its embargo ({1})"
    var textOutOfOrder: Phrase =
        "Out of order: this text ({1}) happened {2}, before {3}, which happened {4} and was recorded first"
    var updateOutOfOrder: Phrase =
        "Out of order: the last update ({1}) happened {2}, before {3}, which happened {4} and was recorded first"
    var origins = "Origins"
    var changed: Phrase = "changed {1}"
    var fromTo: Phrase = "v{1} to v{2}"
    var moreExposures: Phrase = "and {1} more, in what changed from version to version"
    var answer: Phrase = "{1} after it was asked"
    var moreAnswers: Phrase = "and {1} more, on the page of claims"

    var notClaimedYet = "[not claimed yet]"
    var claimWithheld = "[what is claimed was withheld]"
    var setAgainst: Phrase = "set against {1} "
    var toTheWhole: Phrase = "Besides this claim: {1} {2} to the story as a whole."
    var earlier: Phrase = "{1} earlier"
    var answeredBy = ", by "
    var conceding: Phrase = "conceding: {1}"
    var inPrint: Phrase = "in print: {1}"
    var deniedBy: Phrase = " — denied by {1} "
    var aPerson = "an unnamed party"
    var noClaims = "The story makes no claim that is recorded, and asked nobody for comment."

    var blame =
        "Each sentence stands beside the version that most of its words come from; words of another version "
        + "name theirs, and the version that took out words is named in their place. Text that moved keeps its origin."
    var obscured: Phrase = "Text of {1} was withheld: what stands beside the version after it may be older."

    var versionOf: Phrase = "Version {1} of {2}"
    var prove = "Everything that proves this version (a file)"
    var cite = "Cite it: CSL-JSON"
    var citeBibTeX = "BibTeX"

    var noVersion: Phrase = "‘{1}’ is no number of a version"
    var versions = "write a whole number from 1, or all"
    var noEntry: Phrase = "‘{1}’ is no number of an entry"
    var entries = "write a whole number from 1"
    var listed: Phrase = "{1} to {2} of {3}"
    var reportedIn = "reported in"
}

/// The words of comparisons.
struct ComparisonWords: Codable, Hashable, Sendable {
    var noView: Phrase = "‘{1}’ is no view"
    var views = "choose inline or side-by-side"
    var extent = "How much"
    var noExtent: Phrase = "‘{1}’ is no extent"
    var extents = "choose changes, context or whole"
    var title: Phrase = "What changed, version {1} to {2}"
    var permanent = "Permanent link"
    /// Above the folded list of the edits between two versions.
    var between: Phrase = "The {1} edits from version {2} to version {3}, one by one"
    /// Before the first and the second of two texts, on a narrow screen.
    var before = "before"
    var after = "after"
    /// What a screen reader says before changes.
    var added = "[added]"
    var removed = "[removed]"
    var movedHere = "[moved here]"
    var movedAway = "[moved away]"
    var changed: Phrase = "Changed {1}."
    var undoes: Phrase = "It {1}."
    var inexact = "These texts are too different to be compared exactly in time: they are compared in coarser steps."
    var marked: Phrase = "v{1}: {2}"
    var marks = "A small word above a change says what it concerns. "
    var keys = "Keys: n next change, p previous one."
    var unmatched: Phrase = "The note covers “{1}”, which neither text has."
    var leftOut = "The note leaves out:"
    var moved: Phrase = "moved: {1}"
    var more: Phrase = "and {1} more"
    var unmarkedPlace = "White space or typography differs in one place, which is not marked here."
    var unmarkedPlaces: Phrase = "White space and typography differ in {1} places, which are not marked here."

    var onlyNoise = "Only white space and typography differ, which is not marked here."

    /// Says how many changes of typography a page leaves unmarked; nil for none, and where each text has ``onlyNoise``.
    func unmarked(_ comparisons: [Comparison]) -> String? {
        if comparisons.allSatisfy(\.isHiddenNoise) { return nil }
        let places = comparisons.reduce(0) { $0 + $1.noisePlaces }
        return places == 0 ? nil : places == 1 ? unmarkedPlace : unmarkedPlaces(places.grouped)
    }
}

/// The words of a case file and of an event.
struct EvidenceWords: Codable, Hashable, Sendable {
    var made: Phrase =
        "Made from the log {1} at {2} events. Version {3} of {4}, happened {5}, recorded {6}."
    var save = "Save this page with its proof"
    var says: Phrase = "What version {1} says"
    var marked: Phrase = "Its publisher marked version {1} as: {2}."
    var standings: Phrase =
        "Status, claims and requests are as of event {1}, not as of version {2}. Standings are worked out by this program; no proof covers them."
    var incomparable = "Nothing can be compared: what was changed was withheld."
    var changed: Phrase = "What changed since version {1}"
    var custody = "Where it came from"
    var noWitness = "No witness has cosigned this checkpoint: only the log's keeper signed it."
    var witnesses: Phrase =
        "The checkpoint names these witnesses as its cosigners: {1}. Check their cosignatures with keys that you have from them."
    var nothingToCosign =
        "No witness has cosigned the log: witnesses cosign checkpoints, and there is none yet."
    var later = "Come back later, or ask the log's keeper for a checkpoint that covers it."
    var custodyNote =
        "A file's name and hash are those in its event's data, which the log commits to. A receipt, the keeper's own note, that names "
        + "another file is named as that. A takedown comes from no file of a source."
    /// The columns of the custody.
    var custodyColumns = ["Event", "Recorded", "Source", "File and its SHA-256"]
    var checked =
        "What is checked is the bundle that comes with this page, not the words above: it holds the story's events up to this "
        + "version, with their proofs and a signed checkpoint. Compare the words above with those that the proof shows. Events "
        + "after this version are not in it. Paste the log's verifier key, which you have from the newsroom by another way than "
        + "this page."
    var needsScript = "The check in this page needs script. Without it, use another program, as said below."
    var key = "Verifier key"
    var prove = "Prove it here"
    var otherwise: Phrase = "Or with another program: save {1} and type {2}."
    var bundle = "the bundle"

    var inPart: Phrase = "In part {1}"
    var type = "Type"
    var revision = "Revision"
    var version = "Version"
    var id = "Id"
    var previous = "Previous of its story"
    var fileWithheld: Phrase = "its name and hash were withheld by {1}"
    var fileNoted = "(its receipt says so, the leaf does not)"
    var fileDiffers: Phrase = "Not the same: {1}."
    var data = "What it says"
    var leaf =
        "These bytes are what the log's signatures cover, once a checkpoint does. The commitment stands for what the event says, so that a passage "
        + "can be withheld and every proof still holds."
    var checkpoint = "Checkpoint"
    var proofLater =
        "Until a checkpoint covers this event there is no proof of it, and the address of the proof says so."
    var saveProof: Phrase =
        "Save the proof, then type {1}. Take the key from the newsroom by another way than this site."
}

/// The words of pictures.
struct PictureWords: Codable, Hashable, Sendable {
    var entries: Phrase = "{1}: {2} entries, as the page {1} lists them"
    var happened = "happened"
    var recorded = "recorded"
    var delay = "recorded after"
    /// A delay that all entries have.
    var eachDelay: Phrase = "{1}, each of them"
    /// Parts of the legend that only some pictures need.
    var ring = "Dashed ring: backdated, recorded more than an hour after it happened."
    var allLate = "All were recorded more than an hour after they happened."
    var times = "Above, the time from one to the next; below, from when it happened to when it was recorded."
    /// Beside a picture that is wider than the page.
    var scrolls = "Scroll sideways to see all of it."
    var earlierNotes: Phrase = "{1} earlier, in the list of versions"
    var entry: Phrase = "{1}{2}, recorded {3}: {4}"
    var newestEntries: Phrase = "The newest {1} of {2} entries."
    var newsroom = "Newsroom"
    var others = "Others"
    var days: Phrase = "{1} d"
    var hours: Phrase = "{1} h"
    var minutes: Phrase = "{1} min"
    var versions: Phrase = "{1} versions"
    var newestVersions: Phrase = "The newest {1} of {2} versions."
    var strip = "A larger dot: more words changed. A ring: unannounced. A square: a correction."
    var dot: Phrase = "v{1}, {2}: {3}"
    var published = "published"
    var changed = "changed"
}

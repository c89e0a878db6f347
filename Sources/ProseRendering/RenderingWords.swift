import Threads

/// The words that renderings write beside the texts, in the language of a page. A terminal has English ones.
package struct RenderingWords: Codable, Hashable, Sendable {
    package var unchangedSentence = "1 unchanged sentence"
    /// `{1}` is their number.
    package var unchangedSentences = "{1} unchanged sentences"
    package var split = "split"
    package var joined = "joined"
    /// What a mark is called, by its English title.
    package var marks = [
        "number": "number", "name": "name", "quotation": "quotation", "negation": "negation", "hedge": "hedge",
        "attribution": "attribution", "speaker": "speaker",
    ]
    package var firstSeen = "First seen in"
    package var sentence = "Sentence"
    /// `{1}` is a version.
    package var backIn = "back in {1}"
    /// `{1}` is a version.
    package var takenOut = "taken out in {1}"
    /// What a screen reader says of words in place of withheld text.
    package var withheld = "withheld by the ledger"
    /// BCP 47 tag of the words.
    package var language = "en"

    package init() {}

    /// The words of the page that is written now.
    package static let page = ThreadValue(RenderingWords())

    /// The same words.
    package static var current: RenderingWords { page.value }

    static func words(_ phrase: String, _ value: String) -> String { phrase.replacing("{1}", with: value) }
}

import CanonicalJSON
import StoryEvents

/// What is to be withheld.
public enum WithholdingRequest: Hashable, Sendable {
    /// Every piece of a story's events that holds some words; of all stories, where `everywhere` says so.
    case words(Text, story: StoryID, everywhere: Bool)
    /// All of an event's data.
    case event(Position)
    /// One piece of an event's data, by its number.
    case piece(Position, Int)
    /// All pieces of an event's data below one field, such as `headline`.
    case field(Position, Text)

    var isWholeEvent: Bool { if case .event = self { true } else { false } }
    var isOfWords: Bool { if case .words = self { true } else { false } }
}

/// What a takedown takes, before it is done.
public struct WithholdingPlan: Hashable, Sendable {
    /// One place that holds text to be withheld.
    public struct Place: Hashable, Sendable {
        /// The event.
        public let event: Envelope
        /// The number of the piece; nil for all of the data.
        public let piece: Int?
        /// The place of the piece; nil for all of the data.
        public let path: PiecePath?
        /// The text of the piece.
        public let text: Text
        /// The number of the text version that the event made; nil where it made none.
        public let version: Int?
    }

    /// In log order; without the names and hashes of files.
    public internal(set) var places: [Place] = []
    /// Other events that came in the same files, whose names and hashes are taken along.
    public internal(set) var custody: [Position] = []
    /// Events of which nothing but the name of their file holds the words: they lose that and its hash, and their documents stay.
    public internal(set) var named: [Position] = []
    /// Names the places of the words that no takedown of pieces reaches.
    public internal(set) var outOfReach: [Text] = []
    /// What is taken of each event.
    var pieces: [Position: Takedown.Pieces] = [:]
    /// The stories of the places.
    var stories: [StoryID] = []
    /// The places of each text.
    var same: [[Takedown.Place]] = []
    /// Texts by which files with withheld text are recognised.
    var texts: [Text] = []
    /// Texts that are too short for that: places in which one stands whole are named.
    var wholes: [Text] = []
    /// The story that the takedown is recorded in.
    public internal(set) var subject: StoryID?
    /// The story that was named, whether anything is found in it or not; nil where an event was.
    public internal(set) var asked: StoryID?
}

/// A story at a cut by happening, folded from the events that had happened.
///
/// Its text is the newest version, in log order, whose event had happened by the cut. Version numbers are those of the
/// whole record, so number N is the same text at every cut.
public struct StoryAtCut: Hashable, Sendable {
    /// The story; nil before its first text.
    public private(set) var state: StoryState?
    /// The story folded from all events; used only once an event was skipped.
    private var whole: StoryState?
    private var isCut = false

    /// Starts with no event folded.
    public init() {}

    /// The story folded from all events, including the skipped ones.
    ///
    /// Never inlined: the optimizer of Swift 6.3 fails with an ownership error when it is.
    public var record: StoryState? {
        @inline(never) get { isCut ? whole : state }
    }

    /// The number of the newest version in ``record``; nil before the first.
    public var newestVersion: Int? { isCut ? whole?.version : state?.version }

    /// Folds the story's next event, which had happened.
    public mutating func apply(_ envelope: Envelope, _ payload: Payload) {
        guard isCut else { return state.apply(envelope, payload) }
        let version = whole?.version
        whole.apply(envelope, payload)
        let shown = state?.shownText
        state.apply(envelope, payload)
        let text = whole?.version == version ? shown : whole?.shownText
        if let text { state?.show(text) }
    }

    /// Skips the story's next event, which had not happened; only later version numbers depend on it.
    public mutating func passOver(_ envelope: Envelope, _ payload: Payload) {
        if !isCut { (whole, isCut) = (state, true) }
        whole.apply(envelope, payload)
    }
}

/// A story by a cut of the world: folded from the events that had happened, with the texts and numbers of the record.
///
/// The text is the newest version, in log order, whose event had happened by the cut; everything else is folded from those
/// events alone. So number N is the same text at every cut.
public struct StoryAtCut: Hashable, Sendable {
    /// The story; nil before its first text.
    public private(set) var state: StoryState?
    /// The story folded from all events; meaningless until one was passed over.
    private var whole: StoryState?
    private var isCut = false

    /// No story yet.
    public init() {}

    /// The story as all events leave it, those too that were passed over.
    ///
    /// Never inlined: the optimizer of Swift 6.3 ends with an ownership error where it is.
    public var record: StoryState? {
        @inline(never) get { isCut ? whole : state }
    }

    /// The number of the newest text of ``record``; nil before the first.
    public var newestVersion: Int? { isCut ? whole?.version : state?.version }

    /// Folds the story's next event, one that had happened.
    public mutating func apply(_ envelope: Envelope, _ payload: Payload) {
        guard isCut else { return state.apply(envelope, payload) }
        let version = whole?.version
        whole.apply(envelope, payload)
        let shown = state?.shownText
        state.apply(envelope, payload)
        let text = whole?.version == version ? shown : whole?.shownText
        if let text { state?.show(text) }
    }

    /// Passes over the story's next event: it had not happened, and only the numbers of later versions depend on it.
    public mutating func passOver(_ envelope: Envelope, _ payload: Payload) {
        if !isCut { (whole, isCut) = (state, true) }
        whole.apply(envelope, payload)
    }
}

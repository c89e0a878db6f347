extension Rendering {
    /// How much unchanged text is shown.
    public enum Extent: String, Sendable, Hashable, CaseIterable {
        /// Only the sentences that changed.
        case changes
        /// And a sentence on either side.
        case context
        /// All of both texts.
        case whole

        /// Sentences to show around a change; nil for all. See ``Rendering/Options/context``.
        public var sentences: Int? {
            switch self {
            case .changes: 0
            case .context: 1
            case .whole: nil
            }
        }
    }
}

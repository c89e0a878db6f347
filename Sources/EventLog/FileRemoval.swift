import StoryEvents

/// That retention removes the file of a receipt, or has removed it.
public struct FileRemoval: Hashable, Sendable {
    /// The receipt's number.
    public var receipt: Int64
    /// When it was decided.
    public var noted: RecordedTime
    /// Whether the file is gone. Until then it may be in its place.
    public var isDone: Bool

    /// Creates a removal.
    public init(receipt: Int64, noted: RecordedTime, isDone: Bool) {
        self.receipt = receipt
        self.noted = noted
        self.isDone = isDone
    }
}

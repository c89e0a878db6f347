import CanonicalJSON

extension JSON {
    /// A time of happening, as in the leaf.
    public init(_ time: EventTime) { self = .string(Text(time.description)) }

    /// A time of recording.
    public init(_ time: RecordedTime) { self = .string(Text(time.description)) }

    /// A count.
    public init(_ number: Int) { self = .integer(Int64(number)) }

    /// A position.
    public init(_ position: Position) { self = .integer(position.value) }

    /// A revision.
    public init(_ revision: Revision) { self = .integer(revision.value) }

    /// A text, or null.
    public init(_ text: Text?) { self = text.map(JSON.string) ?? .null }
}

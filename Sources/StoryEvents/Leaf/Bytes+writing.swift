import CanonicalJSON

extension [UInt8] {
    /// Appends ASCII.
    public mutating func append(_ literal: StaticString) {
        literal.withUTF8Buffer { append(contentsOf: $0) }
    }

    /// Appends the digits of a number.
    public mutating func append(_ number: Int64) {
        append(addingCapacity: 20) { $0.append(Int(number), width: 1) }
    }

    /// Appends what a leaf and a document's content both end with: subject, time and type, and the closing brace.
    mutating func appendEnd(of story: StoryID, _ time: EventTime, _ type: EventType) {
        append(",\"subject\":")
        JSON.string(story.text).appendCanonical(to: &self)
        append(",\"time\":\"")
        append(contentsOf: time.description.utf8)
        append("\",\"type\":\"")
        append(contentsOf: type.rawValue.utf8)
        append("\"}")
    }
}

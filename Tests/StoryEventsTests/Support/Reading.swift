import CanonicalJSON
import StoryEvents
import Testing

/// Reads one document; `subject` and `time` are filled in where it has none.
func read(_ document: String) throws -> EventDocument {
    var object = try #require(try JSON.of(document).members)
    if object["subject"] == nil { object["subject"] = "harbor-bridge" }
    if object["time"] == nil { object["time"] = "2026-03-02T17:20:00-05:00" }
    return try EventDocument(.object(object), defaultSource: "inbox")
}

/// Reads a file to its end.
///
/// - Returns: The documents read, and everything that was refused.
func readAll(
    _ bytes: [UInt8], format: DocumentFormat, source: Text = "inbox"
) -> (documents: [EventDocument], refusals: [Refusal]) {
    var reader = DocumentReader(bytes, format: format, defaultSource: source)
    var documents: [EventDocument] = []
    var refusals: [Refusal] = []
    while true {
        do {
            guard let document = try reader.next() else { return (documents, refusals) }
            documents.append(document)
        } catch {
            refusals += error.all
        }
    }
}

func readAll(
    _ text: String, format: DocumentFormat, source: Text = "inbox"
) -> (documents: [EventDocument], refusals: [Refusal]) {
    readAll(Array(text.utf8), format: format, source: source)
}

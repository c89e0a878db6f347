import Foundation
import StoryEvents
import Testing

/// The golden story: events, and the answers worked out beside each; see the head of the file.
struct ContestedStory {
    /// Claims and requests at one cut, as the file writes them.
    struct Answer: Equatable {
        var stands = ""
        var requests = ""
    }

    struct Event {
        let time: EventTime
        let recorded: EventTime
        let isBackdated: Bool
        var document = ""
        /// Once it is the newest event recorded.
        var asOf = Answer()
        /// At the moment it happened, where that differs.
        var at = Answer()
        var reasons = 0
    }

    struct Both {
        let asOf: String
        let at: String
        var answer = Answer()
    }

    private(set) var events: [Event] = []
    private(set) var both: [Both] = []

    init() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(components: "Golden", "contested-story.txt")
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") { try read(line) }
    }

    private mutating func read(_ line: Substring) throws {
        let words = line.split(separator: " ")
        switch words[0] {
        case let word where word.hasPrefix("@"):
            try #require(word == "@\(events.count)" && words[1] == "happened" && words[3] == "recorded")
            events.append(
                Event(
                    time: try EventTime(String(words[2])), recorded: try EventTime(String(words[4])),
                    isBackdated: words.last == "backdated"))
        case let word where word.hasPrefix("{"): events[events.count - 1].document = String(line)
        case "both": both.append(Both(asOf: String(words[2]), at: String(words[4])))
        case "stands": answer(\.stands, \.asOf.stands, Self.rest(line, after: "stands"))
        case "requests": answer(\.requests, \.asOf.requests, Self.rest(line, after: "requests"))
        case "because": if both.isEmpty { events[events.count - 1].reasons += 1 }
        case "at" where words[1] == "stands": events[events.count - 1].at.stands = Self.rest(line, after: "at stands")
        case "at" where words[1] == "requests":
            events[events.count - 1].at.requests = Self.rest(line, after: "at requests")
        case "at" where words[1] == "because": break
        default: try #require(line.hasPrefix("#") || line.hasPrefix("          "), "\(line)")
        }
    }

    private mutating func answer(
        _ ofBoth: WritableKeyPath<Answer, String>, _ ofEvent: WritableKeyPath<Event, String>, _ text: String
    ) {
        if both.isEmpty {
            events[events.count - 1][keyPath: ofEvent] = text
        } else {
            both[both.count - 1].answer[keyPath: ofBoth] = text
        }
    }

    private static func rest(_ line: Substring, after word: String) -> String {
        line.dropFirst(word.count).trimmingCharacters(in: .whitespaces)
    }
}

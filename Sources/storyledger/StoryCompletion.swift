import ArgumentParser
import EventLog
import LedgerService
import StoryEvents

extension CompletionKind {
    /// The ids of stories, from the ledger that the line or the environment names.
    ///
    /// Nothing is offered where the ledger cannot be read: a shell has no place to say why, and the verb will.
    static let story = CompletionKind.custom { words, _, typed in
        do throws(EventLogError) {
            let store = try ledger(words).open(.readOnly, patience: .zero)
            return try store.stories(startingWith: typed, limit: mostCompletions).map(\.description).filter(isPlain)
        } catch {
            return []
        }
    }

    /// A shell asks before it lists more than a hundred; it can be given more than a person reads.
    private static let mostCompletions = 1000

    /// Whether a shell takes an id as it is: what it offers goes onto its line without quotes.
    private static func isPlain(_ id: String) -> Bool {
        id.unicodeScalars.allSatisfy { scalar in
            scalar.value >= 0x80 ? scalar.properties.isAlphabetic : isPlain(scalar)
        }
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ".", "/", ":", "@", "+", ",", "=", "%": true
        default: false
        }
    }

    private static func ledger(_ words: [String]) -> LedgerDirectory {
        var options = LedgerOptions()
        if let index = words.lastIndex(of: "--ledger"), index + 1 < words.count {
            options.path = words[index + 1]
        } else {
            options.path = words.last { $0.hasPrefix("--ledger=") }.map { String($0.dropFirst("--ledger=".count)) }
        }
        return options.directory
    }
}

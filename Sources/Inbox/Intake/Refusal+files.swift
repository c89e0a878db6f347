import StoryEvents

/// Refusals of files that were not read.
extension Refusal {
    static func notAFile(_ place: Place, _ kind: FileKind) -> Refusal {
        Refusal(
            .notAFile, "'\(place.text)' is \(kind.name); only regular files are taken",
            remedy: "put the file itself into the inbox")
    }

    static func manyNames(_ place: Place, _ links: UInt64) -> Refusal {
        Refusal(
            .notAFile, "'\(place.text)' is one of \(links) names of the same file (hard links)",
            remedy: "put a copy into the inbox, or remove the other names")
    }

    static func tooLarge(_ place: Place, _ bytes: Int64, limit: Int64) -> Refusal {
        Refusal(
            .tooLarge, "'\(place.text)' has \(bytes) bytes; at most \(limit) are taken",
            remedy: "split it into several files, or raise the limit in the configuration, and put it in again")
    }

    static func unreadable(_ place: Place, _ reason: String) -> Refusal {
        Refusal(
            .unreadable, "'\(place.text)' cannot be read: \(reason)",
            remedy: "let the ledger's user read it, and put it into the inbox again")
    }

    static func badName(_ place: Place) -> Refusal {
        Refusal(
            .badName, "the name '\(place.text)' \(FileName.unusable)",
            remedy: "give it a name in UTF-8 without such characters, and put it back")
    }

    /// - Parameter ends: A description of the ends, such as `ended the process twice, by SIGILL`.
    static func endedTheReader(_ place: Place, _ ends: String) -> Refusal {
        Refusal(
            .endedTheReader, "reading '\(place.text)' has \(ends)",
            remedy: "report it with the file; put it back with 'storyledger inbox retry' once a newer program runs")
    }
}

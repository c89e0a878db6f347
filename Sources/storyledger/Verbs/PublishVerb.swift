import ArgumentParser
import CanonicalJSON
import EventLog
import Foundation
import LedgerService
import Publication
import StoryEvents

struct PublishVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish", abstract: "Sign the log as it is and publish it.",
        discussion: """
            Writes tiles, entry bundles and last the checkpoint into public/, for any static web server to serve. The \
            daemon does the same as the log grows; both may run at once. Witnesses, where the file 'witnesses' lists \
            any, are asked to cosign; one that does not answer in time is named, and holds nothing up.

            A ledger that does not extend what was published, such as a restored backup, signs nothing. \
            --accept-fork says that the published history is lost for good: the reason becomes an event of the log, \
            and what was published moves to public/abandoned/.
            """)

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions

    @Option(
        name: .customLong("accept-fork"),
        help: ArgumentHelp("Give up the published history for this one, and why.", valueName: "reason"))
    var reason: String?

    func run() throws {
        let publisher = try ledger.publisher(.readWrite)
        let reason = reason
        let (published, witnesses) = try orFail { () throws(PublicationError) in
            let witnesses = try WitnessList.read(ledger.directory.publication)
            guard let reason else { return (try publisher.publish(), witnesses) }
            return (try publisher.acceptFork(reason: reason), witnesses)
        }
        let answers = try orFail { () throws(PublicationError) in
            try blocking { () async throws(PublicationError) in
                try await publisher.askOnce(witnesses, about: published, timeout: .seconds(5))
            }
        }
        if output.isJSON {
            var document = published.json
            document["new"] = .bool(published.isNew)
            document["witnesses"] = .array(
                answers.map { answer in
                    ["name": .string(Text(answer.witness.name)), "fault": JSON(answer.fault.map { Text($0.message) })]
                })
            return try JSON.object(document).printDocument()
        }
        let count = published.checkpoint.size.events
        try Terminal.print(published.isNew ? "published \(count)" : "\(count) published already; nothing is new")
        for answer in answers {
            if let fault = answer.fault {
                Failure(0, "witness \(answer.witness.name): \(fault.message)", remedy: "").print()
            } else {
                try Terminal.print("cosigned by \(answer.witness.name)".forTerminal)
            }
        }
    }
}

extension PublishedCheckpoint {
    /// What it says, under the names that the specification uses.
    var json: JSONObject {
        [
            "origin": .string(Text(checkpoint.origin)), "size": JSON(stored: checkpoint.size),
            "root": .string(Text(checkpoint.root.hex)),
            "note": .string(Text(String(decoding: note.bytes, as: UTF8.self))),
        ]
    }
}

extension UInt64 {
    /// A count of events in words.
    var events: String { self == 1 ? "1 event" : "\(self) events" }
}

extension LedgerOptions {
    /// What publishes the ledger; opened to read, it can only tell.
    func publisher(_ access: SQLiteEventStore.Access) throws(Failure) -> Publisher {
        let store = try open(access)
        return Publisher(
            store, directories: directory.publication, environment: ProcessInfo.processInfo.environment)
    }
}

/// Waits for a task from outside of any.
func blocking<Value: Sendable, Failure: Error>(
    _ body: @escaping @Sendable () async throws(Failure) -> Value
) throws(Failure) -> Value {
    let box = ResultBox<Value, Failure>()
    let done = DispatchSemaphore(value: 0)
    Task.detached {
        do throws(Failure) { box.result = .success(try await body()) } catch { box.result = .failure(error) }
        done.signal()
    }
    done.wait()
    return try box.result!.get()
}

/// Written before the semaphore is signalled, and read after.
private final class ResultBox<Value: Sendable, Failure: Error>: @unchecked Sendable {
    var result: Result<Value, Failure>?
}

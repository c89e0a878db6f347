import ArgumentParser
import CanonicalJSON
import EventLog
import Foundation
import LedgerService
import MerkleLog
import Publication
import StoryEvents

struct PublishVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish", abstract: "Sign the log as it is and publish it.",
        discussion: """
            Writes tiles, entry bundles and last the checkpoint into public/, for any static web server to serve. The \
            daemon does the same as the log grows; both may run at once. Witnesses, where the file 'witnesses' lists \
            any, are asked to cosign; one that does not answer in time is named, and holds nothing up.

            --require quorum holds a new checkpoint back from readers until the quorum of that file has cosigned it, as \
            the daemon's setting publication.require does.

            A ledger that does not extend what was published, such as a restored backup, signs nothing. \
            --accept-fork says that the published history is lost for good: the log goes on under a new name, NAME/2, \
            with a new key; the reason becomes an event of the log, and what was published moves to public/abandoned/. \
            Where the old key is a credential of systemd's, the new one is the file key.fork, until you have moved it there.
            """)

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions

    @Option(
        name: .customLong("accept-fork"),
        help: ArgumentHelp("Give up the published history for this one, and why.", valueName: "reason"))
    var reason: String?

    @Option(
        help: ArgumentHelp(
            "none or quorum (default: $STORYLEDGER_PUBLICATION_REQUIRE, else none).", valueName: "what"))
    var require: Configuration.Requirement?

    func run() throws {
        let publisher = try ledger.publisher(.readWrite, require: require)
        let reason = reason
        let (published, witnesses) = try orFail { () throws(PublicationError) in
            let witnesses = try WitnessList(ledger.directory.publication).witnesses
            guard let reason else { return (try publisher.publish(), witnesses) }
            return (try publisher.acceptFork(reason: reason), witnesses)
        }
        let answers = try orFail { () throws(PublicationError) in
            try blocking { () async throws(PublicationError) in
                try await publisher.askOnce(witnesses, about: published, timeout: .seconds(5))
            }
        }
        // What was held back may be visible now.
        let isHeld = try published.isHeld && orFail { () throws(PublicationError) in try publisher.held() != nil }
        if output.isJSON {
            var document = published.json
            document["new"] = .bool(published.isNew || published.isHeld && !isHeld)
            document["held"] = .bool(isHeld)
            document["witnesses"] = .array(
                answers.map { answer in
                    [
                        "name": .string(Text(answer.witness.name)),
                        "fault": JSON(answer.fault.map { Text($0.message) }),
                        "loss": JSON(answer.loss.map { Text($0.message) }),
                    ]
                })
            return try JSON.object(document).printDocument()
        }
        let count = published.checkpoint.size.events
        if isHeld {
            try Terminal.print("signed \(count); readers see them once the quorum has cosigned")
        } else if published.isNew || published.isHeld {
            try Terminal.print("published \(count)")
        } else {
            try Terminal.print("\(count) published already; nothing is new")
        }
        for answer in answers {
            if let loss = answer.loss { Failure.say("witness \(answer.witness.name): \(loss.message)") }
            if let fault = answer.fault {
                Failure(0, "witness \(answer.witness.name): \(fault.message)", remedy: "").print()
            } else {
                try Terminal.print("cosigned by \(answer.witness.name)".forTerminal)
            }
        }
    }
}

extension UInt64 {
    /// A count of events in words.
    var events: String { self == 1 ? "1 event" : "\(self) events" }
}

extension LedgerOptions {
    /// What publishes the ledger; opened to read, it can only tell.
    ///
    /// - Parameter require: What a new checkpoint waits for; nil for what the environment says.
    func publisher(
        _ access: SQLiteEventStore.Access, require: Configuration.Requirement? = nil
    ) throws(Failure) -> Publisher {
        let store = try open(access)
        let environment = ProcessInfo.processInfo.environment
        let directories = directory.publication
        let requirement = if let require { require } else { try Configuration.Requirement(environment: environment) }
        let required: WitnessQuorum? = try orFail { () throws(PublicationError) in
            guard requirement == .quorum else { return nil }
            return try WitnessList(directories).required(directories)
        }
        return Publisher(store, directories: directories, environment: environment, required: required)
    }
}

extension Configuration.Requirement: ExpressibleByArgument {
    /// What the environment says of `publication.require`.
    fileprivate init(environment: [String: String]) throws(Failure) {
        let text = environment["STORYLEDGER_PUBLICATION_REQUIRE"] ?? ""
        guard let requirement = text.isEmpty ? .nothing : Self(rawValue: text) else {
            throw Failure(
                Failure.usage, "STORYLEDGER_PUBLICATION_REQUIRE is '\(text)'", remedy: "write none or quorum")
        }
        self = requirement
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

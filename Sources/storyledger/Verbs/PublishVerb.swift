import ArgumentParser
import CanonicalJSON
import Files
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

            Auditors read the history that was given up, too. Where files of it are not here, such as after a restore, \
            --accept-fork names the command that copies them from a copy of public/; --dry-run says so before, and changes \
            nothing.
            """)

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions

    @Option(
        name: .customLong("accept-fork"),
        help: ArgumentHelp("Give up the published history for this one, and why.", valueName: "reason"))
    var reason: String?

    @Flag(name: .customLong("dry-run"), help: "With --accept-fork: only say what would be given up.")
    var isDryRun = false

    @Option(
        help: ArgumentHelp(
            "none or quorum (default: $STORYLEDGER_PUBLICATION_REQUIRE, else none).", valueName: "what"))
    var require: Configuration.Requirement?

    func validate() throws {
        if isDryRun, reason == nil { throw ValidationError("--dry-run is for --accept-fork") }
    }

    func run() throws {
        if isDryRun { return try foretell() }
        let publisher = try ledger.publisher(.readWrite, require: require)
        let reason = reason
        let (published, witnesses, givenUp) = try orFail {
            () throws(PublicationError) -> (PublishedCheckpoint, [Witness], GivenUpHistory?) in
            let witnesses = try WitnessList(ledger.directory.publication).witnesses
            guard let reason else { return (try publisher.publish(), witnesses, nil) }
            let fork = try publisher.fork()
            return (try publisher.acceptFork(reason: reason), witnesses, fork.map(publisher.setAside))
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
            document["givenUp"] = givenUp?.json ?? .null
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
        givenUp?.warn(isSetAside: true)
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

extension PublishVerb {
    /// Says what a fork would give up.
    private func foretell() throws {
        let publisher = try ledger.publisher(.readOnly)
        let fork = try orFail { () throws(PublicationError) in
            guard let fork = try publisher.fork() else { throw .nothingToAccept(size: try publisher.size()) }
            return fork
        }
        if output.isJSON { return try JSON.object(["givenUp": fork.json]).printDocument() }
        try Terminal.print(
            "dry run: this would give up the history of \(fork.size.events) published as \(fork.origin), root \(fork.root.hex)"
        )
        fork.warn(isSetAside: false)
    }
}

extension GivenUpHistory {
    /// `{origin, size, root, place, missing, first, remedy}`
    fileprivate var json: JSON {
        [
            "origin": .string(Text(origin)), "size": JSON(stored: size), "root": .string(Text(root.hex)),
            "place": .string(Text(place)), "missing": JSON(missing), "first": JSON(firstMissing.map { Text($0) }),
            "remedy": missing == 0 ? .null : .string(Text(remedy)),
        ]
    }

    /// Says on standard error which of its files are not here, and what to do.
    ///
    /// - Parameter isSetAside: Whether it was given up already.
    fileprivate func warn(isSetAside: Bool) {
        guard let firstMissing else { return }
        let files = missing == 1 ? "1 file" : "\(missing) files"
        let when = isSetAside ? "until then" : "without them"
        Failure.say(
            "the history that \(isSetAside ? "was" : "would be") given up lacks \(files) here, such as \(place)/\(firstMissing): "
                + "\(when), verify and monitor report that",
            remedy: remedy)
    }

    private var remedy: String {
        let word = ShellWord.quoted(place)
        return
            "if anybody has a copy of public/ as readers saw it: cp -r COPY/tile \(word)/; \(FileOwner.restoring(place))"
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

import ArgumentParser
import CanonicalJSON
import LedgerService
import Publication
import StoryEvents

struct KeyVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "Show and change the key that the log is signed with.",
        subcommands: [KeyShowVerb.self, KeyRotateVerb.self, KeyNewVerb.self])
}

struct KeyShowVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Print the verifier key, and what to do with it.",
        discussion: """
            The verifier key is public: auditors check signatures with it. Give it to them by another way \
            than the log itself; otherwise it proves nothing.
            """)

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let publisher = try ledger.publisher(.readOnly)
        let keys = try orFail { () throws(PublicationError) in try publisher.signingKeys() }
        try keys.print(isJSON: output.isJSON)
    }
}

struct KeyNewVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Print the line of a new private key, for a credential.",
        discussion: """
            Changes nothing. Where the key is a credential of systemd's, 'key rotate' cannot change it: put this line before \
            the one that is there, restart the service, and rotate. A person who reads the line can sign as this log.
            """)

    @OptionGroup var ledger: LedgerOptions

    func run() throws {
        let publisher = try ledger.publisher(.readOnly)
        try Terminal.print(try orFail { () throws(PublicationError) in try publisher.newKeyText() })
    }
}

struct KeyRotateVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate", abstract: "Change over to a new key.",
        discussion: """
            Makes a new key; from then on the log is signed with both. An event 'rekeyed' says so in the log, and the file \
            public/statements says it under both signatures: who believes the old key can follow it to the new one. Give \
            the new verifier key to everybody who has the old one, and when they have it, drop the old key with \
            --finish. The old private key is gone then.

            Where the key is a credential of systemd's, run this with the credential, as 'systemd-run -p LoadCredential=' \
            does: 'key new' prints the line to put before the old one, and after --finish the old line is yours to remove.

            Only the old key can vouch for a new one. Where it is lost for good, --old-key-is-lost signs with a new key, or \
            with the one that is there, all the same: no statement links the two. Auditors who know the old key find that a stranger \
            signs the log, and must hear from you why, and get the new key from you. They accept it with 'storyledger monitor \
            SOURCE --key NEW --lost-key OLD', which still holds every tree that they saw against the log.
            """)

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions

    @Flag(name: .customLong("finish"), help: "Drop the older key.")
    var isFinishing = false

    @Flag(name: .customLong("old-key-is-lost"), help: "Sign with a key for which no earlier one vouches.")
    var isLost = false

    func validate() throws {
        guard !isFinishing || !isLost else {
            throw ValidationError("--finish and --old-key-is-lost exclude each other")
        }
    }

    func run() throws {
        let publisher = try ledger.publisher(.readWrite)
        let keys = try orFail { () throws(PublicationError) in
            try isLost
                ? publisher.replaceLostKey() : isFinishing ? publisher.finishRotation() : publisher.beginRotation()
        }
        try keys.print(isJSON: output.isJSON)
    }
}

extension SigningKeys {
    fileprivate func print(isJSON: Bool) throws(Failure) {
        let texts = verifiers.map(\.description)
        let origin = verifiers.first?.identity.name.description ?? ""
        if isJSON {
            let document: JSON = [
                "origin": .string(Text(origin)), "file": .string(Text(path)),
                "keys": .array(texts.map { .string(Text($0)) }),
            ]
            return try document.printDocument()
        }
        for text in texts { try Terminal.print(text.forTerminal) }
        let explanation =
            if texts.count > 1 {
                "The log is signed with both; the first is the newer. Give it to everybody who has the other, and "
                    + "then drop the other with 'storyledger key rotate --finish'.".forNamedLedger
            } else {
                "Publish it where the log itself is not served from (a printed page, another site, your staff's "
                    + "profiles) and give it to auditors: with it they check what the log signs. Keep a copy of "
                    + "\(path) in a safe place: its holder signs as this log."
            }
        // Standard output has the keys alone, so that a file of it can be given to --key.
        StandardError.write(explanation.wrapped(to: min(Terminal.errorWidth ?? 80, 100), indent: 2) + "\n")
    }
}

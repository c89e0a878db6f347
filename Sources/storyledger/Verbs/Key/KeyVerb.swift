import ArgumentParser
import CanonicalJSON
import Foundation
import Publication
import StoryEvents

struct KeyVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "Show and change the key that the log is signed with.",
        subcommands: [KeyShowVerb.self, KeyRotateVerb.self])
}

struct KeyShowVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Print the verifier key, and what to do with it.",
        discussion: """
            The verifier key is public: auditors check signatures with it. It proves something only where it came to \
            them by another way than the log itself.
            """)

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let (file, origin) = try ledger.keyFile()
        let keys = try orFail { () throws(PublicationError) in try file.read(origin: origin) }
        try keys.print(origin: origin, isJSON: output.isJSON)
    }
}

struct KeyRotateVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate", abstract: "Change over to a new key.",
        discussion: """
            Makes a new key; from then on the log is signed with both. Give the new verifier key to everybody who has \
            the old one, and when they have it, drop the old key with --finish. The old private key is gone then.
            """)

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions

    @Flag(name: .customLong("finish"), help: "Drop the older key.")
    var isFinishing = false

    func run() throws {
        let (file, origin) = try ledger.keyFile()
        let publisher = try ledger.publisher(.readWrite)
        let keys = try orFail { () throws(PublicationError) in
            try isFinishing ? file.finishRotation(origin: origin) : file.beginRotation(origin: origin)
        }
        // What readers see is signed anew at once, where anything was published and nothing stands against it.
        try orFail { () throws(PublicationError) in
            if try publisher.published() != nil { _ = try publisher.publish() }
        }
        try keys.print(origin: origin, isJSON: output.isJSON)
    }
}

extension LedgerOptions {
    fileprivate func keyFile() throws(Failure) -> (file: KeyFile, origin: String) {
        let origin = try open().ledger.origin
        return (KeyFile(directory.publication, environment: ProcessInfo.processInfo.environment), origin)
    }
}

extension SigningKeys {
    fileprivate func print(origin: String, isJSON: Bool) throws(Failure) {
        let texts = verifiers.map(\.description)
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
                """
                  The log is signed with both; the first is the newer. Give it to everybody who has the other, and
                  then drop the other with 'storyledger key rotate --finish'.
                """
            } else {
                """
                  Publish it where the log itself is not served from (a printed page, another site, your staff's
                  profiles) and give it to auditors: with it they check what the log signs. Keep a copy of
                  \(path) in a safe place: whoever has it signs as this log.
                """
            }
        try Terminal.print(explanation.forTerminal)
    }
}

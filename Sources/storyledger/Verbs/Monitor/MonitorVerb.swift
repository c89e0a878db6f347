import ArgumentParser
import CanonicalJSON
import Foundation
import MerkleLog
import Monitoring
import StoryEvents

struct MonitorVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "monitor", abstract: "Watch a published log from its public files; no ledger is needed.",
        discussion: """
            Reads checkpoint, tiles and entry bundles of a directory or a static web server. Checks the signature, that \
            the log extends what this user saw before, that every story is one chain, that identities are unique, that \
            recorded times never go back, that every story's id is in the form that intake asks for (composed, no invisible \
            characters), that no event lies further ahead than intake allows, and that takedowns, forks and changes of key name what exists. Prints each new event, and a line for each finding; the exit status is 1 when there is one.

            What was seen is kept in $XDG_STATE_HOME/storyledger/known-logs (~/.local/state/storyledger/known-logs) and \
            not changed by a look with findings, but for the proof: two trees that contradict each other, and what \
            --statements say of ends and forks, are kept there. \
            What was only met in a file signed by another key is a remark, and no finding. A monitor sees no data of events, so it does not check what they say; \
            and it sees one server, so two monitors that compare known logs see more.
            """)

    @OptionGroup var output: OutputOptions
    @OptionGroup var trust: TrustOptions
    @OptionGroup var lost: LostKeyOption

    @Argument(help: "The directory with 'checkpoint' and 'tile', or its https:// or http:// address.")
    var source: String

    @Flag(name: [.long, .customShort("f")], help: "Go on looking, until interrupted or until there is a finding.")
    var follow = false

    @Option(help: ArgumentHelp("Seconds between two looks.", valueName: "seconds"))
    var interval = 10

    func validate() throws {
        guard (1...86_400).contains(interval) else {
            throw ValidationError("--interval is from 1 to 86400; found \(interval)")
        }
    }

    func run() throws {
        let lost = try lost.keys(trust)
        let trust = try trust.trust()
        let files = try PublicSource.open(source)
        let memory = try KnownLogs.ofThisUser()
        let known = try orFail { () throws(KnownLogsFault) in try memory.read() }
        var monitor = Monitor(
            files,
            MonitorTrust(
                keys: trust.keys, quorum: WitnessQuorum(witnesses: trust.witnesses, quorum: trust.quorum),
                lost: lost, given: GivenStatements(trust.statements), known: known))
        if follow { OutputReader.endWithIt() }
        var lastSize: UInt64?
        var lastFault: MonitorFault?
        while true {
            do {
                let look = try look(&monitor)
                lastFault = nil
                if look.checkpoint?.size != lastSize || look.findings > 0 { try say(look, memory) }
                lastSize = look.checkpoint?.size
                if let learned = look.learned {
                    try orFail { () throws(KnownLogsFault) in try memory.remember(learned) }
                }
                if let known = look.known {
                    for pair in look.contradictions {
                        try orFail { () throws(KnownLogsFault) in try memory.keep(pair, of: known) }
                    }
                }
                if let origin = look.checkpoint?.origin { try memory.learn(trust, of: origin) }
                if look.findings > 0 { throw ExitCode(Failure.different) }
            } catch let fault as MonitorFault {
                guard follow else { throw Failure(fault) }
                if fault != lastFault { Failure.say("\(source): \(fault.message)", remedy: "trying again") }
                lastFault = fault
            }
            guard follow else { return }
            sleep(UInt32(interval))
        }
    }

    private func look(_ monitor: inout Monitor) throws -> Monitor.Look {
        var lines = LineBuffer()
        var failure: Failure?
        let look = try monitor.look { report in
            guard failure == nil else { return }
            do throws(Failure) {
                switch report {
                case .event(let envelope): try lines.add(line(envelope))
                case .finding(let finding): try lines.add(line(finding))
                }
            } catch { failure = error }
        }
        if let failure { throw failure }
        try lines.flush()
        return look
    }

    private func line(_ envelope: Envelope) -> String {
        if output.isJSON {
            let object: JSONObject = [
                "kind": "event", "position": JSON(envelope.position), "revision": JSON(envelope.revision),
                "story": .string(envelope.story.text), "type": .string(Text(envelope.type.rawValue)),
                "time": JSON(envelope.time), "recorded": JSON(envelope.recorded),
            ]
            return String(decoding: JSON.object(object).bytes(pretty: false), as: UTF8.self)
        }
        return "\(envelope.position)  \(envelope.time)  \(envelope.type.rawValue)  \(envelope.story)".onOneLine
    }

    private func line(_ finding: LogFinding) -> String {
        guard output.isJSON else { return "finding: \(finding.description)".onOneLine }
        let object: JSONObject = [
            "kind": "finding", "position": finding.position.map { .integer(Int64($0)) } ?? .null,
            "what": .string(Text(finding.what)),
        ]
        return String(decoding: JSON.object(object).bytes(pretty: false), as: UTF8.self)
    }

    private func say(_ look: Monitor.Look, _ memory: KnownLogs) throws(Failure) {
        look.newestRecorded?.sayIfAhead()
        for remark in look.remarks {
            let line: JSONObject = ["kind": "remark", "what": .string(Text(remark))]
            if output.isJSON {
                try JSON.object(line).printLine()
            } else {
                try Terminal.print("remark: \(remark)".onOneLine)
            }
        }
        if output.isJSON {
            var object: JSONObject = ["kind": "checkpoint"]
            object["origin"] = look.checkpoint.map { .string(Text($0.origin)) } ?? .null
            object["size"] = look.checkpoint.map { .integer(Int64($0.size)) } ?? .null
            object["root"] = look.checkpoint.map { .string(Text($0.root.hex)) } ?? .null
            object["signers"] = .array(look.signers.map { .string(Text($0.identity.description)) })
            object["known"] = look.knownSize.map { .integer(Int64($0)) } ?? .null
            object["stories"] = JSON(look.stories)
            object["keys"] = .array(look.followed.map { .string(Text($0.new.description)) })
            object["lost"] = .array(look.replaced.map { .string(Text($0.identity.description)) })
            object["forks"] = .array(look.forks.map(\.json))
            object["findings"] = JSON(look.findings)
            return try JSON.object(object).printLine()
        }
        for statement in look.followed {
            try Terminal.print(
                "key changed: \(statement.old.identity) vouches for \(statement.new)".onOneLine)
        }
        for key in look.replaced where look.findings == 0 {
            try Terminal.print(
                "key changed on your word: \(key.identity) is lost, and nothing of it vouches for the new key; the log still begins with what it signed"
                    .onOneLine)
        }
        guard let checkpoint = look.checkpoint else { return }
        let events = checkpoint.size.events
        guard look.findings == 0 else {
            let count = look.findings == 1 ? "1 finding" : "\(look.findings) findings"
            return try Terminal.print("\(checkpoint.origin): \(events), \(count)".onOneLine)
        }
        let before =
            look.knownSize.map { $0 == checkpoint.size ? "as seen before" : "extends the \($0.events) seen before" }
            ?? "seen for the first time"
        try Terminal.print(
            "\(checkpoint.origin): \(events) of \(look.stories == 1 ? "1 story" : "\(look.stories) stories"), \(before); nothing found"
                .onOneLine)
        let signers = look.signers.map(\.identity.description).joined(separator: " and ")
        try Terminal.print("signed by \(signers), root \(checkpoint.root.hex)".onOneLine)
        for fork in look.forks { try Terminal.print(fork.lineage.onOneLine) }
    }
}

extension Monitor.Fork {
    /// What a log goes on from, and what that means for those who met the older one.
    fileprivate var lineage: String {
        guard case .forked(let abandoned, _) = entry.statement.kind, let common else { return "" }
        let old = entry.statement.old.identity.name
        let beginning =
            common == 0
            ? "No beginning of it is that of \(old); what \(old) held is"
            : "\(common == 1 ? "The first event is that" : "The first \(common.events) are those") of \(old); what \(old) held after them is"
        return
            "it goes on from the log \(old), which was given up at \(abandoned.size.events): @\(entry.position) 'forked' says so, "
            + "and its data has the keeper's reason. \(beginning) "
            + "no part of this log, and lies in abandoned/. What the key of \(old) signed, such as a bundle, proves "
            + "nothing of this log, and that key does not vouch for this one"
    }

    /// `{position, origin, abandoned, kept, common}`.
    fileprivate var json: JSON {
        guard case .forked(let abandoned, let kept) = entry.statement.kind else { return .null }
        return [
            "position": .integer(entry.position),
            "origin": .string(Text(entry.statement.old.identity.name.description)),
            "abandoned": JSON(stored: abandoned.size), "kept": JSON(stored: kept.size),
            "common": common.map { JSON(stored: $0) } ?? .null,
        ]
    }
}

/// Gathers lines, so that many are written at once.
private struct LineBuffer {
    private var bytes: [UInt8] = []

    mutating func add(_ line: String) throws(Failure) {
        bytes += line.utf8
        bytes.append(UInt8(ascii: "\n"))
        if bytes.count >= 1 << 16 { try flush() }
    }

    mutating func flush() throws(Failure) {
        try Terminal.write(bytes)
        bytes.removeAll(keepingCapacity: true)
    }
}

extension Failure {
    /// Why a log cannot be looked at.
    init(_ fault: MonitorFault) {
        switch fault {
        case .nothingPublished:
            self.init(
                Failure.noInput, fault.message,
                remedy: "name the directory or address under which 'checkpoint' and 'tile' are served")
        case .unreadable:
            self.init(Failure.unavailable, fault.message, remedy: "see that the log is served there, and try again")
        }
    }
}

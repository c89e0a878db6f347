import CanonicalJSON
import MerkleLog
import Monitoring
import StoryEvents
import Verification

/// Shows what a bundle proves, and what it does not.
struct BundlePage {
    private let bundle: StoryBundle
    private let proof: BundleProof
    /// Who vouches for the checkpoint, and what cannot be known of it.
    private let standing: CheckpointStanding
    private let signers: [String]

    init(_ bundle: StoryBundle, _ proof: BundleProof, _ standing: CheckpointStanding, signedBy keys: [VerifierKey]) {
        self.standing = standing
        self.bundle = bundle
        self.proof = proof
        signers = keys.map(\.identity.description)
    }

    /// What is proven, one line each.
    private var proven: [String] {
        let checkpoint = proof.checkpoint.checkpoint
        let (first, last) = (proof.events[0].envelope.position, proof.newest.position)
        let count = proof.events.count
        let shown = pieces.count { if case .shown = $0 { true } else { false } }
        let events = count == 1 ? "the event \(first)" : "these \(count) events, \(first) to \(last)"
        var lines = [
            standing.unvouched == nil
                ? "the log \(checkpoint.origin), tree of \(checkpoint.size) leaves, holds \(events)"
                : "\(standing.signer) signed a tree of \(checkpoint.size) leaves with \(events)",
            "signed by \(signers.joined(separator: " and ")), root \(checkpoint.root.hex)",
            count == 1
                ? "it is a first event of the story" : "they are one chain of the story from a first event on",
            "what they say: \(shown) of \(pieces.count) pieces are here, as they were committed to"
                + (gone == 0 ? "" : "; \(goneWords)"),
        ]
        if isProven { lines.append("they make version \(bundle.version)") }
        return lines + [standing.later].compactMap(\.self) + proof.checkpoint.cosignatures.map(\.line)
    }

    /// What is not proven, one line each.
    private var unproven: [String] {
        var lines = [
            "that the log holds no other chain of this story", "that the story has no later events",
            "that times are true: when things happened is their sources' word, when they were recorded the keeper's",
            "that others are shown the same log",
            "that a source was entitled to what it sent, such as an edit by another source than the publisher's",
        ]
        if !withheld.isEmpty {
            lines.append("that a takedown's reason and authority are true: they are the keeper's word")
        }
        lines += standing.doubts
        if !isProven {
            let why =
                if !proof.isComplete || proof.isCounted { "" } else if gone > 0 { ": \(Self.keepersWord)" } else {
                    ": which of the withheld texts were the same is the keeper's word"
                }
            lines.append("that they make version \(bundle.version)\(why)")
        }
        if !proof.hasSureStatus {
            lines.append(
                proof.isComplete
                    ? "that its status is \(proof.status.rawValue): \(Self.keepersWord)"
                    : "that the story was not held or killed, as far as pieces are not carried")
        }
        if !proof.doubtfulTexts.isEmpty {
            let names = proof.doubtfulTexts.map(\.string).joined(separator: " and ")
            lines.append(
                "that \(names) \(proof.doubtfulTexts.count > 1 ? "are" : "is") the version's: \(Self.keepersWord)")
        }
        if !proof.doubtfullyAbsentTexts.isEmpty {
            let names = proof.doubtfullyAbsentTexts.map(\.string).joined(separator: " and no ")
            lines.append("that the version has no \(names): \(Self.keepersWord)")
        }
        if gone > 0 { lines.append("that no claim, note or move is missing: \(goneWords)") }
        if !leftOut.isEmpty {
            lines.append(
                "that the ledger has withheld nothing of what is not carried: a bundle may leave out the takedown, too")
        }
        return lines + proof.checkpoint.cosignatureDoubts(covering: proof.leaves)
    }

    private static let keepersWord = "for withheld data, the keeper's word alone says what changed"

    /// How many events have lost all of their data, so that only the takedown tells what they changed.
    private var gone: Int { proof.events.count { $0.withheld != nil } }

    private var goneWords: String { "all data of \(gone) \(gone == 1 ? "event" : "events") is gone" }

    /// Whether the shown pieces alone prove the version.
    private var isProven: Bool { proof.isCounted && standing.unvouched == nil }

    private var pieces: [BundleProof.Piece] { proof.events.flatMap { $0.pieces.map(\.piece) } }

    /// What was withheld, one line for each event and takedown.
    private var withheld: [String] {
        proof.events.flatMap { event in
            let all = event.withheld.map { ["\(event.envelope.position), all of its data: \($0)"] } ?? event.shownWhole
            return all
                + event.pieces.enumerated().compactMap { number, element in
                    let place = "\(event.envelope.position), \(element.path)"
                    switch element.piece {
                    case .withheld(let withheld): return "\(place): \(withheld)"
                    case .notCarried: return nil
                    case .shown:
                        guard let withheld = event.taker(of: number), withheld.taken.pieces != .all else { return nil }
                        return "\(place): shown, though \(withheld)"
                    }
                }
        }
    }

    /// Which pieces of each event are left out.
    private var leftOut: [String] {
        proof.events.compactMap { event in
            let names = event.pieces.filter { $0.piece == .notCarried }.map { "\($0.path)" }
            guard !names.isEmpty else { return nil }
            let count = "\(event.envelope.position), \(names.count) of \(event.pieces.count) pieces"
            guard names.count < event.pieces.count else { return count }
            let more = names.count > Self.mostNames ? ", and \(names.count - Self.mostNames) more" : ""
            return "\(count): \(names.prefix(Self.mostNames).joined(separator: ", "))\(more)"
        }
    }

    /// How many pieces of an event that is not left out whole are named.
    private static let mostNames = 8

    /// Where a text that was sent reads like the words in place of a missing piece.
    private var imitations: [String] {
        proof.events.filter { EventType.ofProducers.contains($0.envelope.type) }.flatMap { event in
            event.pieces.compactMap { path, piece in
                guard case .shown(let text) = piece, HoleWords.resemble(text) else { return nil }
                return "\(event.envelope.position), \(path)"
            }
        }
    }

    func print() throws(Failure) {
        try Terminal.print(
            "\(bundle.story)  version \(bundle.version)\(isProven ? "" : " (not proven)"), recorded \(proof.newest.recorded.shown) at \(proof.newest.position)"
                .onOneLine)
        try list("proven:", proven)
        try list("not proven:", unproven)
        try list("withheld by the ledger:", withheld)
        try list("not carried by this bundle:", leftOut)
        try list("texts that read like a takedown, and are none:", imitations)
        for (title, lines) in BundleStory(proof: proof).lists { try list(title, lines) }
        if proof.texts != nil {
            try Terminal.print(
                "attributions, requests and bylines are in the bundle, and not printed; --json has them")
        }
        guard let texts = proof.texts else { return try printShown() }
        for field in StoryState.textFields {
            if let withheld = proof.withheldFields[field] { try Terminal.print("\(field): \(withheld)".onOneLine) }
            guard let text = texts[field] else { continue }
            try Terminal.print()
            try Terminal.print("\(field):\n\(text.string.setOff)")
        }
    }

    private func printShown() throws(Failure) {
        for event in proof.events where EventType.ofProducers.contains(event.envelope.type) {
            for (path, piece) in event.pieces {
                guard case .shown(let text) = piece else { continue }
                try Terminal.print()
                try Terminal.print("\(event.envelope.position), \(path):".onOneLine)
                try Terminal.print(text.string.setOff)
            }
        }
    }

    private func list(_ title: String, _ lines: [String]) throws(Failure) {
        guard !lines.isEmpty else { return }
        try Terminal.print(title)
        for line in lines { try Terminal.print("  \(line.onOneLine)") }
    }

    /// `{story, version, status, origin, size, root, signers, cosignatures, complete, proven, notProven,
    /// events: [{..., pieces}], headline, dek, body}`.
    var json: JSON {
        var object = JSONObject()
        object["story"] = .string(bundle.story)
        object["version"] = JSON(bundle.version)
        object["status"] = proof.hasSureStatus ? .string(Text(proof.status.rawValue)) : .null
        object["origin"] = .string(Text(proof.checkpoint.checkpoint.origin))
        object["size"] = JSON(stored: proof.checkpoint.checkpoint.size)
        object["root"] = .string(Text(proof.checkpoint.checkpoint.root.hex))
        object["signers"] = .array(signers.map { .string(Text($0)) })
        object["cosignatures"] = .array(proof.checkpoint.cosignatures.map(\.json))
        object["complete"] = .bool(proof.isComplete && standing.unvouched == nil)
        object["proven"] = .array(proven.map { .string(Text($0)) })
        object["notProven"] = .array(unproven.map { .string(Text($0)) })
        object["events"] = .array(proof.events.map(\.json))
        for field in StoryState.textFields { object[field] = JSON(proof.texts?[field]) }
        return .object(object)
    }
}

extension BundleProof.Event {
    /// What is shown although a takedown took all of it, a line for each takedown.
    fileprivate var shownWhole: [String] {
        let shown = pieces.count { if case .shown = $0.piece { true } else { false } }
        return takedowns.filter { $0.taken.pieces == .all }.map {
            "\(envelope.position), \(shown) of \(pieces.count) pieces: shown, though \($0)"
        }
    }

    fileprivate var json: JSON {
        var object: JSONObject = [
            "position": JSON(envelope.position), "revision": JSON(envelope.revision),
            "type": .string(Text(envelope.type.rawValue)), "source": .string(envelope.identity.source),
            "id": .string(envelope.identity.id), "time": JSON(envelope.time), "recorded": JSON(envelope.recorded),
        ]
        object["withheld"] = withheld.map { JSON($0.by) } ?? .null
        object["pieces"] = .array(
            pieces.enumerated().map { number, element in element.piece.json(at: element.path, taken: taker(of: number))
            })
        return .object(object)
    }
}

extension BundleProof.Piece {
    /// - Parameter taker: The takedown that took it, which may be carried though it is shown.
    fileprivate func json(at path: PiecePath, taken taker: Withheld?) -> JSON {
        var object: JSONObject = ["path": .string(Text(path.path.description))]
        object["paragraph"] = path.paragraph.map { JSON($0) } ?? .null
        (object["text"], object["notCarried"]) = (.null, .bool(self == .notCarried))
        object["withheld"] = taker.map { JSON($0.by) } ?? .null
        if case .shown(let text) = self { object["text"] = .string(text) }
        return .object(object)
    }
}

extension String {
    /// Each line set off, so that no text of others is taken for the checker's own words. On a terminal it is broken here:
    /// what the terminal breaks itself has no mark before it.
    fileprivate var setOff: String {
        let text =
            Terminal.isTerminal
            ? replacing("\t", with: "  ").wrapped(to: Terminal.width - 4).cutToColumns(Terminal.width - 4)
            : forTerminal
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { "  | " + $0 }.joined(
            separator: "\n")
    }

    /// The text with longer words broken, too, so that no line takes more columns than there are.
    private func cutToColumns(_ columns: Int) -> String {
        split(separator: "\n", omittingEmptySubsequences: false).map { line in
            var (rows, used) = ("", 0)
            for character in line {
                let width = character.terminalColumns
                if used + width > columns, used > 0 {
                    rows += "\n"
                    used = 0
                }
                rows.append(character)
                used += width
            }
            return rows
        }.joined(separator: "\n")
    }
}

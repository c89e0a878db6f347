import CanonicalJSON
import StoryEvents
import Verification

/// Shows what the events of a bundle say beside the story's text, one line each: status, events, claims, notes, moves, files.
///
/// What producers sent is quoted, and the ledger's own words are not, so that no text can pass for them. What was withheld is shown as
/// words in its place. `scripts/check-bundle.py` shows the same lines.
struct BundleStory {
    let proof: BundleProof

    private var told: [(Envelope, SpokenData)] {
        zip(proof.events, proof.data).compactMap { event, data in data.map { (event.envelope, SpokenData($0, event)) } }
    }

    /// The titled lists, without those that are empty.
    var lists: [(title: String, lines: [String])] {
        [
            ("status:", proof.hasSureStatus ? [proof.status.rawValue] : []),
            ("events:", proof.events.map { event($0.envelope) }), ("claims:", told.flatMap(claims)),
            ("notes:", told.compactMap(note)), ("moves:", told.compactMap(move)),
            ("files:", told.compactMap(file)),
        ].filter { !$0.1.isEmpty }
    }

    private func event(_ envelope: Envelope) -> String {
        "\(envelope.position)  \(envelope.time)  \(envelope.type.rawValue)  source \(envelope.identity.source), "
            + "id \(envelope.identity.id)"
    }

    private func claims(_ envelope: Envelope, _ data: SpokenData) -> [String] {
        func line(_ claim: SpokenData, _ kind: String = "") -> String {
            "\(claim.said("id") ?? ""), \(kind)\(envelope.position): \(claim.said("text") ?? "")"
        }
        switch envelope.type {
        case .published, .updated: return data.objects("claims").map { line($0) }
        case .denied: return data.object("counterclaim").map { [line($0, "counter-claim, ")] } ?? []
        default: return []
        }
    }

    private func note(_ envelope: Envelope, _ data: SpokenData) -> String? {
        guard envelope.type == .updated else { return nil }
        let corrects = data.texts("corrects")
        var change = data.word("change") ?? "update"
        if !corrects.isEmpty, ["update", "clarification"].contains(change) { change = "correction" }
        let note = data.object("note")
        guard note != nil || change != "update" else { return nil }
        return "\(envelope.position), \(change)" + Self.list(", corrects ", corrects)
            + (note.map {
                (Self.isHidden($0) ? ", in a note that readers do not see" : "") + ": \($0.said("text") ?? "")"
            } ?? "")
    }

    /// Whether a note stands nowhere beside the text.
    private static func isHidden(_ note: SpokenData) -> Bool { note.word("placement") == "none" }

    private func move(_ envelope: Envelope, _ data: SpokenData) -> String? {
        guard [.denied, .reiterated, .responded].contains(envelope.type) else { return nil }
        func part(_ before: String, _ name: Text) -> String { data.said(name).map { before + $0 } ?? "" }
        var line = "\(envelope.position), \(envelope.type.rawValue)"
        if envelope.type == .responded { line += " (\(data.word("outcome") ?? ""))" }
        line += " by \(data.object("by")?.said("name") ?? "")" + Self.list(", claims ", data.texts("claims"))
        line += part(", hop ", "hop")
        if envelope.type == .denied, data.word("extent") == "partial" { line += ", in part" }
        if let strength = data.word("strength"), strength != "same" { line += ", \(strength)" }
        line += part(", answers ", "answers") + part(", request ", "request") + part(", conceding ", "concedes")
        return line
            + (data.object("statement").map {
                ": \($0.said("text") ?? "")\($0.value["verbatim"] == .bool(false) ? " (not in these words)" : "")"
            } ?? "")
    }

    private func file(_ envelope: Envelope, _ data: SpokenData) -> String? {
        guard EventType.ofProducers.contains(envelope.type), let file = data.object("context")?.object("file") else {
            return nil
        }
        return "\(envelope.position): \(file.said("name") ?? ""), SHA-256 \(file.word("sha256") ?? "")"
    }

    private static func list(_ words: String, _ ids: [String]) -> String {
        ids.isEmpty ? "" : words + ids.joined(separator: " and ")
    }
}

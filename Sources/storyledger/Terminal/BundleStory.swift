import CanonicalJSON
import StoryEvents
import Verification

/// Shows what the events of a bundle say beside the story's text, one line each: status, events, claims, notes, moves.
///
/// `scripts/check-bundle.py` shows the same lines.
struct BundleStory {
    let proof: BundleProof

    private var told: [(Envelope, Payload)] { Array(zip(proof.events.map(\.envelope), proof.payloads)) }

    /// The titled lists, without those that are empty.
    var lists: [(title: String, lines: [String])] {
        [
            ("status:", status.map { [$0] } ?? []), ("events:", proof.events.map { event($0.envelope) }),
            ("claims:", claims), ("notes:", told.compactMap(note)), ("moves:", told.compactMap(move)),
        ].filter { !$0.1.isEmpty }
    }

    private var status: String? { proof.status?.rawValue }

    private func event(_ envelope: Envelope) -> String {
        "\(envelope.position)  \(envelope.time)  \(envelope.type.rawValue)  source \(envelope.identity.source), "
            + "id \(envelope.identity.id)"
    }

    private var claims: [String] {
        told.flatMap { envelope, payload -> [String] in
            func line(_ claim: Claim, _ kind: String = "") -> String {
                "\(claim.id), \(kind)\(envelope.position): \(claim.text)"
            }
            return switch payload {
            case .published(let publication): publication.claims.map { line($0) }
            case .updated(let update): update.claims.map { line($0) }
            case .denied(let denial): denial.counterclaim.map { [line($0, "counter-claim, ")] } ?? []
            default: []
            }
        }
    }

    private func note(_ envelope: Envelope, _ payload: Payload) -> String? {
        guard case .updated(let update) = payload else { return nil }
        guard update.note != nil || update.change != .update || !update.corrects.isEmpty else { return nil }
        let corrects = update.corrects.isEmpty ? "" : ", corrects \(Self.list(update.corrects))"
        return "\(envelope.position), \(update.change.rawValue)\(corrects)\(update.note.map { ": \($0.text)" } ?? "")"
    }

    private func move(_ envelope: Envelope, _ payload: Payload) -> String? {
        func line(_ verb: String, _ by: Party, _ claims: [Text], _ hop: Text?, _ more: String, _ text: Text?) -> String
        {
            "\(envelope.position), \(verb) by \(by.name)" + (claims.isEmpty ? "" : ", claims \(Self.list(claims))")
                + (hop.map { ", hop \($0)" } ?? "") + more + (text.map { ": \($0)" } ?? "")
        }
        return switch payload {
        case .denied(let denial):
            line(
                "denied", denial.by, denial.claims, denial.hop, denial.extent == .partial ? ", in part" : "",
                denial.statement?.text)
        case .reiterated(let reiteration):
            line(
                "reiterated", reiteration.by, reiteration.claims, reiteration.hop,
                reiteration.answers.map { ", answers \($0)" } ?? "", reiteration.statement?.text)
        case .responded(let response):
            line(
                "responded (\(response.outcome.rawValue))", response.by, response.claims, nil,
                response.request.map { ", request \($0)" } ?? "", response.statement?.text)
        default: nil
        }
    }

    private static func list(_ ids: [Text]) -> String { ids.map(\.string).joined(separator: " and ") }
}

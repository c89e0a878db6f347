import CanonicalJSON
import StoryEvents

/// Which pieces a bundle shows: `headline`, `body:3` (the third paragraph), `claims.ID` (a claim by its id).
public struct PieceSelector: Hashable, Sendable, CustomStringConvertible {
    /// As it was written.
    public let description: String
    private let field: Text
    /// From 1.
    private let number: Int?
    private let claim: Text?

    /// Reads a selector.
    ///
    /// - Returns: nil for what is none.
    public init?(_ text: String) {
        description = text
        if text.hasPrefix("claims.") {
            (field, number, claim) = ("claims", nil, Text(String(text.dropFirst("claims.".count))))
            return
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard let name = parts.first, !name.isEmpty, parts.count <= 2 else { return nil }
        if parts.count == 2 {
            guard let number = Int(parts[1]), number >= 1 else { return nil }
            self.number = number
        } else {
            number = nil
        }
        field = Text(String(name))
        claim = nil
    }

    /// The pieces that selectors mean, by their events: of a field in the newest event that has it, of a claim in the event
    /// that brought it in.
    ///
    /// - Throws: ``ProvingError/noPiece(_:)``.
    static func pieces(
        _ selectors: [PieceSelector], of events: [RecordedEvent]
    ) throws(ProvingError) -> [Position: Set<Int>] {
        var pieces: [Position: Set<Int>] = [:]
        for selector in selectors {
            let found = events.reversed().lazy.compactMap { event in
                selector.pieces(of: event).map { (event.envelope.position, $0) }
            }.first
            guard let (position, numbers) = found else { throw .noPiece(selector) }
            pieces[position, default: []].formUnion(numbers)
        }
        return pieces
    }

    private func pieces(of event: RecordedEvent) -> [Int]? {
        guard [.published, .updated].contains(event.envelope.type), let data = event.disclosed, let paths = data.paths
        else { return nil }
        var numbers = paths.indices.filter { paths[$0].field == field }
        if let claim {
            let place = numbers.first { number in
                guard paths[number].path.steps.count == 3, paths[number].path.steps[2] == .member("id"),
                    case .shown(let text, _) = data.pieces[number]
                else { return false }
                return text == claim.bytes
            }
            guard let place else { return nil }
            numbers = numbers.filter { paths[$0].path.steps.prefix(2) == paths[place].path.steps.prefix(2) }
        }
        if let number {
            guard numbers.indices.contains(number - 1) else { return nil }
            numbers = [numbers[number - 1]]
        }
        return numbers.isEmpty ? nil : numbers
    }
}

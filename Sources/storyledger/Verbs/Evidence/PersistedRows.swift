import CanonicalJSON
import EventLog
import Glibc
import LedgerService
import Projections
import StoryEvents
import Verification

/// Compares the persisted projections of a ledger with its log, as part of `verify`.
struct PersistedRows {
    /// What was compared, and how much differs.
    struct Result {
        /// Why nothing was compared; nil where something was.
        var unchecked: String?
        /// Whether all rows were compared.
        var isWhole = false
        var stories = 0, rows = 0, findings = 0
        /// Events of the log that are not persisted yet.
        var behind: Int64 = 0
    }

    /// How many stories are compared unless all rows are.
    private static let sampleSize = 100
    /// How often rows are compared while the log grows and they differ.
    private static let mostAttempts = 5
    /// How many differences are printed of each projection.
    private static let mostDifferences = 20

    private let store: any EventStore
    private let directory: LedgerDirectory

    init(_ store: any EventStore, _ directory: LedgerDirectory) {
        (self.store, self.directory) = (store, directory)
    }

    /// Compares rows, and gives each difference.
    func check(all: Bool, _ report: (Finding) throws(Failure) -> Void) throws(Failure) -> Result {
        var result = Result()
        guard access(directory.views, F_OK) == 0 else {
            result.unchecked = "there is no views.db"
            return result
        }
        let found: [(projection: String, difference: RowDifference)]
        var damages: [String] = []
        do throws(ViewsError) {
            let views = try ProjectionRows(store, directory).open(.readOnly)
            found = try all ? compareAll(views, &result) { damages.append($0) } : compareSome(views, &result)
        } catch {
            guard all, error.isDamage else {
                result.unchecked = error.message
                return result
            }
            // Who asks for all rows wants to know.
            try report(Finding(.file(LedgerLayout.views), error.message))
            result.findings += 1
            return result
        }
        result.findings += damages.count
        for damage in damages { try report(Finding(.file(LedgerLayout.views), damage)) }
        for (projection, difference) in found {
            let place = Finding.Place.row(
                projection: projection, story: difference.story.string, key: difference.key.string)
            try report(
                Finding(
                    place,
                    "\(difference.field.map { "its \($0.string)" } ?? "it") is \(Self.text(difference.stored)), by the log "
                        + Self.text(difference.rebuilt)))
        }
        return result
    }

    private func compareSome(
        _ views: Views, _ result: inout Result
    ) throws(ViewsError) -> [(projection: String, difference: RowDifference)] {
        var random = SystemRandomNumberGenerator()
        guard let comparison = try views.compare(views.sample(Self.sampleSize, using: &random)) else {
            result.unchecked = "\(LedgerLayout.views) holds no rows yet"
            return []
        }
        (result.stories, result.rows) = (comparison.stories, comparison.rows)
        result.findings = comparison.differences.count
        return Array(comparison.differences.prefix(Self.mostDifferences))
    }

    private func compareAll(
        _ views: Views, _ result: inout Result, _ report: (String) -> Void
    ) throws(ViewsError) -> [(projection: String, difference: RowDifference)] {
        result.isWhole = true
        var found: [(projection: String, difference: RowDifference)] = []
        for fault in try views.integrityFaults() { report(fault) }
        let progress = try views.standings().compactMap(\.serving?.position.value)
        guard let least = progress.min() else {
            // `append` alone persists none.
            (result.unchecked, result.isWhole) = ("\(LedgerLayout.views) holds no rows yet", false)
            return []
        }
        result.behind = max(0, try views.standings().first.map { $0.size - least } ?? 0)
        for projection in views.registry.ledger {
            for fault in try views.inspect(projection) { report("the projection \(projection.name): \(fault)") }
            guard let rebuilt = try dryRun(projection, views) else { continue }
            result.findings += rebuilt.differenceCount
            found += (rebuilt.differences ?? []).map { (rebuilt.name, $0) }
        }
        return found
    }

    /// Compares all rows of a projection. A takedown that is not folded yet has changed what the events before it say: where
    /// the log has grown meanwhile, a difference is looked at again.
    private func dryRun(
        _ projection: any LedgerProjection.Type, _ views: Views
    ) throws(ViewsError) -> Views.Rebuilt? {
        for _ in 1..<Self.mostAttempts {
            let before = try views.standings().first?.size
            let rebuilt = try views.dryRun(projection, keeping: Self.mostDifferences)
            if rebuilt?.differenceCount ?? 0 == 0 { return rebuilt }
            if try views.standings().first?.size == before { return rebuilt }
        }
        return try views.dryRun(projection, keeping: Self.mostDifferences)
    }

    private static func text(_ json: JSON?) -> String {
        json.map { String(decoding: $0.canonicalBytes, as: UTF8.self).cut(to: 120) } ?? "not there"
    }
}

extension PersistedRows.Result: CustomStringConvertible {
    /// One line for the summary.
    var description: String {
        if let unchecked { return "persisted projections: not compared; \(unchecked)".onOneLine }
        if isWhole {
            let last = behind == 1 ? "event is" : "\(behind) events are"
            return "persisted projections: all rows compared with the log"
                + (behind == 0 ? "" : "; the last \(last) not persisted yet")
        }
        let stories = "\(stories) \(stories == 1 ? "story" : "stories")"
        return "persisted projections: \(rows) rows of \(stories) compared with the log; --views compares all"
    }

    /// `{compared: "all" | "some" | "nothing", stories, rows, findings}`.
    var json: JSON {
        [
            "compared": .string(unchecked != nil ? "nothing" : isWhole ? "all" : "some"),
            "stories": isWhole ? .null : JSON(stories), "rows": isWhole ? .null : JSON(rows),
            "findings": JSON(findings),
        ]
    }
}

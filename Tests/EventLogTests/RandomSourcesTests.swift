import CanonicalJSON
import EventLog
import Foundation
import LedgerTestKit
import StoryEvents
import Testing

/// Random documents through random sources, against a plain model of who may do what. `STORYLEDGER_LONG=1` runs 120,000
/// documents instead of 2,400.
@Suite("Who may say what is as the model says")
struct RandomSourcesTests {
    private static let seeds: Range<UInt64> =
        ProcessInfo.processInfo.environment["STORYLEDGER_LONG"] == nil ? 0..<12 : 0..<600

    @Test(arguments: seeds)
    func agrees(seed: UInt64) throws {
        let ledger = try TemporaryLedger()
        var random = SeededRandom(seed: seed)
        var model = SourcesModel()
        var recorder = Recorder(try ledger.open())
        for _ in 0..<4 {
            if Bool.random(using: &random) { recorder = Recorder(try ledger.open()) }
            let files = (0..<50).map { _ in
                (
                    who: SourcesModel.Who.allCases.randomElement(using: &random)!,
                    what: SourcedDocument.random(using: &random)
                )
            }
            let results = try recorder.record(
                files.map { file in
                    Submission(
                        file: "x.json", bytes: file.what.json.bytes(pretty: false), format: .json,
                        producer: SourcesModel.producer(file.who))
                })
            for (file, result) in zip(files, results) {
                let expected = model.take(file.what, from: file.who)
                #expect(Self.said(result) == expected, "seed \(seed), \(file)")
            }
        }
        #expect(try ledger.open().size() == Int64(model.events), "seed \(seed)")
    }

    /// The outcome of a file of one document, or the code of its refusal.
    private static func said(_ result: Recorder.Result) -> String {
        guard case .decided(let receipt) = result else { return "waits" }
        if case .object(let refusal)? = receipt.refusals.first { return refusal["code"]?.text?.string ?? "" }
        return receipt.entries.map(\.outcome.rawValue).joined()
    }
}

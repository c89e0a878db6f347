import CanonicalJSON
import EventLog
import Publication
import LedgerStatus
import StoryEvents

extension PublicationStanding {
    /// A name and a text each.
    var rows: [(String, String)] {
        var rows = [("published", published.map { "\($0.checkpoint.size) of \(size.events)" } ?? "nothing yet")]
        if let held {
            rows.append(("", "a checkpoint of \(held.checkpoint.size.events) is signed and waits for its quorum"))
        }
        if let obstacle { rows.append(("", "\(obstacle.message); \(obstacle.remedy.forNamedLedger)")) }
        return rows + witnesses.map { ("witness", "\($0.witness.name): \(text(of: $0))") }
    }

    /// The same as JSON.
    var json: JSON {
        var object = JSONObject()
        object["size"] = published.map { JSON(stored: $0.checkpoint.size) } ?? .null
        object["root"] = published.map { .string(Text($0.checkpoint.root.hex)) } ?? .null
        object["held"] = held.map { JSON(stored: $0.checkpoint.size) } ?? .null
        object["obstacle"] = JSON(obstacle.map { Text($0.message) })
        object["witnesses"] = .array(
            witnesses.map { standing in
                [
                    "name": .string(Text(standing.witness.name)),
                    "cosigned": standing.cosigned.map { JSON(stored: $0) } ?? .null,
                    "time": recorded(standing).map { JSON($0) } ?? .null,
                    "lag": standing.lag(behind: size).map { JSON(stored: $0) } ?? .null,
                ]
            })
        return .object(object)
    }

    private func recorded(_ standing: WitnessStanding) -> RecordedTime? {
        standing.time.map { RecordedTime(microseconds: Int64(min($0, 1 << 37)) * 1_000_000) }
    }

    private func text(of standing: WitnessStanding) -> String {
        guard let cosigned = standing.cosigned, let lag = standing.lag(behind: size) else {
            return "has cosigned nothing lately"
        }
        let when = recorded(standing).map { $0.description.prefix(19) + "Z" }
        return "cosigned \(cosigned.events)\(when.map { " at \($0)" } ?? ""), \(lag) behind"
    }
}

import CanonicalJSON
import EventLog
import MerkleLog
import StoryEvents

extension VerifiedCheckpoint {
    /// What is not proven of the times of the cosignatures, one line each: a witness says when it cosigned, and who has its key
    /// can say anything. A time that cannot be true is remarked.
    ///
    /// - Parameter leaves: Events that the tree covers.
    func cosignatureDoubts(covering leaves: [Envelope]) -> [String] {
        let (now, newest) = (SystemClock.now(), leaves.max { $0.position < $1.position })
        return cosignatures.map { $0.doubt(newest, now) }
    }
}

extension VerifiedSignature {
    /// `cosigned by NAME`.
    var line: String { "cosigned by \(key.identity.name)".onOneLine }

    /// `{witness, time}`.
    var json: JSON {
        ["witness": .string(Text(key.identity.name.description)), "time": time.map { JSON($0) } ?? .null]
    }

    /// How far a cosignature may be ahead of this machine's clock, in seconds: clocks differ.
    private static let mostAhead: Int64 = 60

    fileprivate func doubt(_ newest: Envelope?, _ now: RecordedTime) -> String {
        let said =
            "that \(key.identity.name) cosigned at \(time?.description ?? "a time after the year 9999"), as it says"
        let seconds = Int64(clamping: timestamp ?? 0)
        if let newest, seconds < newest.recorded.microseconds / 1_000_000 {
            return "\(said): \(newest.position), which the tree covers, was recorded after that, at \(newest.recorded)"
        }
        return seconds - now.microseconds / 1_000_000 > Self.mostAhead
            ? "\(said): that is ahead of this machine's clock" : said
    }

    private var time: RecordedTime? {
        // Beyond the year 9999 no text can show it.
        timestamp.flatMap { $0 < 253_402_300_800 ? RecordedTime(microseconds: Int64($0) * 1_000_000) : nil }
    }
}

import EventLog
import LedgerService
import MerkleLog
import Publication
import StoryEvents
import Verification

/// Proofs that are checked without the site.
struct Evidence {
    private let store: SQLiteEventStore
    private let directory: LedgerDirectory

    init(_ store: SQLiteEventStore, _ directory: LedgerDirectory) {
        self.store = store
        self.directory = directory
    }

    /// A C2SP tlog-proof of one event.
    func proof(of position: Position) throws(SiteFault) -> [UInt8] {
        let prover = try prover()
        do throws(ProvingError) { return try prover.proof(of: position).bytes } catch { throw SiteFault(error) }
    }

    /// Everything that proves one version.
    func bundle(of story: StoryID, _ version: Int) throws(SiteFault) -> [UInt8] {
        let prover = try prover()
        do throws(ProvingError) { return try prover.bundle(of: story, version: version).bytes } catch {
            throw SiteFault(error)
        }
    }

    private func prover() throws(SiteFault) -> Prover {
        do throws(PublicationError) {
            return Prover(store, quorum: try WitnessList(directory.publication).quorum)
        } catch {
            throw .unavailable(error.message, remedy: error.remedy)
        }
    }
}

extension SiteFault {
    fileprivate init(_ error: ProvingError) {
        switch error {
        case .noEvent, .noVersion, .noPiece: self = .notFound(error.message, remedy: error.remedy)
        default: self = .unavailable(error.message, remedy: error.remedy)
        }
    }
}

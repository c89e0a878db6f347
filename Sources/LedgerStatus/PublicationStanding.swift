import EventLog
import LedgerService
import Publication

/// The state of publication.
public struct PublicationStanding {
    /// Events in the log.
    public let size: UInt64
    /// The newest checkpoint that readers see; nil where nothing was published.
    public let published: PublishedCheckpoint?
    /// A checkpoint that is signed, and that readers do not see until its quorum has cosigned it.
    public let held: PublishedCheckpoint?
    /// What keeps the log from being signed.
    public let obstacle: PublicationError?
    /// That there is no key to sign with; nil where there is one, or may be one that this user does not see.
    public let missingKey: PublicationError?
    /// What each witness has cosigned.
    public let witnesses: [WitnessStanding]

    /// Reads it; what cannot be read is told like what keeps the log from being signed.
    ///
    /// - Parameters:
    ///   - credentials: Where systemd puts the credentials of running services, a directory for each.
    ///   - unit: The name of the unit that serves the ledger; nil for the usual one. It is asked only where there is no key.
    /// - Throws: ``StandingError``
    package init(
        _ directory: LedgerDirectory, _ store: SQLiteEventStore, environment: [String: String],
        credentials: String = "/run/credentials", unit: () -> String?
    ) throws(StandingError) {
        let publisher = Publisher(store, directories: directory.publication, environment: environment)
        do throws(EventLogError) { size = UInt64(try store.size()) } catch { throw .log(error) }
        var published, held: PublishedCheckpoint?
        var obstacle: PublicationError?
        var witnesses: [WitnessStanding] = []
        do throws(PublicationError) {
            published = try publisher.published()
            witnesses = try publisher.standings(of: try WitnessList(directory.publication).witnesses)
            obstacle = try publisher.obstacle()
            if !witnesses.isEmpty, obstacle == nil { held = try publisher.signedAhead() }
        } catch {
            obstacle = error
        }
        (self.published, self.held) = (published, held)
        (self.obstacle, self.witnesses) = (obstacle, witnesses)
        let key = KeyFile(directory.publication, environment: environment).path
        let isMissing =
            FileProbe.isAbsent(key) && FileProbe.isAbsent("\(credentials)/\(unit() ?? SystemdUnit.usual).service")
        missingKey = isMissing ? .noKey(path: key) : nil
    }
}

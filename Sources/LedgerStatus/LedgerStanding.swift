import EventLog
import Files
import Foundation
import Inbox
import LedgerService
import StoryEvents

/// The state of a ledger, read from its files: of its log, its inbox, its publication and its projections.
public struct LedgerStanding {
    /// Where the ledger is.
    public let directory: LedgerDirectory
    /// Its first name, and its age.
    public let ledger: LedgerFacts
    /// The name under which it is published now.
    public let origin: String
    /// How many events there are.
    public let size: Int64
    /// The newest one.
    public let head: LogHead?
    /// What was said of the newest file.
    public let newest: Receipt?
    /// How many events have lost their data.
    public let withheld: Int
    /// Of which of them files may still hold the data.
    public let unfinished: [Position]
    /// Files in the inbox, and in quarantine.
    public let listing: InboxListing
    /// Whether a daemon runs, and the state of its intake.
    public let daemon: DaemonPresence
    /// What the daemon says of itself; nil where it was not asked, or not heard.
    public let report: DaemonReport?
    /// Why the service's unit does not run; nil where it was not asked for, or where nothing is known to keep it from that.
    package let unit: PartFault?
    /// Of the database and its log, on disk.
    public let bytes: Int64
    /// Of its write-ahead log, on disk.
    public let walBytes: Int64
    /// What the file system has room for, for this user; nil where it does not say.
    public let room: FileSystemRoom?
    /// How the machine's clock compares with the log.
    public let clock: ClockStanding
    /// Its publication.
    public let publication: PublicationStanding
    /// The state of the background check; nil where no daemon has written it.
    public let check: CheckState?
    /// Its persisted projections.
    public let projections: ProjectionStandings

    /// Reads the state as it is now.
    ///
    /// - Parameters:
    ///   - environment: All environment variables; systemd names its credentials there.
    ///   - daemon: Its daemon, which is asked of itself where one runs; nil to ask none.
    /// - Throws: ``StandingError``
    public init(
        _ directory: LedgerDirectory, _ store: SQLiteEventStore, environment: [String: String],
        daemon found: LedgerDaemon? = nil
    ) throws(StandingError) {
        self.directory = directory
        ledger = store.ledger
        do throws(EventLogError) {
            origin = try LogLineage(store).origin
            size = try store.size()
            head = try store.head()
            newest = try store.newestReceipt()
            withheld = try store.withheldContent().takedowns.count
            unfinished = try store.pendingErasures()
            clock = try store.clockStanding()
        } catch {
            throw .log(error)
        }
        listing = InboxListing.read(InboxDirectories(ledger: directory.path))
        daemon = DaemonPresence(of: directory)
        report = daemon.isRunning == false ? nil : found?.report()
        unit = daemon.isRunning == true || report != nil ? nil : found?.fault
        walBytes = Self.size(of: directory.database + "-wal")
        bytes = Self.size(of: directory.database) + walBytes
        room = FileSystemRoom(of: directory.path)
        publication = try PublicationStanding(directory, store, environment: environment) {
            found.map { $0.unit?.name } ?? LedgerCommands.ownUnit
        }
        check = CheckState.read(directory.check)
        projections = try ProjectionStandings(store, directory)
    }

    private static func size(of path: String) -> Int64 {
        var status = stat()
        return stat(path, &status) == 0 ? Int64(status.st_size) : 0
    }
}

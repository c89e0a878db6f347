import Inbox
import Logging

/// The daemon's settings, with their defaults.
public struct Configuration: Hashable, Sendable {
    /// Where the ledger is, and whether one may be made.
    public var ledger = Ledger()
    /// How files are taken in.
    public var inbox = InboxSettings()
    /// How the log is published.
    public var publication = Publishing()
    /// How the log is checked in the background.
    public var check = Check()
    /// How the daemon tells its state.
    public var health = Health()
    /// How the audit site is served.
    public var site = Site()
    /// What is logged, and how.
    public var log = Log()

    /// The defaults.
    public init() {}

    /// Where the ledger is, and whether one may be made there.
    public struct Ledger: Hashable, Sendable {
        /// The ledger's directory.
        public var directory = "/var/lib/storyledger"
        /// When an empty directory becomes a ledger.
        public var create = Creation.auto
        /// The name of a log that is made; nil for the machine's name and a suffix.
        public var origin: Origin?
    }

    /// How the log is published.
    public struct Publishing: Hashable, Sendable {
        /// How often to check whether the log has grown.
        public var interval: Duration = .seconds(1)
        /// How long to wait for the answer of a witness.
        public var witnessTimeout: Duration = .seconds(10)
        /// What a new checkpoint waits for before readers see it.
        public var require = Requirement.nothing
    }

    /// What a new checkpoint waits for before readers see it.
    public enum Requirement: String, CaseIterable, Hashable, Sendable {
        /// Nothing.
        case nothing = "none"
        /// The quorum of the file `witnesses`.
        case quorum
    }

    /// How the log is checked in the background.
    public struct Check: Hashable, Sendable {
        /// How long a pass over the whole log takes; nil to check nothing.
        public var every: Duration? = .seconds(86_400)
    }

    /// How the daemon tells its state.
    public struct Health: Hashable, Sendable {
        /// Where it answers.
        public var listen = ListenAddress.auto
    }

    /// How the audit site is served.
    public struct Site: Hashable, Sendable {
        /// Where it answers. Nowhere by default: served by a process of its own, no question of a reader can end intake.
        public var listen = ListenAddress.none
        /// Which stories it shows.
        public var show = Shown.all
        /// What stands between it and its readers.
        public var behind = Front.nothing
        /// The file with the token that readers must give; nil for none.
        public var token: String?
        /// Which pages of other sites may read the API and the feeds in a reader's browser.
        public var cors = Origins.nothing
        /// The file with the words of its pages in another language; nil for English.
        public var words: String?

        /// The defaults.
        public init() {}
    }

    /// Which stories the audit site shows. Stories under embargo are never among them.
    public enum Shown: String, CaseIterable, Hashable, Sendable {
        /// Stories on hold and killed ones, too.
        case all
        /// Neither stories on hold nor killed ones.
        case publishedOnly = "published-only"
    }

    /// What stands between the audit site and its readers.
    public enum Front: String, CaseIterable, Hashable, Sendable {
        /// Nothing: requests come from this machine.
        case nothing = "none"
        /// A web server that passes requests on and decides who may read.
        case proxy
    }

    /// Pages of which other sites may read the API and the feeds.
    public enum Origins: String, CaseIterable, Hashable, Sendable {
        /// Of none.
        case nothing = "none"
        /// Of any.
        case any
    }

    /// What is logged, and how.
    public struct Log: Hashable, Sendable {
        /// The least severe level that is logged.
        public var level = Logger.Level.info
        /// How a message is written.
        public var format = Format.auto

        /// The defaults.
        public init() {}
    }

    /// When an empty directory becomes a ledger.
    public enum Creation: String, CaseIterable, Hashable, Sendable {
        /// Only in the state directory that systemd made for the service: a mistyped name makes nothing.
        case auto
        /// In any directory without a ledger; the directory is made, too.
        case always
        /// Never; `storyledger init` makes one.
        case never
    }

    /// How a message is written.
    public enum Format: String, CaseIterable, Hashable, Sendable {
        /// As `journal` when standard error is the journal, else as `text`.
        case auto
        /// With a priority such as `<6>` and without the time, which the journal knows.
        case journal
        /// With time and level.
        case text
    }
}

import EventLog
import StoryEvents
import Testing

@Suite("Errors of the log say what was refused and what to do")
struct EventLogErrorTests {
    private static let story = StoryID("harbor-bridge")!

    static let texts: [(EventLogError, message: String, remedy: String)] = [
        (
            .revisionMismatch(story: story, expected: .exactly(Revision(3)), found: Revision(5)),
            "append to harbor-bridge refused: expected revision 3, found revision 5",
            "read the story again and correct expectedrevision, or leave it out"
        ),
        (
            .revisionMismatch(story: story, expected: .none, found: Revision(0)),
            "append to harbor-bridge refused: expected no story, found revision 0",
            "read the story again and correct expectedrevision, or leave it out"
        ),
        (
            .revisionMismatch(story: story, expected: .exists, found: nil),
            "append to harbor-bridge refused: expected a story, found no story",
            "read the story again and correct expectedrevision, or leave it out"
        ),
        (
            .missing(path: "/l"), "there is no ledger at /l",
            "mount its disk if it has one of its own, name another with --ledger, or make one with 'storyledger init'"
        ),
        (
            .exists(path: "/l"), "there is a ledger at /l already",
            "use it as it is, or name another place with --ledger"
        ),
        (
            .notALedger(path: "/l"), "/l is no ledger",
            "name the ledger's directory with --ledger; if this was the log, restore it from a backup"
        ),
        (
            .lost(path: "/l", remains: ["archive", "public"]),
            "/l has archive, public, but no ledger.db: its log is gone",
            "restore ledger.db from a backup; to start an empty ledger, move these files away"
        ),
        (
            .gone(path: "/l", origin: "o", mount: nil, waiting: 0),
            "there is no ledger at /l, where this machine's service had o",
            "if it has a disk of its own: mount that; systemctl restart storyledgerd; else restore a backup with "
                + "'storyledger restore'; for a new, empty ledger: storyledger init --ledger /l"
        ),
        (
            .another(
                OtherLedger(path: "/l", found: "o", expected: "p", mount: nil, acceptance: "rm /n", waiting: 2)),
            "the ledger at /l is o, and this machine's service had p there; files wait in the inbox that is there now: 2",
            "copy these files away, to give them to the ledger later; if it has a disk of its own: mount that; "
                + "systemctl restart storyledgerd; if the service is to go on with o: rm /n; systemctl restart storyledgerd"
        ),
        (
            .copy(LeftCopy(path: "/l", origin: "o", later: "/n", forgetting: "sed -i 1d /f", waiting: 0)),
            "the ledger at /l is a copy: this machine's service has opened o at /n since",
            "have ledger.directory in the settings name /n again, and move /l away; if the service is to go on with the one at /l, "
                + "and never again with the other: sed -i 1d /f; systemctl restart storyledgerd"
        ),
        (
            .noLedgerHere(path: "/etc", count: 2), "/etc is no ledger: it has 2 other things, and no ledger.db",
            "name the ledger's directory with --ledger; a new ledger needs an empty directory"
        ),
        (
            .newerProgram(path: "/l", found: 9, known: 1),
            "/l was written by a newer program: its schema is 9, this program knows 1",
            "use the program that wrote it, or a newer one"
        ),
        (
            .lacksTables(path: "/l", ["removal"]), "/l was made by an earlier program: it has no table 'removal'",
            "stop the daemon, make a backup, and run 'storyledger migrate'"
        ),
        (
            .busy(path: "/l"), "/l is held by another process",
            "try again; 'fuser -v /l*' names the processes that have it open, 'lslocks' those that lock it"
        ),
        (
            .outOfSpace(path: "/l"), "no space is left for /l",
            "make room; nothing was lost, and what was not taken is still where it was"
        ),
        (
            .readOnly(path: "/l"), "/l cannot be written",
            "check the permissions, and whether the file system is mounted read-only"
        ),
        (
            .damaged(path: "/l", "the event at @2: it has no data"), "/l is damaged: the event at @2: it has no data",
            "stop writing to it, and restore it from a backup"
        ),
        (
            .failed(path: "/l", "cannot step: disk I/O error [10]"), "/l: cannot step: disk I/O error [10]",
            "check the disk and the permissions, and try again"
        ),
    ]

    @Test(arguments: texts)
    func says(_ error: EventLogError, _ message: String, _ remedy: String) {
        #expect(error.message == message)
        #expect(error.remedy == remedy)
    }
}

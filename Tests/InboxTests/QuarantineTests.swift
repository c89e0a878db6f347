import CanonicalJSON
import EventLog
import Foundation
import Testing

@testable import Inbox

@Suite struct QuarantineTests {
    let desk: Desk
    let intake: Intake

    init() throws {
        desk = try Desk()
        intake = try desk.intake()
        intake.turn()
    }

    @Test func putsAFileBackWhereItCameFrom() throws {
        try desk.drop(Documents.published("first"), as: "cms/first.json")
        desk.settle(intake)
        try desk.drop("{", as: "cms/a.json")
        intake.turn()
        #expect(try Quarantine.retry(name: "cms--a.json", in: desk.directories) == "cms/a.json")
        #expect(try desk.inbox() == ["cms/a.json"])
        #expect(try desk.quarantine().isEmpty)
        // It is refused again, for the same reason.
        intake.turn()
        #expect(InboxListing.read(desk.directories).quarantine.map(\.name) == ["cms--a.json"])
        #expect(try desk.receipts().map(\.outcome) == [.appended, .quarantined, .quarantined])
    }

    @Test func takesAFileThatWasMendedInQuarantine() throws {
        try desk.drop("{", as: "a.json")
        intake.turn()
        try Data(Documents.published("bridge").utf8).write(to: URL(filePath: desk.path("quarantine/a.json")))
        _ = try Quarantine.retry(name: "a.json", in: desk.directories)
        intake.turn()
        #expect(try desk.receipts().map(\.outcome) == [.quarantined, .appended])
    }

    @Test func putsAFileWithARefusedNameBackUnderItsSafeName() throws {
        try desk.drop(Documents.published("bridge"), as: "a\nb.json")
        desk.settle(intake)
        #expect(try Quarantine.retry(name: "a%0Ab.json", in: desk.directories) == "a%0Ab.json")
        intake.turn()
        #expect(try desk.receipts().map(\.outcome) == [.quarantined, .appended])
    }

    @Test func namesWhatWasProbablyMeant() throws {
        for name in ["monday.json", "monthly.json", "x.json"] { try desk.drop("{", as: name) }
        intake.turn()
        let error = InboxError.notInQuarantine(name: "mondya.json", near: ["monday.json"])
        #expect(throws: error) { try Quarantine.retry(name: "mondya.json", in: desk.directories) }
        #expect(error.message == "no file in quarantine is named mondya.json")
        #expect(error.remedy == "did you mean 'monday.json'?")
        #expect(throws: InboxError.notInQuarantine(name: "zzz", near: [])) {
            try Quarantine.retry(name: "zzz", in: desk.directories)
        }
    }

    @Test(arguments: ["", ".", "..", "../ledger.db", "a.json.reason.json", "a\0.json"])
    func reachesNothingElse(name: String) throws {
        try desk.drop("{", as: "a.json")
        intake.turn()
        #expect(throws: InboxError.self) { try Quarantine.retry(name: Text(name), in: desk.directories) }
        #expect(try desk.quarantine() == ["a.json", "a.json.reason.json"])
        #expect(try desk.inbox().isEmpty)
    }

    @Test func replacesNothingInTheInbox() throws {
        try desk.drop("{", as: "a.json")
        intake.turn()
        try desk.drop(Documents.published("bridge"), as: "a.json")
        #expect(throws: InboxError.nameTaken(file: "a.json")) {
            try Quarantine.retry(name: "a.json", in: desk.directories)
        }
        #expect(try desk.quarantine() == ["a.json", "a.json.reason.json"])
    }

    @Test func saysWhenTheSubdirectoryIsGone() throws {
        try desk.drop("{", as: "cms/a.json")
        desk.settle(intake)
        try desk.remove("inbox/cms")
        #expect(throws: InboxError.noSource(name: "cms")) {
            try Quarantine.retry(name: "cms--a.json", in: desk.directories)
        }
    }

    @Test func trustsNoPathInAReasonFile() throws {
        for path in ["../a.json", "/etc/a.json", "a/b/c/d/e/f/g/h/i/j/k.json", ".a.json", "", "cms/../../a.json"] {
            try desk.drop("{", as: "a.json")
            intake.turn()
            let reason: JSON = ["file": .string(Text(path)), "errors": []]
            try Data(reason.canonicalBytes).write(to: URL(filePath: desk.path("quarantine/a.json.reason.json")))
            #expect(try Quarantine.retry(name: "a.json", in: desk.directories) == "a.json")
            try desk.remove("inbox/a.json")
        }
    }

    @Test func listsWhatIsThereWithoutADaemon() throws {
        try desk.drop("{", as: "bad.json")
        intake.turn()
        try desk.drop(Documents.published("b"), as: "cms/b.json")
        try desk.drop("1", as: "a.json")
        try desk.write([1, 2, 3], to: "c.tmp")
        let listing = InboxListing.read(desk.directories)
        #expect(listing.inbox.map(\.file) == ["a.json", "cms/b.json"])
        #expect(listing.inbox[0].bytes == 1)
        let refused = try #require(listing.quarantine.first)
        #expect(refused.name == "bad.json")
        #expect(refused.reason?.file == "bad.json")
        let fault = try #require(refused.reason?.faults.first)
        #expect(fault.code == "not-json" && fault.line == 1 && fault.column == 2 && !fault.remedy.isEmpty)
    }

    @Test func listsFilesWhoseReasonIsLost() throws {
        try desk.drop("{", as: "a.json")
        intake.turn()
        try Data("garbage".utf8).write(to: URL(filePath: desk.path("quarantine/a.json.reason.json")))
        #expect(InboxListing.read(desk.directories).quarantine == [.init(name: "a.json", reason: nil)])
    }

    @Test func whatCannotBeListedKeepsNothingElseFromBeing() throws {
        try desk.drop("{", as: "a.json")
        intake.turn()
        try desk.remove("inbox")
        let listing = InboxListing.read(desk.directories)
        #expect(listing.quarantine.map(\.name) == ["a.json"])
        #expect(listing.obstacles.map(\.reason) == ["cannot open \(desk.directories.inbox): No such file or directory"])
        try desk.remove("quarantine")
        #expect(InboxListing.read(desk.directories).obstacles.count == 2)
    }

    @Test func aReasonThatCannotBeReadIsLeftOut() throws {
        try desk.drop("{", as: "a.json")
        intake.turn()
        let reason = desk.path("quarantine/a.json.reason.json")
        try desk.remove("quarantine/a.json.reason.json")
        #expect(mkdir(reason, 0o700) == 0)
        #expect(InboxListing.read(desk.directories).quarantine == [.init(name: "a.json", reason: nil)])
    }
}

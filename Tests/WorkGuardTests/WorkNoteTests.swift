import CWorkGuard
import Foundation
import Testing
import Threads

@testable import WorkGuard

@inline(never)
private func deeper(_ number: Int) -> Int { number < 0 ? 0 : 1 + deeper(number + 1) + deeper(number + 2) }

/// Each end is a real one, of a process of its own.
@Suite("A note tells at what the last process ended")
struct WorkNoteTests {
    private let directory: URL
    private var path: String { directory.appending(path: "note").path }

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "work-note-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    }

    private func take() throws -> WorkNote { try #require(try WorkNote.take(path: path)) }

    @Test func namesAreErasedOnceTheWorkIsDone() throws {
        let note = try take()
        try note.begin(["a rather long name of a file", "another"])
        #expect(try Data(contentsOf: URL(filePath: path)).range(of: Data("rather long".utf8)) != nil)
        try note.finish()
        #expect(try Data(contentsOf: URL(filePath: path)).range(of: Data("name of a file".utf8)) == nil)
        try note.begin(["b"])
        #expect(try Data(contentsOf: URL(filePath: path)).range(of: Data("another".utf8)) == nil)
        try note.finish()
    }

    /// An earlier version left the names in the file.
    @Test func namesThatAnEarlierProcessHasLeftAreErased() throws {
        let left = Data(count: Int(CGUARD_PAGE)) + Data("the name of a file".utf8)
        try left.write(to: URL(filePath: path))
        _ = try take()
        #expect(try Data(contentsOf: URL(filePath: path)).range(of: Data("name".utf8)) == nil)
    }

    @Test func aTrapIsOfTheItemAndStepThatTheThreadPointedAt() async throws {
        for count in 1...2 {
            await #expect(processExitsWith: .failure) { [path = path as String] in
                let note = try WorkNote.take(path: path)!
                try note.begin(["stories", "parties"])
                note.onThisThread {
                    note.point(item: 1, step: 17)
                    let none = [Int](), index = Int(getpid())
                    _ = none[index]
                }
            }
            let suspects = try take().suspects
            #expect(suspects.all.map(\.items) == [["parties"]])
            #expect(suspects.next?.step == 17)
            #expect(suspects.next?.marked == count)
        }
        #expect(try take().suspects.condemned.count == 1)
    }

    @Test(arguments: [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGABRT])
    func eachSignalIsMarkedAndStillEndsTheProcessSo(number: Int32) async throws {
        await #expect(processExitsWith: .signal(number)) { [path = path as String, number = number as Int32] in
            let note = try WorkNote.take(path: path)!
            try note.begin(["a"])
            // Where a test runs, SIGABRT is blocked; abort() unblocks it.
            note.onThisThread { if number == SIGABRT { abort() } else { _ = raise(number) } }
        }
        #expect(try take().suspects.next?.cause == .signal(number))
    }

    @Test func anOverflowOfTheStackIsMarked() async throws {
        await #expect(processExitsWith: .failure) { [path = path as String] in
            let note = try WorkNote.take(path: path)!
            try note.begin(["a"])
            let thread = Thread { note.onThisThread { _ = deeper(0) } }
            thread.start()
            while true { sleep(1) }
        }
        #expect(try take().suspects.next?.cause == .signal(SIGSEGV))
    }

    @Test func aTrapOfAnotherThreadIsNotThisWorks() async throws {
        await #expect(processExitsWith: .failure) { [path = path as String] in
            let note = try WorkNote.take(path: path)!
            try note.begin(["a"])
            note.onThisThread {
                note.point(item: 0)
                Thread { abort() }.start()
                while true { sleep(1) }
            }
        }
        #expect(try take().suspects.all.isEmpty)
    }

    @Test func ofTwoLanesTheOneThatEndedIsSuspected() async throws {
        await #expect(processExitsWith: .failure) { [path = path as String] in
            let note = try WorkNote.take(path: path)!
            try note.begin(["a", "b"])
            note.onThisThread {
                note.point(item: 0)
                Thread {
                    note.onThisThread(lane: 1) {
                        note.point(lane: 1, item: 1)
                        abort()
                    }
                }.start()
                while true { sleep(1) }
            }
        }
        #expect(try take().suspects.all.map(\.items) == [["b"]])
    }

    @Test func aKillIsNotMarked() async throws {
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            let note = try WorkNote.take(path: path)!
            try note.begin(["a", "b"])
            note.onThisThread {
                note.point(item: 1)
                kill(getpid(), SIGKILL)
            }
        }
        let suspect = try #require(try take().suspects.next)
        #expect(suspect.items == ["b"])
        #expect(suspect.cause == .unmarked)
        #expect(!suspect.isCondemned)
    }

    @Test func anEndBetweenTwoWorksIsOfNone() async throws {
        await #expect(processExitsWith: .failure) { [path = path as String] in
            let note = try WorkNote.take(path: path)!
            try note.begin(["a"])
            try note.finish()
            note.onThisThread { abort() }
        }
        #expect(try take().suspects.all.isEmpty)
    }

    @Test func whatSpinsIsMarkedAndEnded() async throws {
        await #expect(processExitsWith: .exitCode(70)) { [path = path as String] in
            let watch = OverdueWatch(limit: .milliseconds(200)) { _ in }
            let note = try WorkNote.take(path: path)!
            try note.begin(["a"])
            watch.follow(note)
            note.onThisThread {
                note.point(item: 0, step: 3)
                while getpid() > 0 {}
            }
        }
        let suspect = try #require(try take().suspects.next)
        #expect(suspect.cause == .overdue)
        #expect(suspect.step == 3)
    }

    @Test func workThatGoesOnIsNotOverdue() throws {
        let watch = OverdueWatch(limit: .milliseconds(50)) { _ in Issue.record("it goes on") }
        let note = try take()
        try note.begin(["a"])
        watch.follow(note)
        note.onThisThread {
            let end = ContinuousClock.now + .milliseconds(300)
            for step in Int64(0)... {
                note.point(item: 0, step: step)
                if ContinuousClock.now > end { break }
            }
        }
        watch.follow(nil)
    }

    @Test func belongsToOneAtATime() throws {
        let note = try take()
        #expect(try WorkNote.take(path: path) == nil)
        withExtendedLifetime(note) {}
    }

    @Test func finishedWorkIsForgotten() throws {
        var note: WorkNote? = try take()
        try note?.begin(["a"])
        let open = try Data(contentsOf: URL(filePath: path))
        note = nil
        #expect(try take().suspects.all.isEmpty)
        try open.write(to: URL(filePath: path))
        note = try take()
        #expect(note?.suspects.all.count == 1)
        #expect(WorkNote.suspects(in: path).all.count == 1)
        try note?.begin(["a"])
        try note?.finish()
        #expect(note?.suspects.all.isEmpty == true)
        #expect(!FileManager.default.fileExists(atPath: path + ".suspects"))
    }

    /// A page or a list of garbage is no suspicion, and no trap.
    @Test func readsAnyFile() throws {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<300 {
            var note: WorkNote? = try take()
            try note?.begin(["one", "two"])
            note?.point(item: 1, step: 4)
            var bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
            note = nil
            for _ in 0..<4 {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            bytes.removeLast(Int.random(in: 0...bytes.count, using: &random) / 100)
            try Data(bytes).write(to: URL(filePath: path))
            _ = try take().suspects
        }
    }

    /// The watch of threads sleeps while there is none, and is woken by the next.
    @Test func whoEntersWakesTheWatch() throws {
        let (note, alarm) = (try take(), WakePipe())
        #expect(note.isDeserted(waking: alarm))
        #expect(!alarm.wait(atMost: .zero))
        note.enter(0)
        #expect(alarm.wait(atMost: .zero))
        #expect(!note.isDeserted(waking: alarm))
        #expect(note.used(0) != nil)
    }

    @Test func aFileCutShortCostsTheNoteAndNotTheProcess() async throws {
        await #expect(processExitsWith: .success) { [path = path as String] in
            let note = try WorkNote.take(path: path)!
            try note.begin(["a"])
            truncate(path, 0)
            note.point(item: 0, step: 1)
        }
        #expect(try take().suspects.all.isEmpty)
    }
}

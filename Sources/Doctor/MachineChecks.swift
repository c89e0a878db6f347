import Files
import CLinux
import Glibc
import LedgerService
import SQLite

/// Checks what the machine gives a ledger: file systems, room, libraries, watches, time zones.
enum MachineChecks {
    static func run(_ ledger: LedgerDirectory, _ root: stat) -> [Diagnosis] {
        [fileSystem(ledger), inboxFileSystem(ledger, root)] + room(ledger) + [
            library(), zones(), watches(of: root.st_uid),
        ]
    }

    /// File systems that SQLite's shared memory and locks do not work on, by their magic numbers. Source: statfs(2).
    private static let networkFileSystems: [Int: String] = [
        0x6969: "NFS", 0x517B: "SMB", 0xFF53_4D42: "CIFS", 0xFE53_4D42: "SMB2", 0x0102_1997: "9P", 0x5346_414F: "AFS",
        0x0C36_4400: "Ceph",
    ]

    private static func fileSystem(_ ledger: LedgerDirectory) -> Diagnosis {
        let kind = clinux_file_system_type(ledger.path)
        guard kind >= 0 else { return unknown("file system", ledger.path) }
        if let name = networkFileSystems[kind] {
            return Diagnosis(
                "file system", .fault,
                "\(ledger.path) is on \(name), where SQLite's locks and shared memory are not safe",
                remedy: "move the ledger to a local disk; the inbox may stay")
        }
        return Diagnosis("file system", .ok, "the ledger is on a local file system")
    }

    private static func inboxFileSystem(_ ledger: LedgerDirectory, _ root: stat) -> Diagnosis {
        var facts = stat()
        guard stat(ledger.inbox, &facts) == 0 else { return unknown("inbox", ledger.inbox) }
        guard facts.st_dev != root.st_dev else { return Diagnosis("inbox", .ok, "it is on the ledger's file system") }
        return Diagnosis(
            "inbox", .fault,
            "\(ledger.inbox) is on another file system than the ledger: no file can be moved out of it",
            remedy: "make it a directory of the ledger's own file system")
    }

    private static func room(_ ledger: LedgerDirectory) -> [Diagnosis] {
        guard let room = FileSystemRoom(of: ledger.path) else { return [unknown("space", ledger.path)] }
        if let refusal = room.refusal {
            return [
                Diagnosis("space", .fault, refusal.message(of: ledger.path), remedy: refusal.remedy(of: ledger.path))
            ]
        }
        let mebibytes = room.free >> 20
        let space = "\(mebibytes) MiB are free"
        var found: [Diagnosis] = []
        switch mebibytes {
        case ..<64: found.append(Diagnosis("space", .fault, space, remedy: "make room: soon nothing can be recorded"))
        case _ where mebibytes < 1024 || room.free < room.total / 20:
            found.append(Diagnosis("space", .warning, space, remedy: "make room before it is full"))
        default: found.append(Diagnosis("space", .ok, space))
        }
        if let inodes = room.inodes {
            let isLow = inodes < 10_000
            found.append(
                Diagnosis(
                    "inodes", isLow ? (inodes < 100 ? .fault : .warning) : .ok,
                    "\(inodes) files can be made",
                    remedy: isLow ? "remove small files, or use a file system with more inodes" : ""))
        }
        return found
    }

    /// How long the disk may take to answer, in milliseconds.
    private static let patience: Int32 = 5_000

    /// Whether the disk takes what is written, by trying it as the ledger's user; nil where it does, or where a mount option says why
    /// it does not.
    static func disk(_ ledger: LedgerDirectory, _ root: stat) -> Diagnosis? {
        switch clinux_probe_disk(ledger.path, root.st_uid, root.st_gid, patience) {
        case 0: return nil
        case -1:
            return Diagnosis(
                "disk", .fault,
                "the disk of \(ledger.path) does not answer: nothing was written within \(patience / 1000) s",
                remedy: "look at the system's log and at the storage; what waits for the disk goes on with it")
        case ENOSPC, EDQUOT:
            // The room that is left tells that, too.
            if let room = FileSystemRoom(of: ledger.path), room.free >> 20 < 64 || room.inodes == 0 { return nil }
            return Diagnosis(
                "space", .fault, "no room is left for the ledger's user on the file system of \(ledger.path)",
                remedy: "make room: nothing can be recorded")
        case let code:
            guard FileSystemRoom(of: ledger.path)?.refusal == nil else { return nil }
            let refusal = WriteRefusal.failing(code: code)
            return Diagnosis("space", .fault, refusal.message(of: ledger.path), remedy: refusal.remedy(of: ledger.path))
        }
    }

    private static func library() -> Diagnosis {
        let version = SQLiteLibrary.version
        guard SQLiteLibrary.hasWALResetBug else { return Diagnosis("sqlite", .ok, "version \(version)") }
        return Diagnosis(
            "sqlite", .ok,
            "version \(version), which can lose commits when another program checkpoints; Story Ledger's own programs do not",
            remedy: "no other program may write to ledger.db or checkpoint it while the daemon runs")
    }

    private static func zones() -> Diagnosis {
        let place = getenv("TZDIR").map { String(cString: $0) } ?? "/usr/share/zoneinfo"
        guard access("\(place)/Europe/Berlin", R_OK) == 0 else {
            return Diagnosis(
                "time zones", .fault, "there is no zone database in \(place): local times are refused",
                remedy: "apt-get install tzdata")
        }
        return Diagnosis("time zones", .ok, "there is a zone database")
    }

    /// Watches of directories: the daemon needs one for each directory in the inbox.
    private static func watches(of user: uid_t) -> Diagnosis {
        guard let limit = number(in: "/proc/sys/fs/inotify/max_user_watches") else {
            return unknown("watches", "/proc/sys/fs/inotify/max_user_watches")
        }
        let used = WatchCount.of(user)
        let left = max(0, limit - (used ?? 0))
        let account = used.map { ", as \($0) of \(limit) watches of the ledger's user are in use" } ?? ""
        guard left < 8192 else {
            return Diagnosis(
                "watches", .ok, "\(left) \(used == nil ? "" : "more ")directories may be watched\(account)")
        }
        return Diagnosis(
            "watches", .warning,
            "only \(left) \(used == nil ? "" : "more ")directories may be watched\(account); others are scanned every ten seconds",
            remedy: "sysctl fs.inotify.max_user_watches=\(max(65_536, 2 * limit))")
    }

    private static func number(in path: String) -> Int? {
        guard let file = fopen(path, "re") else { return nil }
        defer { fclose(file) }
        var buffer = [CChar](repeating: 0, count: 64)
        guard fgets(&buffer, Int32(buffer.count), file) != nil else { return nil }
        return Int(String(decoding: buffer.prefix { $0 != 0 && $0 != 10 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }

    private static func unknown(_ check: String, _ path: String) -> Diagnosis {
        Diagnosis(check, .unknown, "\(path): \(SystemReason.last)")
    }
}

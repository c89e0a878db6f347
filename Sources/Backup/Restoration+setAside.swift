import EventLog
import Glibc

extension Restoration {
    /// A new directory beside the ledger; inside it, if this user may not make one there or it is another file system.
    func makeSetAside() throws(BackupError) -> String {
        let name = "replaced-\(Manifest.digits(of: SystemClock.now()))Z"
        if let place = try makeDirectory("\(ledger).\(name)", mayFail: true) {
            if isOfTheLedgersFileSystem(place) {
                try settle(Array(place.utf8), mode: 0o750)
                return place
            }
            rmdir(place)
        }
        guard let place = try makeDirectory("\(ledger)/\(name)", mayFail: false) else {
            throw .system(action: "make", path: "\(ledger)/\(name)", code: EEXIST)
        }
        try settle(Array(place.utf8), mode: 0o750)
        return place
    }

    /// Makes a directory of that name or, where there is one from the same second, with a number behind it.
    ///
    /// - Returns: nil if this user may not make it and `mayFail` is true, or if all names are taken.
    private func makeDirectory(_ path: String, mayFail: Bool) throws(BackupError) -> String? {
        for number in 1...100 {
            let place = number == 1 ? path : "\(path).\(number)"
            if mkdir(place, 0o700) == 0 { return place }
            if errno == EEXIST { continue }
            if mayFail, [EACCES, EPERM, EROFS].contains(errno) { return nil }
            throw .system(action: "make", path: place, code: errno)
        }
        return nil
    }

    /// A mount point is a file system of its own.
    private func isOfTheLedgersFileSystem(_ place: String) -> Bool {
        let probe = "\(ledger)/.restoring/.probe"
        let descriptor = open(probe, O_CREAT | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0o600)
        if descriptor >= 0 { close(descriptor) }
        defer {
            unlink("\(place)/.probe")
            unlink(probe)
        }
        return rename(probe, "\(place)/.probe") == 0
    }
}

import Glibc

/// A user of the machine, as far as rights to files go.
struct Account: Hashable {
    let name: String
    let id: uid_t
    let groups: Set<gid_t>

    /// - Returns: nil if the system has no user of that number.
    init?(_ id: uid_t) {
        var buffer = [CChar](repeating: 0, count: 16 << 10)
        var (entry, found) = (passwd(), UnsafeMutablePointer<passwd>?.none)
        guard getpwuid_r(id, &entry, &buffer, buffer.count, &found) == 0, found != nil else { return nil }
        self.id = id
        name = String(cString: entry.pw_name)
        var groups = [gid_t](repeating: 0, count: 1024)
        var count = Int32(groups.count)
        guard getgrouplist(entry.pw_name, entry.pw_gid, &groups, &count) >= 0 else { return nil }
        self.groups = Set(groups.prefix(Int(count)))
    }

    /// A right to a file, as the bits of others.
    enum Right: mode_t { case read = 4, write = 2, enter = 1 }

    /// Whether the permissions give this user a right. Access control lists are not looked at.
    func has(_ right: Right, to file: stat) -> Bool {
        if id == 0 { return right != .enter || file.st_mode & S_IFMT == S_IFDIR || file.st_mode & 0o111 != 0 }
        let bits =
            file.st_uid == id ? file.st_mode >> 6 : groups.contains(file.st_gid) ? file.st_mode >> 3 : file.st_mode
        return bits & right.rawValue != 0
    }
}

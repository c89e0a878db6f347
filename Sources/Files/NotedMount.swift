/// Where the file system of a path was mounted when the path was last there.
public struct NotedMount: Hashable, Sendable {
    /// The mount point.
    public let place: String
    /// What was mounted, such as `/dev/sda1`.
    public let device: String

    /// A mount as it was noted.
    public init(place: String, device: String) { (self.place, self.device) = (place, device) }

    /// The mount that a path is on now.
    ///
    /// - Returns: nil on the machine's root, and where the system does not say.
    public init?(of path: String) {
        guard let mount = MountPoint.find(path), mount.isWhole, mount.place != "/" else { return nil }
        self.init(place: mount.place, device: mount.device)
    }
}

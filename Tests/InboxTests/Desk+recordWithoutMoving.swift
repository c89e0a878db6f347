import EventLog
import Foundation
import StoryEvents
import Testing

@testable import Inbox

extension Desk {
    /// Records files as the intake does, and moves none.
    ///
    /// - Parameter texts: What files held when they were read, where that is something else by now.
    func recordWithoutMoving(_ names: [String], texts: [String: String] = [:]) throws {
        let inbox = try Directory(path: directories.inbox)
        let shelves = DestinationDirectories(directories)
        let staging = Staging(directories.staging)
        var submissions: [Submission] = []
        var inodes: [UInt64] = []
        for name in names {
            let bytes =
                try texts[name].map { Array($0.utf8) }
                ?? [UInt8](Data(contentsOf: URL(filePath: directories.inbox + "/" + name)))
            submissions.append(Submission(file: "\(name)", bytes: bytes, format: .json, defaultSource: "inbox"))
            inodes.append(try #require(try inbox.facts(of: FileName(name))).inode)
            try staging.write(bytes, of: Place(path: Array(name.utf8)), inode: inodes.last!, sync: true)
        }
        _ = try Recorder(store).record(submissions) { index, receipt in
            let place = Place(path: Array(names[index].utf8))
            return PendingMove(
                receipt: receipt.number, from: place.path, to: shelves.promise(place, receipt).path,
                inode: inodes[index])
        }
    }
}

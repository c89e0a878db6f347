import CanonicalJSON
import Inbox

extension ArchiveCheck.Summary {
    /// Names what a takedown left of a file.
    static func line(notCompared path: Text) -> String {
        "not compared: \(path): a takedown changed it, and nothing holds a hash of what is left"
    }

    var text: String {
        var parts = [files == 1 ? "1 file is as its receipt says" : "\(files) files are as their receipts say"]
        if gone > 0 { parts.append("\(gone) removed by a takedown") }
        if takenDown > gone { parts.append("\(takenDown - gone) changed by a takedown and not compared") }
        if removed > 0 { parts.append("\(removed) removed by retention") }
        if notFiled > 0 { parts.append("\(notFiled) not filed yet") }
        return parts.joined(separator: ", ")
    }

    /// `{files, takenDown, gone, notCompared: [path], notFiled, removed}`.
    var json: JSON {
        [
            "files": JSON(stored: files), "takenDown": JSON(stored: takenDown), "gone": JSON(stored: gone),
            "notCompared": .array(notCompared.map { .string($0) }), "notFiled": JSON(stored: notFiled),
            "removed": JSON(stored: removed),
        ]
    }
}

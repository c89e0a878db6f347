/// The witnesses whose cosignatures a checkpoint carries, by the names that it gives them. None is checked here.
///
/// Source: C2SP signed-note and tlog-cosignature.
struct Cosigners: Hashable, Sendable {
    /// In the order of the checkpoint, each once.
    let names: [String]

    init(checkpoint: String) {
        let lines = checkpoint.split(separator: "\n", omittingEmptySubsequences: false)
        guard let origin = lines.first, let end = lines.firstIndex(of: "") else {
            names = []
            return
        }
        var names: [String] = []
        for line in lines[end...] where line.hasPrefix("\u{2014} ") {
            let parts = line.split(separator: " ")
            // The log's own signatures carry its origin.
            guard parts.count == 3, parts[1] != origin, !names.contains(String(parts[1])) else { continue }
            names.append(String(parts[1]))
        }
        self.names = names
    }
}

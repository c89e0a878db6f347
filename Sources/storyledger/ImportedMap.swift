import ArgumentParser
import Import

/// The map of an import, read from a file.
struct ImportedMap {
    let path: String
    let map: ImportMap

    /// - Throws: ``Failure`` where the file cannot be read. Where it is no map, each fault is said, and an exit status is thrown.
    init(_ path: String) throws {
        self.path = path
        let bytes = try InputFile.read(path)
        do throws(ImportMapFaults) { map = try ImportMap(bytes, path: path) } catch { throw Self.refuse(error) }
    }

    /// Says each fault of a map.
    static func refuse(_ faults: ImportMapFaults) -> ExitCode {
        for fault in faults.all {
            let place = fault.line.map { ":\($0):\(fault.column ?? 1)" } ?? ""
            Failure.say("\(faults.path)\(place): \(fault.message)", remedy: fault.remedy)
        }
        return ExitCode(Failure.badData)
    }
}

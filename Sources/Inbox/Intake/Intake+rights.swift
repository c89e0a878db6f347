import CanonicalJSON
import EventLog

extension Intake {
    /// Which sources the files of a directory may name, and whose stories they may edit.
    func rights(of source: Source) -> SourceRights {
        let name = source.name?.safe ?? Source.inbox
        let given = settings.sources[name.string] ?? SourceSettings()
        let named: SourceRights.Named =
            source.name == nil ? .allBut(othersSources.subtracting(given.names)) : .only(Set(given.names))
        return SourceRights(
            name: name, own: source.folder.defaultSource, mayName: named,
            edits: given.edits.contains("*") ? nil : Set(given.edits))
    }

    /// Sources that belong to directories: their own, and those that the configuration lets them name.
    private var othersSources: Set<Text> {
        var taken = Set(sources.values.lazy.filter { $0.name != nil }.map(\.folder.defaultSource))
        for (name, given) in settings.sources where name != Source.inbox.string {
            taken.insert(FileName(name).text?.percentEncoded ?? Text(name))
            taken.formUnion(given.names)
        }
        return taken
    }
}

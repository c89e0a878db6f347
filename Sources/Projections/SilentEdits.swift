import ProseDiff
import StoryEvents

extension StoryReader {
    /// How many edits of a story changed its text without telling readers; changes of white space and typography only do
    /// not count.
    ///
    /// - Throws: ``StoryError``.
    public func silentEdits(of story: StoryID) throws(StoryError) -> Int {
        let versions = try view(of: story).versions
        return zip(versions, versions.dropFirst()).count { old, new in
            !new.isAnnounced && new.withheld == nil
                && new.changed.contains { field in
                    old.withheldFields[field] != nil || new.withheldFields[field] != nil
                        || !differsInTypographyOnly(old.bytes(of: field), new.bytes(of: field))
                }
        }
    }
}

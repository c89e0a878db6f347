import CanonicalJSON

/// One place where two JSON values are not the same.
public struct JSONChange: Hashable, Sendable {
    /// Where.
    public let path: JSONPath
    /// What was there; nil for nothing.
    public let old: JSON?
    /// What is there now; nil for nothing.
    public let new: JSON?

    /// Every place where a value differs from another, the shallowest that tells it: an object by its members, an array
    /// by its elements.
    public static func all(from old: JSON, to new: JSON) -> [JSONChange] {
        var changes: [JSONChange] = []
        compare(old, new, .root, &changes)
        return changes
    }

    private static func compare(_ old: JSON, _ new: JSON, _ path: JSONPath, _ changes: inout [JSONChange]) {
        guard old != new else { return }
        switch (old, new) {
        case (.object(let before), .object(let after)):
            for key in before.keys where after[key] == nil {
                changes.append(JSONChange(path: path.member(key), old: before[key], new: nil))
            }
            for member in after.members {
                if let value = before[member.key] {
                    compare(value, member.value, path.member(member.key), &changes)
                } else {
                    changes.append(JSONChange(path: path.member(member.key), old: nil, new: member.value))
                }
            }
        case (.array(let before), .array(let after)):
            for index in 0..<max(before.count, after.count) {
                if index >= after.count {
                    changes.append(JSONChange(path: path.element(index), old: before[index], new: nil))
                } else if index >= before.count {
                    changes.append(JSONChange(path: path.element(index), old: nil, new: after[index]))
                } else {
                    compare(before[index], after[index], path.element(index), &changes)
                }
            }
        default: changes.append(JSONChange(path: path, old: old, new: new))
        }
    }
}

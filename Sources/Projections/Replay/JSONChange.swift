import CanonicalJSON

/// One difference between two JSON values.
public struct JSONChange: Hashable, Sendable {
    /// The path of the difference.
    public let path: JSONPath
    /// The old value; nil when it is absent.
    public let old: JSON?
    /// The new value; nil when it is absent.
    public let new: JSON?

    /// Every difference between two values. Objects are compared member by member, and arrays element by element.
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

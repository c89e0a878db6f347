import CanonicalJSON

/// One difference between two results of a projection, for people: elements of lists go by their names, not their places.
public struct NamedChange: Hashable, Sendable {
    /// One step down.
    public enum Step: Hashable, Sendable {
        /// To the member of an object with this key.
        case member(Text)
        /// To an element of a list, or to a row of a ledger projection.
        case element(JSON)
    }

    /// From the result down to the difference.
    public let path: [Step]
    /// The old value; nil when it is absent.
    public let old: JSON?
    /// The new value; nil when it is absent.
    public let new: JSON?

    /// Every difference between two results.
    ///
    /// An object that tells of another event than before differs as a whole; so does a list of plain values.
    ///
    /// - Parameter ofRows: Whether the members of the results are rows by their keys.
    static func all(from old: JSON, to new: JSON, ofRows: Bool) -> [NamedChange] {
        var changes: [NamedChange] = []
        guard ofRows, case .object(let before) = old, case .object(let after) = new else {
            compare(old, new, [], &changes)
            return changes
        }
        for row in before.members where after[row.key] == nil {
            changes.append(NamedChange(path: [.element(row.value)], old: row.value, new: nil))
        }
        for row in after.members { compare(before[row.key], row.value, [.element(row.value)], &changes) }
        return changes
    }

    private static func compare(_ old: JSON?, _ new: JSON, _ path: [Step], _ changes: inout [NamedChange]) {
        guard old != new else { return }
        switch (old, new) {
        case (.object(let before)?, .object(let after)) where path.isEmpty || isRow(path) || !isOther(before, after):
            for member in before.members where after[member.key] == nil {
                changes.append(NamedChange(path: path + [.member(member.key)], old: member.value, new: nil))
            }
            for member in after.members {
                compare(before[member.key], member.value, path + [.member(member.key)], &changes)
            }
        case (.array(let before)?, .array(let after)) where (before + after).allSatisfy(\.isObject):
            compare(named(before), named(after), path, &changes)
        default: changes.append(NamedChange(path: path, old: old, new: new))
        }
    }

    private static func compare(
        _ old: [(name: Name, value: JSON)], _ new: [(name: Name, value: JSON)], _ path: [Step],
        _ changes: inout [NamedChange]
    ) {
        let before = Dictionary(old.map { ($0.name, $0.value) }) { first, _ in first }
        let kept = Set(new.map(\.name))
        for element in old where !kept.contains(element.name) {
            changes.append(NamedChange(path: path + [.element(element.value)], old: element.value, new: nil))
        }
        for element in new { compare(before[element.name], element.value, path + [.element(element.value)], &changes) }
    }

    /// Whether two objects tell of different events.
    private static func isOther(_ old: JSONObject, _ new: JSONObject) -> Bool {
        old["position"] != new["position"]
    }

    private static func isRow(_ path: [Step]) -> Bool {
        guard path.count == 1, case .element = path[0] else { return false }
        return true
    }

    /// What tells an element from the others of its list, and how many before it have the same.
    private struct Name: Hashable {
        let value: JSON
        let place: Int
    }

    private static func named(_ elements: [JSON]) -> [(name: Name, value: JSON)] {
        var places: [JSON: Int] = [:]
        return elements.map { element in
            let value = element.name ?? .null
            defer { places[value, default: 0] += 1 }
            return (Name(value: value, place: places[value, default: 0]), element)
        }
    }
}

extension JSON {
    fileprivate var isObject: Bool {
        if case .object = self { true } else { false }
    }

    /// The member by which an object is named in a list; nil for none.
    fileprivate var name: JSON? {
        guard case .object(let object) = self else { return nil }
        let names: [Text] = ["id", "position", "version", "name", "words", "field"]
        return names.lazy.compactMap { key -> JSON? in
            guard let value = object[key], value != .null else { return nil }
            return value
        }.first
    }
}

import CanonicalJSON

extension JSONObject {
    /// Whether a merge patch would change the object.
    func isChanged(by patch: JSONObject) -> Bool {
        patch.members.contains { isChanged($0.key, to: $0.value) }
    }

    /// Whether a merge patch with this member would change it; nil stands for a missing member.
    func isChanged(_ key: Text, to value: JSON?) -> Bool {
        switch value {
        case nil: false
        case .null?: self[key] != nil
        case .object(let inner)?:
            if case .object(let target)? = self[key] { target.isChanged(by: inner) } else { true }
        case let value?: !holds(key, value)
        }
    }

    /// Applies a merge patch. Source: RFC 7396, 2.
    ///
    /// - Returns: The approximate growth in memory, in bytes.
    @discardableResult
    mutating func merge(_ patch: JSONObject) -> Int {
        patch.members.reduce(0) { $0 + merge($1) }
    }

    private mutating func merge(_ change: Member) -> Int {
        guard case .object(let inner) = change.value else {
            return set(change.key, change.value == .null ? Optional.none : change.value)
        }
        guard case .object(var target)? = self[change.key] else {
            var target = JSONObject()
            target.merge(inner)
            return set(change.key, .object(target))
        }
        // With no other reference to it, the target is changed in place.
        self[change.key] = .null
        let growth = target.merge(inner)
        self[change.key] = .object(target)
        return growth
    }

    /// - Returns: The approximate growth in memory, in bytes.
    private mutating func set(_ key: Text, _ value: JSON?) -> Int {
        func weight(_ value: JSON?) -> Int { value.map { Member(key: key, value: $0).weight } ?? 0 }
        let growth = weight(value) - weight(self[key])
        self[key] = value
        return growth
    }
}

import CanonicalJSON

/// What an event says, in types; read from the long form that the log keeps.
public enum Payload: Hashable, Sendable {
    case published(Publication)
    case updated(Update)
    case denied(Denial)
    case reiterated(Reiteration)
    case responded(Response)
    case forked(Fork)

    /// Reads data in its long form, as decided.
    ///
    /// - Throws: ``PayloadFault`` when the data is not what this program writes.
    public init(_ type: EventType, data: JSONObject) throws(PayloadFault) {
        let members = Members(data, at: .root)
        switch type {
        case .published: self = .published(try Publication(members))
        case .updated: self = .updated(try Update(members))
        case .denied: self = .denied(try Denial(members))
        case .reiterated: self = .reiterated(try Reiteration(members))
        case .responded: self = .responded(try Response(members))
        case .forked: self = .forked(try Fork(members))
        }
    }
}

/// Stored data that is not in the form its schema promises.
public struct PayloadFault: Error, Hashable, Sendable {
    /// Where in the data.
    public let path: JSONPath
    /// What was expected there.
    public let expected: String

    /// What was found, what was expected.
    public var message: String { "stored data breaks its schema at \(path): expected \(expected)" }
}

/// Reads the members of an object in its long form.
struct Members {
    let object: JSONObject
    let path: JSONPath

    init(_ object: JSONObject, at path: JSONPath) {
        self.object = object
        self.path = path
    }

    func optional<Value>(
        _ name: Text, _ expected: String = "an object", _ read: (JSON, JSONPath) throws(PayloadFault) -> Value?
    ) throws(PayloadFault) -> Value? {
        guard let json = object[name] else { return nil }
        guard let value = try read(json, path.member(name)) else { throw fault(name, expected) }
        return value
    }

    func text(_ name: Text) throws(PayloadFault) -> Text? { try optional(name, "a string") { json, _ in json.text } }

    func requiredText(_ name: Text) throws(PayloadFault) -> Text {
        guard let text = try text(name) else { throw fault(name, "a string") }
        return text
    }

    func number(_ name: Text) throws(PayloadFault) -> Int64 {
        guard case .integer(let number)? = object[name] else { throw fault(name, "an integer") }
        return number
    }

    func flag(_ name: Text) throws(PayloadFault) -> Bool? {
        try optional(name, "true or false") { json, _ in
            guard case .bool(let flag) = json else { return nil }
            return flag
        }
    }

    func word<Word: RawRepresentable<String>>(_ name: Text, as: Word.Type) throws(PayloadFault) -> Word? {
        try optional(name, "a known word") { json, _ in json.text.flatMap { Word(rawValue: $0.string) } }
    }

    func one<Value: LongForm>(_ name: Text, as: Value.Type) throws(PayloadFault) -> Value? {
        try optional(name) { json, path throws(PayloadFault) in
            guard case .object(let object) = json else { return nil }
            return try Value(Members(object, at: path))
        }
    }

    func required<Value: LongForm>(_ name: Text, as: Value.Type) throws(PayloadFault) -> Value {
        guard let value = try one(name, as: Value.self) else { throw fault(name, "an object") }
        return value
    }

    func list<Value: LongForm>(_ name: Text, of: Value.Type) throws(PayloadFault) -> [Value] {
        try elements(name) { json, path throws(PayloadFault) in
            guard case .object(let object) = json else { throw PayloadFault(path: path, expected: "an object") }
            return try Value(Members(object, at: path))
        }
    }

    func texts(_ name: Text) throws(PayloadFault) -> [Text] {
        try elements(name) { json, path throws(PayloadFault) in
            guard let text = json.text else { throw PayloadFault(path: path, expected: "a string") }
            return text
        }
    }

    func moment(_ name: Text) throws(PayloadFault) -> Moment? {
        try optional(name, "a moment") { json, path throws(PayloadFault) in
            guard case .object(let object) = json else { return nil }
            let members = Members(object, at: path)
            guard let time = try? EventTime(try members.requiredText("at").string) else { return nil }
            return Moment(time: time, zone: try members.text("zone"), printed: try members.text("printed"))
        }
    }

    private func elements<Value>(
        _ name: Text, _ read: (JSON, JSONPath) throws(PayloadFault) -> Value
    ) throws(PayloadFault) -> [Value] {
        guard let json = object[name] else { return [] }
        guard case .array(let elements) = json else { throw fault(name, "an array") }
        var values: [Value] = []
        for (index, element) in elements.enumerated() {
            values.append(try read(element, path.member(name).element(index)))
        }
        return values
    }

    private func fault(_ name: Text, _ expected: String) -> PayloadFault {
        PayloadFault(path: path.member(name), expected: expected)
    }
}

/// A shape that is read from its long form.
protocol LongForm {
    init(_ members: Members) throws(PayloadFault)
}

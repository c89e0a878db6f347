import CanonicalJSON

/// Reads the members of an object in long form. The path of a fault is built while it is thrown, so that valid data
/// costs nothing.
struct Members {
    let object: JSONObject

    init(_ object: JSONObject) {
        self.object = object
    }

    func text(_ name: Text) throws(PayloadFault) -> Text? {
        guard let json = object[name] else { return nil }
        guard let text = json.text else { throw fault(name, "a string") }
        return text
    }

    func requiredText(_ name: Text) throws(PayloadFault) -> Text {
        guard let text = try text(name) else { throw fault(name, "a string") }
        return text
    }

    func number(_ name: Text) throws(PayloadFault) -> Int64 {
        guard case .integer(let number)? = object[name] else { throw fault(name, "an integer") }
        return number
    }

    func flag(_ name: Text) throws(PayloadFault) -> Bool? {
        guard let json = object[name] else { return nil }
        guard case .bool(let flag) = json else { throw fault(name, "true or false") }
        return flag
    }

    func word<Word: RawRepresentable<String>>(_ name: Text, as: Word.Type) throws(PayloadFault) -> Word? {
        guard let json = object[name] else { return nil }
        guard let word = json.text.flatMap({ Word(rawValue: $0.string) }) else { throw fault(name, "a known word") }
        return word
    }

    func one<Value: LongForm>(_ name: Text, as: Value.Type) throws(PayloadFault) -> Value? {
        guard let json = object[name] else { return nil }
        do { return try Value(long: json) } catch { throw error.inside(.member(name)) }
    }

    func required<Value: LongForm>(_ name: Text, as: Value.Type) throws(PayloadFault) -> Value {
        guard let value = try one(name, as: Value.self) else { throw fault(name, "an object") }
        return value
    }

    func list<Value: LongForm>(_ name: Text, of: Value.Type) throws(PayloadFault) -> [Value] {
        try elements(name) { json throws(PayloadFault) in try Value(long: json) }
    }

    func texts(_ name: Text) throws(PayloadFault) -> [Text] {
        try elements(name) { json throws(PayloadFault) in
            guard let text = json.text else { throw PayloadFault(path: .root, expected: "a string") }
            return text
        }
    }

    func numbers(_ name: Text) throws(PayloadFault) -> [Int64] {
        try elements(name) { json throws(PayloadFault) in
            guard case .integer(let number) = json else { throw PayloadFault(path: .root, expected: "an integer") }
            return number
        }
    }

    /// Lists of pairs of numbers from 0; the second number is at most 2^32 - 1.
    func groups(_ name: Text) throws(PayloadFault) -> [[(Int64, Int64)]] {
        try elements(name) { group throws(PayloadFault) in
            guard case .array(let pairs) = group else { throw PayloadFault(path: .root, expected: "an array") }
            var numbers: [(Int64, Int64)] = []
            for pair in pairs {
                guard case .array(let pair) = pair, pair.count == 2, case .integer(let first) = pair[0],
                    case .integer(let second) = pair[1], first >= 0, (0...Int64(UInt32.max)).contains(second)
                else { throw PayloadFault(path: .root, expected: "pairs of numbers") }
                numbers.append((first, second))
            }
            return numbers
        }
    }

    func moment(_ name: Text) throws(PayloadFault) -> Moment? {
        guard let json = object[name] else { return nil }
        guard case .object(let object) = json else { throw fault(name, "a moment") }
        let members = Members(object)
        do throws(PayloadFault) {
            guard let time = try? EventTime(try members.requiredText("at").string) else {
                throw PayloadFault(path: .root, expected: "a moment")
            }
            return Moment(time: time, zone: try members.text("zone"), printed: try members.text("printed"))
        } catch {
            throw error.inside(.member(name))
        }
    }

    private func elements<Value>(
        _ name: Text, _ read: (JSON) throws(PayloadFault) -> Value
    ) throws(PayloadFault) -> [Value] {
        guard let json = object[name] else { return [] }
        guard case .array(let elements) = json else { throw fault(name, "an array") }
        var values: [Value] = []
        values.reserveCapacity(elements.count)
        for element in elements {
            do { values.append(try read(element)) } catch {
                throw error.inside(.element(values.count)).inside(.member(name))
            }
        }
        return values
    }

    private func fault(_ name: Text, _ expected: String) -> PayloadFault {
        PayloadFault(path: .root.member(name), expected: expected)
    }
}

/// A shape that is read from its long form.
protocol LongForm {
    init(_ members: Members) throws(PayloadFault)
}

extension LongForm {
    fileprivate init(long json: JSON) throws(PayloadFault) {
        guard case .object(let object) = json else { throw PayloadFault(path: .root, expected: "an object") }
        try self.init(Members(object))
    }
}

extension PayloadFault {
    /// The fault, with its path extended by the step above it.
    fileprivate func inside(_ step: JSONPath.Step) -> PayloadFault {
        PayloadFault(path: JSONPath(steps: [step] + path.steps), expected: expected)
    }
}

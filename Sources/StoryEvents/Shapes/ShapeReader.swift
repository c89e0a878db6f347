import CanonicalJSON

/// Holds a value against a shape, gives back its long form, and gathers everything that does not fit.
struct ShapeReader {
    private(set) var refusals: [Refusal] = []
    /// Where the reader stands; a stack, so that good documents pay for no paths.
    private var steps: [JSONPath.Step]

    init(at path: JSONPath = .root) {
        steps = path.steps
    }

    /// Reads one value.
    ///
    /// - Returns: The long form; meaningless once ``refusals`` is not empty.
    mutating func read(_ value: JSON, as shape: Shape) -> JSON {
        switch (shape, value) {
        case (.removable, .null): return .null
        case (.removable(let inner), _): return read(value, as: inner)
        case (.string, .string): return value
        case (.text, .string(let text)):
            if text.isEmpty { refuse(.badValue, "expected text, found an empty string", remedy: "leave the field out") }
            return value
        case (.identifier(let rule), .string(let text)):
            if let fault = rule.fault(in: text) {
                refuse(.badID, "the id '\(text.string.prefix(60))' \(fault)", remedy: rule.remedy)
            }
            return value
        case (.anything, _): return value
        case (.token, .string(let text)):
            if let bad = text.string.unicodeScalars.first(where: { $0.properties.isWhitespace || $0.value < 0x20 }) {
                refuse(
                    .badValue, "found white space (U+\(String(bad.value, radix: 16, uppercase: true)))",
                    remedy: "remove it")
            } else if text.isEmpty {
                refuse(.badValue, "expected text, found an empty string", remedy: "leave the field out")
            }
            return value
        case (.flag, .bool): return value
        case (.word(let words), .string(let text)):
            if !words.contains(where: { Text($0) == text }) {
                refuse(
                    .badValue, "expected \(shape.expectation); found '\(text)'",
                    remedy: suggestion(for: text.string, among: words))
            }
            return value
        case (.moment, .string), (.moment, .object): return moment(value)?.json ?? .null
        case (.list(let element), .array(let values)):
            return .array(
                values.indices.map { index in
                    under(.element(index)) { $0.read(values[index], as: element) }
                })
        case (.extra, .object): return value
        case (.object(let fields), .object(let object)): return .object(read(object, as: fields))
        case (.object(let fields), .string):
            guard let name = fields.shorthand else { break }
            return .object(read([name: value], as: fields))
        default: break
        }
        refuse(.wrongType, "expected \(shape.expectation), found \(value.kind)", remedy: remedy(for: value, as: shape))
        return .null
    }

    /// Reads an object's members: unknown names are refused, short forms become long ones.
    mutating func read(_ object: JSONObject, as shape: ObjectShape) -> JSONObject {
        var long = JSONObject()
        for field in shape.fields {
            guard let value = object[field.name] else {
                if field.isRequired { refuseMissing(field) }
                continue
            }
            let read = under(.member(field.name)) { $0.read(value, as: field.shape) }
            guard let (target, form) = field.long else {
                long[field.name] = read
                continue
            }
            if object[target] != nil {
                refuse(
                    .conflictingFields, "both '\(field.name)' and '\(target)' are given",
                    remedy: "'\(field.name)' is short for '\(target)': keep one", under: field.name)
            }
            long[target] = form(read)
        }
        for member in object.members where shape.field(member.key) == nil {
            refuse(
                .unknownField, "unknown field '\(member.key)'",
                remedy: suggestion(for: member.key.string, among: shape.names), under: member.key, pointsAtKey: true)
        }
        return long
    }

    /// Reads a time: RFC 3339, or `{at, zone?, printed?}`.
    mutating func moment(_ value: JSON) -> Moment? {
        do throws(TimeFault) {
            switch value {
            case .string(let text): return Moment(time: try EventTime(text.string))
            case .object(let object):
                let count = refusals.count
                let fields = read(object, as: .momentFields)
                guard refusals.count == count, case .string(let at)? = fields["at"] else { return nil }
                let zone = fields["zone"]?.text
                let time: EventTime
                if let zone {
                    time = try EventTime(at.string, zone: zone.string)
                } else {
                    time = try EventTime(at.string)
                }
                return Moment(time: time, zone: zone, printed: fields["printed"]?.text)
            default:
                refuse(
                    .wrongType, "expected a time, found \(value.kind)",
                    remedy: TimeFault.malformed("", "").remedy)
            }
        } catch {
            refuse(.badTime, error.message, remedy: error.remedy)
        }
        return nil
    }

    /// Does something one step further down.
    mutating func under<R>(_ step: JSONPath.Step, _ body: (inout ShapeReader) -> R) -> R {
        steps.append(step)
        defer { steps.removeLast() }
        return body(&self)
    }

    /// Notes a refusal where the reader stands, or at a member under it.
    mutating func refuse(
        _ code: Refusal.Code, _ message: String, remedy: String, under member: Text? = nil, pointsAtKey: Bool = false
    ) {
        var path = JSONPath.root
        path.steps = steps
        if let member { path.steps.append(.member(member)) }
        refusals.append(Refusal(code, at: path, message, remedy: remedy, pointsAtKey: pointsAtKey))
    }

    private mutating func refuseMissing(_ field: Field) {
        refuse(
            .missingField, "the field '\(field.name)' is missing",
            remedy: "add it: \(field.shape.expectation)", under: field.name)
    }

    private func remedy(for value: JSON, as shape: Shape) -> String {
        switch (shape, value) {
        case (.text, .integer), (.string, .integer), (.text, .bool), (.string, .bool), (.identifier, .integer):
            "put it in quotes"
        case (.text, .null), (.string, .null): "leave the field out; this one cannot be removed"
        case (.list, _): "put it in [ ]"
        default: "write \(shape.expectation)"
        }
    }
}

extension JSON {
    /// How a message calls what was found.
    var kind: String {
        switch self {
        case .null: "null"
        case .bool(let flag): flag ? "true" : "false"
        case .integer(let number): "the number \(number)"
        case .double(let number): "the number \(number)"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }

    /// The text of a string, else nil.
    var text: Text? {
        guard case .string(let text) = self else { return nil }
        return text
    }
}

import CanonicalJSON

/// Checks a value against a shape, returns its long form, and collects all refusals.
struct ShapeReader {
    private(set) var refusals: [Refusal] = []
    /// The current path; a stack, so that valid documents build no paths.
    private var steps: [JSONPath.Step]

    init(at path: JSONPath = .root) {
        steps = path.steps
    }

    /// Reads one value.
    ///
    /// - Returns: The long form; meaningless when ``refusals`` is not empty.
    mutating func read(_ value: JSON, as shape: Shape) -> JSON {
        switch (shape, value) {
        case (.removable, .null): return .null
        case (.removable(.moment), .string), (.removable(.moment), .object):
            return moment(value, as: .momentPatchFields)?.patch ?? .null
        case (.removable(let inner), _): return read(value, as: inner)
        case (.string, .string): return value
        case (.text, .string(let text)):
            if text.isEmpty {
                refuse(
                    .badValue, "expected text, found an empty string",
                    remedy: "write it, or leave out a field that may be absent")
            }
            return value
        case (.identifier(let rule), .string(let text)):
            if let fault = rule.fault(in: text) {
                refuse(.badID, "the id \(text.quoted) \(fault)", remedy: rule.remedy)
            }
            return value
        case (.anything, _): return value
        case (.token, .string(let text)):
            if text.isEmpty {
                refuse(
                    .badValue, "expected text, found an empty string",
                    remedy: "write it, or leave out a field that may be absent")
            } else if let bad = text.string.unicodeScalars.first(where: Self.breaksToken) {
                refuse(
                    .badValue, "found \(bad.codePoint) in \(text.quoted)", remedy: "remove it, or percent-encode it")
            }
            return value
        case (.language, .string(let text)):
            if !Self.isLanguageTag(text) {
                refuse(
                    .badValue, "\(text.quoted) is no language tag", remedy: "write a BCP 47 tag, such as en or pt-BR")
            }
            return value
        case (.flag, .bool): return value
        case (.word(let words), .string(let text)):
            if !words.contains(text) {
                refuse(
                    .badValue, "expected \(shape.expectation); found \(text.quoted)",
                    remedy: suggestion(for: text.string, among: words.map(\.string)))
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
        refuse(
            .wrongType, "expected \(shape.expectation), found \(value.kind)", remedy: Self.remedy(for: value, as: shape)
        )
        return .null
    }

    /// Reads an object's members: refuses unknown names, and expands short forms.
    mutating func read(_ object: JSONObject, as shape: ObjectShape) -> JSONObject {
        shape.keeps(object) ? object : readLong(object, as: shape)
    }

    /// Reads an object that is not already in long form.
    mutating func readLong(_ object: JSONObject, as shape: ObjectShape) -> JSONObject {
        var long = JSONObject()
        long.reserveCapacity(object.count)
        readFields(of: object, as: shape) { place, value in
            let name = shape.fields[place].name
            if shape.hasShortForms { long[name] = value } else { long.append(name, value) }
        }
        return long
    }

    /// Reads an object's members as ``read(_:as:)-(JSONObject,_)`` does.
    ///
    /// - Parameter body: Receives the values in the order of the shape's fields, each with the index of its field in
    ///   long form.
    mutating func readFields(
        of object: JSONObject, as shape: ObjectShape, _ body: (Int, JSON) -> Void
    ) {
        let hasUnknown = withUnsafeTemporaryAllocation(of: Int.self, capacity: shape.fields.count) { given in
            given.initialize(repeating: -1)
            var hasUnknown = false
            object.members.withUnsafeBufferPointer { members in
                for place in members.indices {
                    if let field = shape.place(of: members[place].key) {
                        given[field] = place
                    } else {
                        hasUnknown = true
                    }
                }
                for field in given.indices {
                    if given[field] >= 0 {
                        readField(field, members[given[field]].value, of: object, as: shape, body)
                    } else if shape.fields[field].isRequired {
                        refuseMissing(shape.fields[field])
                    }
                }
            }
            return hasUnknown
        }
        guard hasUnknown else { return }
        for member in object.members where shape.place(of: member.key) == nil {
            refuse(
                .unknownField, "unknown field \(member.key.quoted)",
                remedy: Synonym.remedy(for: member.key.string, among: shape.names)
                    ?? suggestion(for: member.key.string, among: shape.names),
                under: member.key, pointsAtKey: true)
        }
    }

    private mutating func readField(
        _ place: Int, _ value: JSON, of object: JSONObject, as shape: ObjectShape, _ body: (Int, JSON) -> Void
    ) {
        let field = shape.fields[place]
        let read = field.shape.keeps(value) ? value : under(.member(field.name)) { $0.read(value, as: field.shape) }
        guard let (target, form) = field.long, let long = shape.place(of: target) else { return body(place, read) }
        if object[target] != nil {
            refuse(
                .conflictingFields, "both '\(field.name)' and '\(target)' are given",
                remedy: "'\(field.name)' is short for '\(target)': keep one", under: field.name)
        }
        body(long, form(read))
    }

    /// Reads a time: RFC 3339, or `{at, zone?, printed?}`.
    mutating func moment(_ value: JSON, as fields: ObjectShape = .momentFields) -> Moment? {
        switch value {
        case .string(let text):
            do { return Moment(time: try EventTime(text.string)) } catch { refuse(error, under: nil) }
        case .object(let object):
            let count = refusals.count
            let fields = read(object, as: fields)
            guard refusals.count == count, let at = fields["at"]?.text?.string else { return nil }
            let zone = fields["zone"]?.text
            do throws(TimeFault) {
                let time = if let zone { try EventTime(at, zone: zone.string) } else { try EventTime(at) }
                return Moment(time: time, zone: zone, printed: fields["printed"]?.text)
            } catch {
                refuse(error, under: error.isAboutZone ? "zone" : "at")
            }
        default:
            refuse(.wrongType, "expected a time, found \(value.kind)", remedy: TimeFault.malformed("", "").remedy)
        }
        return nil
    }

    private mutating func refuse(_ fault: TimeFault, under member: Text?) {
        refuse(.badTime, fault.message, remedy: fault.remedy, under: member)
    }

    /// Reads one step further down the path.
    mutating func under<R>(_ step: JSONPath.Step, _ body: (inout ShapeReader) -> R) -> R {
        steps.append(step)
        defer { steps.removeLast() }
        return body(&self)
    }

    /// Adds a refusal at the current path, or at a member under it; at most ``Refusals/most``.
    mutating func refuse(
        _ code: Refusal.Code, _ message: @autoclosure () -> String, remedy: @autoclosure () -> String,
        under member: Text? = nil, pointsAtKey: Bool = false
    ) {
        guard refusals.count < Refusals.most else { return }
        var path = JSONPath.root
        path.steps = steps
        if let member { path.steps.append(.member(member)) }
        refusals.append(Refusal(code, at: path, message(), remedy: remedy(), pointsAtKey: pointsAtKey))
    }

    private mutating func refuseMissing(_ field: Field) {
        refuse(
            .missingField, "the field '\(field.name)' is missing",
            remedy: "add it: \(field.shape.expectation)", under: field.name)
    }

    /// Whether a text is a URL as far as its characters tell.
    static func isToken(_ text: Text) -> Bool {
        !text.isEmpty && !text.string.unicodeScalars.contains(where: breaksToken)
    }

    private static func breaksToken(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value > 0x20, scalar.value < 0x7F { return false }
        return scalar.properties.isWhitespace || scalar.properties.generalCategory == .control
    }

    /// Whether a text is a language tag: subtags of 1 to 8 letters and digits between hyphens, the first only of
    /// letters. Source: RFC 5646, 2.1.
    static func isLanguageTag(_ text: Text) -> Bool {
        let subtags = text.string.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        return subtags[0].allSatisfy(\.isASCIILetter)
            && subtags.allSatisfy { subtag in
                (1...8).contains(subtag.count) && subtag.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit }
            }
    }

    private static func remedy(for value: JSON, as shape: Shape) -> String {
        switch (shape, value) {
        case (.text, .integer), (.string, .integer), (.text, .bool), (.string, .bool), (.identifier, .integer):
            "put it in quotes"
        case (.text, .null), (.string, .null), (.list, .null): "leave the field out; this one cannot be removed"
        case (.list(let element), .string(let text)): element.listRemedy(for: text)
        case (.list, _): "put it in [ ]"
        default: "write \(shape.expectation)"
        }
    }
}

extension Shape {
    /// The remedy for a text in place of a list of values of this shape: the list that was probably meant.
    fileprivate func listRemedy(for text: Text) -> String {
        if case .object(let shape) = self, shape.shorthand == nil || shape.fields.count(where: \.isRequired) > 1 {
            let fields = shape.fields.filter(\.isRequired).map { "\"\($0.name)\": ..." }
            return "write a list of objects: [{\(fields.joined(separator: ", "))}]"
        }
        let parts = text.string.split(whereSeparator: { ",;\u{060C}\u{3001}\u{FF0C}".contains($0) })
            .map { $0.trimmingPrefix(while: \.isWhitespace) }
        let list = JSON.array(parts.map { .string(Text(String($0))) }).canonicalBytes
        guard (1...8).contains(parts.count), list.count <= 120 else { return "put it in [ ]" }
        return "write it as a list: \(String(decoding: list, as: UTF8.self))"
    }
}

extension JSON {
    /// The name of the value's type, for messages.
    package var kind: String {
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

    /// The string; nil for any other value.
    public var text: Text? {
        guard case .string(let text) = self else { return nil }
        return text
    }
}

extension UInt8 {
    var isASCIIDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }

    var isASCIILetter: Bool { (self | 0x20) >= UInt8(ascii: "a") && (self | 0x20) <= UInt8(ascii: "z") }
}

import CanonicalJSON

/// A time, with its zone and its printed form.
public struct Moment: Hashable, Sendable {
    /// The time.
    public var time: EventTime
    /// The IANA zone that was written with it.
    public var zone: Text?
    /// The time as printed: `5:20PM ET`.
    public var printed: Text?

    init(time: EventTime, zone: Text? = nil, printed: Text? = nil) {
        self.time = time
        self.zone = zone
        self.printed = printed
    }

    /// The long form: `{at, zone?, printed?}`, with the offset in `at`.
    var json: JSON {
        var object: JSONObject = ["at": .string(Text(time.description))]
        object["printed"] = printed.map(JSON.string)
        object["zone"] = zone.map(JSON.string)
        return .object(object)
    }

    /// The long form for a merge patch: missing members are null, so that they are removed from the old moment.
    var patch: JSON {
        [
            "at": .string(Text(time.description)), "printed": printed.map(JSON.string) ?? .null,
            "zone": zone.map(JSON.string) ?? .null,
        ]
    }

    /// The part of an event's time that is stored in `data.when`, beside the leaf; nil when there is none.
    var when: JSON? {
        guard zone != nil || printed != nil else { return nil }
        var object = JSONObject()
        object["printed"] = printed.map(JSON.string)
        object["zone"] = zone.map(JSON.string)
        return .object(object)
    }
}

extension ObjectShape {
    static let momentFields = ObjectShape([
        .required("at", .text), .optional("zone", .text), .optional("printed", .text),
    ])

    static let momentPatchFields = ObjectShape([
        .required("at", .text), .optional("zone", .removable(.text)), .optional("printed", .removable(.text)),
    ])
}

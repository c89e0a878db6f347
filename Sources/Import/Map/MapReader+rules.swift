import StoryEvents
import Yams

extension MapReader {
    /// The rule of a field: the name of a column, or a mapping of settings.
    mutating func rule(of field: ImportMap.Field, _ name: Node, _ value: Node) -> ImportMap.Rule {
        var rule = ImportMap.Rule()
        rule.position = value.position ?? name.position ?? rule.position
        guard case .mapping(let members) = value else {
            rule.from = place(value, field)
            return rule
        }
        let known = field.settings
        for (key, node) in members {
            guard let setting = ImportMap.Setting(rawValue: key.scalar?.string ?? ""), known.contains(setting) else {
                note(
                    key, "unknown setting \(key.shown) of '\(field.rawValue)'",
                    remedy: suggestion(for: key.scalar?.string ?? "", among: known.map(\.rawValue)))
                continue
            }
            read(setting, node, of: field, into: &rule)
        }
        if rule.from == nil, rule.constant == nil {
            note(name, "\(field.rawValue): expected 'from'", remedy: "write the column that it comes from")
        }
        if rule.constant != nil, members.count > 1 {
            note(name, "\(field.rawValue): 'constant' stands beside other settings", remedy: "keep 'constant' alone")
        }
        if field == .time { checkTime(rule, name) }
        return rule
    }

    private mutating func read(
        _ setting: ImportMap.Setting, _ node: Node, of field: ImportMap.Field, into rule: inout ImportMap.Rule
    ) {
        let name = "\(field.rawValue).\(setting.rawValue)"
        if setting == .from {
            rule.from = place(node, field)
            rule.position = node.position ?? rule.position
            return
        }
        if setting == .values {
            rule.values = values(node, name, of: field)
            return
        }
        guard let text = node.scalar?.string, !text.isEmpty else {
            return note(node, "\(name): found \(node.shown), expected a text", remedy: "write a text there")
        }
        switch setting {
        case .constant, .fallback:
            check(text, node, name, of: field)
            if setting == .constant { rule.constant = text } else { rule.fallback = text }
        case .split: rule.split = text
        case .prefix: rule.prefix = text
        case .format:
            do throws(TimeFormat.Fault) { rule.format = try TimeFormat(text) } catch {
                note(node, "\(name): \(error.message)", remedy: error.remedy)
            }
        case .zone:
            do throws(TimeFault) { rule.zone = try Zone(named: text).name } catch {
                note(node, "\(name): \(error.message)", remedy: error.remedy)
            }
        case .from, .values: break
        }
    }

    private mutating func place(_ node: Node, _ field: ImportMap.Field) -> ImportMap.Place? {
        if case .sequence = node {
            guard let steps = texts(node, field.rawValue, "a column, or the steps of a path") else { return nil }
            return checked(.steps(steps), node, field)
        }
        guard let name = node.scalar?.string, !name.isEmpty else {
            note(
                node, "\(field.rawValue): found \(node.shown), expected a column", remedy: "write the name of a column")
            return nil
        }
        return checked(.name(name), node, field)
    }

    /// Only lists can come from each element of an array.
    private mutating func checked(
        _ place: ImportMap.Place, _ node: Node, _ field: ImportMap.Field
    ) -> ImportMap.Place {
        let elements = place.steps.count { $0 == "*" }
        if elements > (field.isList ? 1 : 0) {
            note(
                node, "\(field.rawValue): '*' in a path is for one array of \(ImportMap.Field.lists)",
                remedy: "name one element by its number, from 0")
        }
        return place
    }

    private mutating func values(_ node: Node, _ name: String, of field: ImportMap.Field) -> [String: String] {
        guard case .mapping(let members) = node, !members.isEmpty else {
            note(node, "\(name): found \(node.shown), expected a mapping", remedy: "write {TEXT OF A CELL: VALUE}")
            return [:]
        }
        var values: [String: String] = [:]
        for (key, value) in members {
            guard let from = key.scalar?.string, let to = value.scalar?.string else {
                note(key, "\(name): found \(value.shown), expected a text", remedy: "write {TEXT OF A CELL: VALUE}")
                continue
            }
            if !to.isEmpty { check(to, value, name, of: field) }
            values[from] = to
        }
        return values
    }

    private mutating func check(_ text: String, _ node: Node, _ name: String, of field: ImportMap.Field) {
        guard let words = field.words, !words.contains(text) else { return }
        note(
            node, "\(name): found \(node.shown), expected one of \(words.joined(separator: ", "))",
            remedy: suggestion(for: text, among: words))
    }

    private mutating func checkTime(_ rule: ImportMap.Rule, _ name: Node) {
        switch rule.format {
        case .rfc3339: break
        case .seconds, .milliseconds:
            guard rule.zone != nil else { return }
            note(name, "time: 'zone' stands beside a format of UTC", remedy: "leave the zone out")
        case .pattern(let parts):
            guard rule.zone == nil, !parts.contains(.offset) else { return }
            note(
                name, "time: its format has no offset (%z), and there is no 'zone'",
                remedy: "write the zone of the times")
        }
    }
}

extension ImportMap.Field {
    /// The fields with several values, for a message.
    fileprivate static let lists = allCases.filter(\.isList).map(\.rawValue).joined(separator: " and ")
}

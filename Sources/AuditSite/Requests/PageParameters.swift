import StoryEvents

/// The parameters that each page and feed takes.
enum PageParameters {
    /// Refuses a query with another one: it would be passed over, and the answer be another one than was asked for.
    static func check(_ query: Query, of route: Route) throws(SiteFault) {
        let names = own(route) + Frame.kept
        for item in query.items where !names.contains(item.name) {
            let near = nearest(to: item.name, among: names).map { said("did you mean ‘\($0)’?") }
            throw .badRequest(
                said("There is no parameter ‘\(item.name)’ here"),
                remedy: near ?? said("there are \(names.joined(separator: ", "))"))
        }
    }

    private static func own(_ route: Route) -> [String] {
        switch route {
        case .stories: StoryFilter.names + ["before"]
        case .feed: StoryFilter.names
        case .log: ["before", "from"]
        case .parties: ["name"]
        case .story(_, .now): ["versions"]
        case .story(_, .timeline): ["before"]
        case .story(_, .diff): ["from", "to", "view", "extent", "whole", "noise"]
        case .story(_, .caseFile): ["from", "to", "save"]
        default: []
        }
    }
}

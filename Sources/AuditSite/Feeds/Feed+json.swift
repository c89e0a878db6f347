import CanonicalJSON
import StoryEvents

extension Feed {
    /// Source: JSON Feed 1.1.
    var json: [UInt8] {
        let document: JSON = [
            "version": "https://jsonfeed.org/version/1.1", "title": .string(Text(shown: title)),
            "home_page_url": .string(Text(page)), "feed_url": .string(Text(address)),
            "authors": [["name": .string(Text(origin))]], "items": .array(entries.map(item)),
        ]
        return document.bytes(pretty: false) + [0x0A]
    }

    private func item(_ entry: Entry) -> JSON {
        var item: JSONObject = [
            "id": .string(Text(entry.id)), "url": .string(Text(entry.address)),
            "title": .string(Text(shown: entry.title)),
            "date_published": JSON(entry.recorded), "date_modified": JSON(entry.recorded),
            "tags": [.string(Text(entry.type.rawValue))],
        ]
        if let content = entry.content {
            item["summary"] = .string(Text(shown: entry.line))
            item["content_html"] = .string(Text(String(decoding: content, as: UTF8.self)))
        } else {
            item["content_text"] = .string(Text(shown: entry.line))
        }
        if let language = entry.language { item["language"] = .string(Text(language)) }
        return .object(item)
    }
}

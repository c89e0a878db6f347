import ProseRendering

extension Markup {
    /// Writes a picture that may be wider than the page: its place can be reached by keys, and says in words that it goes on
    /// at the side, where it does.
    ///
    /// - Parameter width: The picture's, in pixels.
    mutating func scroller(_ frame: Frame, _ name: String, _ width: Int, _ picture: (inout Markup) -> Void) {
        // The columns of a page on a phone and on a desk.
        let hint = width > 850 ? "hint" : width > 320 ? "hint narrow" : nil
        if let hint { element("p", ["class": hint], frame.words.inPictures.scrolls) }
        element("div", ["class": "scroller", "role": "region", "tabindex": "0", "aria-label": name]) { picture(&$0) }
    }
}

import CanonicalJSON
import ProseDiff

extension Text {
    /// A text for people, as pages show it: hidden manifests stand as their length.
    init(shown text: String) { self.init(HiddenManifest.spelledOut(text)) }
}

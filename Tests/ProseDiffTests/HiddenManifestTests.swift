import ProseDiff
@testable import ProseRendering
import Testing

@Suite("A run of variation selectors after U+FEFF is noise with a name")
struct HiddenManifestTests {
    private static let plain = Array("The bridge closes in May.".utf8)
    private static let manifest = Array("\u{FEFF}\u{FE00}\u{E0101}\u{FE0F}\u{E01EF}".utf8)
    private static let other = Array("\u{FEFF}\u{FE01}".utf8)

    @Test func textShownHasItsLengthInItsPlace() {
        #expect(HiddenManifest.named(in: Self.plain) == nil)
        #expect(HiddenManifest.named(in: Self.plain + Self.manifest) == "a hidden text manifest (C2PA), 17 bytes")
        let shown = Self.plain + Array("<hidden manifest, 17 bytes>".utf8) + Self.plain
        #expect(HiddenManifest.spelledOut(Self.plain + Self.manifest + Self.plain) == shown)
        #expect(HiddenManifest.spelledOut(Self.plain) == Self.plain)
    }

    @Test func itIsNoise() {
        let comparison = compare(Self.plain, Self.plain + Self.manifest)
        #expect(comparison.isNoise)
    }

    @Test func ofSeveralFieldsEachIsNamed() {
        let body = ("body", Self.plain, Self.plain + Self.manifest)
        let phrase = "a hidden text manifest (C2PA) was added, 17 bytes"
        #expect(HiddenManifest.changes(in: [body, ("dek", Self.plain, Self.plain)]) == [phrase])
        #expect(
            HiddenManifest.changes(in: [("headline", body.1, body.2), body]) == [
                "headline: \(phrase)", "body: \(phrase)",
            ])
    }

    @Test func itsChangeIsNamed() {
        #expect(HiddenManifest.change(from: Self.plain, to: Self.plain) == nil)
        #expect(
            HiddenManifest.change(from: Self.plain, to: Self.plain + Self.manifest)
                == "a hidden text manifest (C2PA) was added, 17 bytes")
        #expect(
            HiddenManifest.change(from: Self.plain + Self.manifest, to: Self.plain)
                == "a hidden text manifest (C2PA) was removed, 17 bytes")
        #expect(
            HiddenManifest.change(from: Self.plain + Self.manifest, to: Self.other + Self.plain)
                == "a hidden text manifest (C2PA) was changed, from 17 bytes to 6 bytes")
    }

    /// A byte order mark alone, and an emoji with its selector, are none.
    @Test(arguments: ["\u{FEFF}The bridge", "\u{2764}\u{FE0F}", "\u{FEFF}", ""])
    func othersAreNone(text: String) {
        #expect(HiddenManifest.change(from: [], to: Array(text.utf8)) == nil)
    }

    @Test func aRenderingShowsItByName() {
        var options = Rendering.Options()
        options.showsNoise = true
        let new = Self.plain + Self.manifest
        let text = Rendering.inline(compare(Self.plain, new), old: Self.plain, new: new, options: options)
        #expect(text.contains("<hidden manifest, 17 bytes>"))
    }
}

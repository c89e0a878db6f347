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
        let dek = ("dek", Self.plain, Self.plain)
        #expect(
            HiddenManifest.changes(in: [body, dek]) == ["a hidden text manifest (C2PA) was added, 17 bytes"])
        #expect(
            HiddenManifest.sentence(of: [body, dek]) == "a hidden text manifest (C2PA) was added, 17 bytes")
        let headline = ("headline", Self.plain + Self.other, Self.plain)
        #expect(
            HiddenManifest.changes(in: [headline, body]) == [
                "a hidden text manifest (C2PA) was removed from the headline, 6 bytes",
                "a hidden text manifest (C2PA) was added to the body, 17 bytes",
            ])
        #expect(
            HiddenManifest.sentence(of: [headline, body])
                == "a hidden text manifest (C2PA) was removed from the headline, 6 bytes, and one was added to the body, 17 bytes"
        )
        #expect(HiddenManifest.sentence(of: [dek]) == nil)
    }

    /// Two in one text are two, and their length is that of both.
    @Test func severalInOneTextAreCounted() {
        let one = Self.plain + Self.manifest
        let two = Self.other + one
        #expect(HiddenManifest.named(in: two) == "2 hidden text manifests (C2PA), 23 bytes")
        #expect(
            HiddenManifest.change(from: Self.plain, to: two) == "2 hidden text manifests (C2PA) were added, 23 bytes")
        #expect(
            HiddenManifest.change(from: two, to: one)
                == "the hidden text manifests (C2PA) were changed, from 2 of 23 bytes to 1 of 17 bytes")
        #expect(
            HiddenManifest.change(from: two, to: two + Self.plain + Self.other + Self.other)
                == "the hidden text manifests (C2PA) were changed, from 2 of 23 bytes to 4 of 35 bytes")
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

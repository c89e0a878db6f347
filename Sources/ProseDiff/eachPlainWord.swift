/// Gives the words of a text in plain typography, one after another, letters as they are encoded. Texts whose words are
/// canonically equivalent differ in typography only.
///
/// - Parameters:
///   - text: UTF-8.
///   - body: Gets the bytes of each word.
public func eachPlainWord(of text: UnsafeBufferPointer<UInt8>, _ body: ([UInt8]) -> Void) {
    var words = PlainWords(text)
    while words.advance() { body(words.word) }
}

/// Calls `body` with the words of a text in plain typography, in order; the encoding of letters is unchanged. Texts
/// with canonically equivalent words differ only in typography.
///
/// - Parameters:
///   - text: UTF-8.
///   - body: Receives the bytes of each word.
public func eachPlainWord(of text: UnsafeBufferPointer<UInt8>, _ body: ([UInt8]) -> Void) {
    var words = PlainWords(text)
    while words.advance() { body(words.word) }
}

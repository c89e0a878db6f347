extension Unicode.Scalar {
    /// Whether nothing shows that the character is there: controls, marks that turn the direction of writing, characters
    /// without width, separators of lines. Two texts that differ in these alone look the same.
    ///
    /// U+200C and U+200D are not among them, since Persian, Hindi and others write with them; nor are the variation selectors
    /// U+FE00 to U+FE0F, which stand behind emoji.
    ///
    /// Source: Unicode Character Database, Default_Ignorable_Code_Point and General_Category.
    public var isInvisible: Bool {
        switch value {
        case 0x20...0x7E: return false
        case 0x200C, 0x200D, 0xFE00...0xFE0F: return false
        // The marks of interlinear annotation are format characters, and not ignorable by default.
        case 0xFFF9...0xFFFB: return true
        default: break
        }
        switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: return true
        default: return properties.isDefaultIgnorableCodePoint
        }
    }
}

extension Unicode.Scalar {
    /// Whether nothing shows that the character is there: controls, marks that turn the direction of writing, characters
    /// without width, separators of lines. Two texts that differ in these alone look the same.
    ///
    /// U+200C and U+200D are not among them: Persian, Hindi and others write with them.
    ///
    /// Source: Unicode Character Database, Default_Ignorable_Code_Point and General_Category.
    public var isInvisible: Bool {
        switch value {
        case 0x20...0x7E: return false
        case 0x200C, 0x200D: return false
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

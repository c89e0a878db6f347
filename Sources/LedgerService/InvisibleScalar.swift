extension Unicode.Scalar {
    /// Whether the character is invisible: controls, marks that change the direction of writing, characters without
    /// width, line separators. Two texts that differ only in these look the same.
    ///
    /// U+200C and U+200D do not count, since Persian, Hindi and other languages write with them; nor do the variation
    /// selectors U+FE00 to U+FE0F, which follow emoji.
    ///
    /// Source: Unicode Character Database, Default_Ignorable_Code_Point and General_Category.
    public var isInvisible: Bool {
        switch value {
        case 0x20...0x7E: return false
        case 0x200C, 0x200D, 0xFE00...0xFE0F: return false
        // Interlinear annotation marks are format characters, but not ignorable by default.
        case 0xFFF9...0xFFFB: return true
        default: break
        }
        switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: return true
        default: return properties.isDefaultIgnorableCodePoint
        }
    }
}

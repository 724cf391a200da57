/// One label of a host name.
enum HostLabel {
    private static let maximumLength = 63

    /// Letters, digits and inner hyphens; `xn--` must begin a valid A-label (RFC 1123, section 2.1; RFC 5891).
    static func isValid(_ label: some BidirectionalCollection<UInt8>) -> Bool {
        guard (1...maximumLength).contains(label.count), label.first != .minus, label.last != .minus,
            label.allSatisfy({ $0.isASCIIAlphanumeric || $0 == .minus })
        else { return false }
        let prefix = label.prefix(4).map { $0 | 0x20 }
        guard prefix == Array("xn--".utf8) else { return true }
        return isValidALabel(label.dropFirst(4).map { $0.isASCIILetter ? $0 | 0x20 : $0 })
    }

    /// A label in ASCII or in Unicode (RFC 5890, section 2.3.2.1).
    static func isValidInternationalized(_ label: some Collection<Unicode.Scalar>) -> Bool {
        if label.allSatisfy(\.isASCII) { return isValid(label.map { UInt8(ascii: $0) }) }
        // Each scalar takes a byte of Punycode at least, so longer labels need not be encoded.
        guard label.count <= maximumLength else { return false }
        let scalars = Array(label)
        return isValidULabel(scalars) && "xn--".utf8.count + Punycode.encode(scalars).count <= maximumLength
    }

    private static func isValidALabel(_ encoded: [UInt8]) -> Bool {
        guard let scalars = Punycode.decode(encoded), Punycode.encode(scalars) == encoded else { return false }
        return scalars.contains { !$0.isASCII } && isValidULabel(scalars)
    }

    /// RFC 5891, section 4.2, without the rule for right-to-left labels (RFC 5893).
    private static func isValidULabel(_ scalars: [Unicode.Scalar]) -> Bool {
        guard let first = scalars.first, !first.isCombiningMark, first != "-", scalars.last != "-" else { return false }
        guard !scalars.dropFirst(2).prefix(2).elementsEqual(["-", "-"]) else { return false }
        return scalars.indices.allSatisfy { isPermitted(at: $0, in: scalars) }
    }

    /// RFC 5892, section 3 and appendix A.
    private static func isPermitted(at index: Int, in scalars: [Unicode.Scalar]) -> Bool {
        let scalar = scalars[index]
        let previous = index > 0 ? scalars[index - 1] : nil
        let next = index + 1 < scalars.count ? scalars[index + 1] : nil
        switch scalar.value {
        case 0xDF, 0x3C2, 0x6FD, 0x6FE, 0xF0B, 0x3007: return true
        case 0x640, 0x7FA, 0x302E, 0x302F, 0x3031...0x3035, 0x303B: return false
        case 0xB7: return previous == "l" && next == "l"
        case 0x375: return next.map { $0.isWritten(in: "Greek") } == true
        case 0x5F3, 0x5F4: return previous.map { $0.isWritten(in: "Hebrew") } == true
        case 0x30FB: return scalars.contains { $0 != scalar && $0.isJapanese }
        case 0x660...0x669: return !scalars.contains { (0x6F0...0x6F9).contains($0.value) }
        case 0x6F0...0x6F9: return !scalars.contains { (0x660...0x669).contains($0.value) }
        case 0x200C: return previous?.isVirama == true || joins(around: index, in: scalars)
        case 0x200D: return previous?.isVirama == true
        default: return scalar.isLetterOrDigitOfIDNA
        }
    }

    /// Whether a joiner stands between letters that join across it (RFC 5892, appendix A.1), for the Arabic script.
    private static func joins(around index: Int, in scalars: [Unicode.Scalar]) -> Bool {
        let before = scalars[..<index].last { !$0.isCombiningMark }
        let after = scalars[(index + 1)...].first { !$0.isCombiningMark }
        guard let before, let after else { return false }
        return before.isArabicLetter && !before.joinsOnlyToPrevious && after.isArabicLetter
    }
}

extension Unicode.Scalar {
    fileprivate var isCombiningMark: Bool {
        switch properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: true
        default: false
        }
    }

    fileprivate var isVirama: Bool {
        properties.canonicalCombiningClass == .virama
    }

    fileprivate var isJapanese: Bool {
        isWritten(in: "Hiragana") || isWritten(in: "Katakana") || isWritten(in: "Han")
    }

    fileprivate func isWritten(in script: String) -> Bool {
        UnicodeScripts.ranges(of: script)?.holds(value) == true
    }

    fileprivate var isArabicLetter: Bool {
        isWritten(in: "Arabic") && properties.isAlphabetic
    }

    /// Joining_Type R or U of the letters in everyday use: alef, dal, reh and waw with their variants, hamza.
    fileprivate var joinsOnlyToPrevious: Bool {
        switch value {
        case 0x621...0x625, 0x627, 0x629, 0x62F...0x632, 0x648: true
        case 0x671...0x677, 0x688...0x699, 0x6C0, 0x6C3...0x6CB, 0x6CD, 0x6CF, 0x6D2, 0x6D3, 0x6D5, 0x6EE, 0x6EF: true
        default: false
        }
    }

    /// PVALID by category (RFC 5892, section 2): stable under normalisation and case folding, letter, mark or digit.
    fileprivate var isLetterOrDigitOfIDNA: Bool {
        if isASCII {
            return self == "-" || ("a"..."z").contains(self) || ("0"..."9").contains(self)
        }
        if properties.changesWhenNFKCCaseFolded || properties.isDefaultIgnorableCodePoint { return false }
        switch value {
        case 0x1100...0x11FF, 0xA960...0xA97F, 0xD7B0...0xD7FF: return false
        default: break
        }
        switch properties.generalCategory {
        case .lowercaseLetter, .uppercaseLetter, .otherLetter, .modifierLetter: return true
        case .decimalNumber, .nonspacingMark, .spacingMark: return true
        default: return false
        }
    }
}

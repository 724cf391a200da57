/// The capturing groups of a pattern's source, in the order of their opening parentheses.
struct PatternGroups {
    private(set) var count = 0
    private(set) var numbers: [String: Int] = [:]

    init(in source: [UInt32]) throws(PatternError) {
        let scalars = source.map { Unicode.Scalar($0) ?? "\u{FFFD}" }
        var index = 0
        var isInClass = false
        while index < scalars.count {
            switch scalars[index] {
            case "\\": index += 1
            case "[": isInClass = true
            case "]": isInClass = false
            case "(" where !isInClass: try open(at: index, in: scalars)
            default: break
            }
            index += 1
        }
    }

    private mutating func open(at index: Int, in scalars: [Unicode.Scalar]) throws(PatternError) {
        let rest = scalars[(index + 1)...]
        guard rest.first == "?" else {
            count += 1
            return
        }
        guard rest.starts(with: ["?", "<"]), let first = rest.dropFirst(2).first, first != "=", first != "!" else {
            return
        }
        count += 1
        let name = Self.name(in: rest.dropFirst(2))
        guard let name else {
            let message = "A group's name is letters, digits, \"_\" and \"$\", closed by \">\""
            throw PatternError(message: message, offset: index + 3)
        }
        guard numbers.updateValue(count, forKey: name) == nil else {
            throw PatternError(message: "Two groups are named \"\(name)\"", offset: index + 3)
        }
    }

    /// The name up to `>`, if it is one.
    static func name(in scalars: ArraySlice<Unicode.Scalar>) -> String? {
        var name = String.UnicodeScalarView()
        for scalar in scalars {
            if scalar == ">" { return name.isEmpty ? nil : String(name) }
            let isStart = scalar == "$" || scalar == "_" || scalar.properties.isIDStart
            guard isStart || (!name.isEmpty && scalar.properties.isIDContinue) else { return nil }
            name.append(scalar)
        }
        return nil
    }
}

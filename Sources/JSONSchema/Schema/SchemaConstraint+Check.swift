import OrderedCollections

extension SchemaConstraint {
    /// Why the constraint cannot be meant so for a value of the schema, or nil.
    func fault(for schema: JSON) -> String? {
        if let type = schema.statedType, !subject.includes(type) {
            let verb = keywords.count == 1 ? "applies" : "apply"
            let names = keywords.keys.joined(separator: " and ")
            return "\(names) \(verb) to \(subject.rawValue), but the type is \(type)"
        }
        for (name, value) in keywords {
            if let fault = Self.fault(of: name, value) { return fault }
        }
        return nil
    }

    private static func fault(of name: String, _ value: JSON) -> String? {
        switch name {
        case "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties":
            return value.intValue.map { $0 < 0 } == true ? "\(name) is negative" : nil
        case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum":
            return value.numberValue == nil ? "\(name) is not a finite number" : nil
        case "multipleOf":
            let isPositive = value.numberValue.map { $0 > 0 } ?? false
            return isPositive ? nil : "multipleOf is not a finite number above 0"
        case "pattern":
            do throws(PatternError) {
                _ = try Pattern(value.stringValue ?? "")
                return nil
            } catch {
                return "the pattern is not valid: \(error)"
            }
        default:
            return nil
        }
    }
}

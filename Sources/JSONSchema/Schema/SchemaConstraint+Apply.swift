extension JSON {
    /// The schema with constraints, as a property of it would have them.
    ///
    /// What cannot be meant so is reported, with `place` as what is constrained.
    package func applying(
        _ constraints: [SchemaConstraint],
        at place: String,
        in registry: inout SchemaRegistry
    ) -> JSON {
        var schema = self
        for constraint in constraints {
            if let fault = constraint.fault(for: schema) {
                registry.report("\(place): \(fault).")
            }
            schema =
                constraint.isAnnotation
                ? schema.setting(constraint.keywords) : schema.constrained(by: constraint.keywords)
        }
        return schema
    }
}

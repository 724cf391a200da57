import JSONSchema

extension EventTypeDefinition {
    /// Everything that is wrong with the definition, by JSON pointers into a request's body; pure.
    package func problems() -> [FieldProblem] {
        let summaryProblems = summary.map {
            SubscriptionSettings.textProblems(in: $0, at: "/summary", maximum: Limits.summaryCharacters)
        }
        return (summaryProblems ?? []) + descriptionProblems() + schemaProblems()
    }

    private func descriptionProblems() -> [FieldProblem] {
        guard let description else { return [] }
        let count = description.utf8.count
        guard count <= Limits.typeDescriptionBytes else {
            let message = "it has \(count) bytes; at most \(Limits.typeDescriptionBytes) are kept"
            return [FieldProblem("/description", "maxLength", message)]
        }
        return StoredObject.nulProblem(in: description, at: "/description")
    }

    private func schemaProblems() -> [FieldProblem] {
        let sizes = [Self.sizeProblem(of: schema, at: "/schema"), Self.sizeProblem(of: example, at: "/example")]
        let problems = sizes.compactMap(\.self)
        guard problems.isEmpty, let schema else { return problems }
        do throws(SchemaCompileError) {
            return exampleProblems(try CompiledSchema(schema))
        } catch {
            return error.problems.map { FieldProblem("/schema\($0.schemaPointer)", "schema", $0.message) }
        }
    }

    private func exampleProblems(_ schema: CompiledSchema) -> [FieldProblem] {
        guard let example else { return [] }
        return schema.validate(example).prefix(Limits.violations)
            .map {
                FieldProblem("/example\($0.instancePointer)", $0.keyword, $0.message)
            }
    }

    private static func sizeProblem(of value: JSON?, at pointer: String) -> FieldProblem? {
        guard let count = value?.bytes().count, count > Limits.schemaBytes else { return nil }
        return FieldProblem(pointer, "maxLength", "it has \(count) bytes; at most \(Limits.schemaBytes) are kept")
    }
}

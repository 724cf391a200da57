import JSONSchema

extension JSONPointer {
    /// Where a reference such as `#/components/schemas/User` points to; nil when it leads out of the document or names
    /// an anchor.
    init?(reference: String) {
        guard reference.hasPrefix("#") else {
            return nil
        }
        self.init(fragment: String(reference.dropFirst()))
    }

    func appending(_ more: [String]) -> JSONPointer {
        JSONPointer(tokens: tokens + more)
    }
}

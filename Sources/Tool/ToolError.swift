/// Why a command cannot do its work: one text, of which each line goes to standard error.
struct ToolError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

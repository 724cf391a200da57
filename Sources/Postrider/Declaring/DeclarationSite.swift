/// Where in the source something was declared.
struct DeclarationSite: Sendable, Hashable, CustomStringConvertible {
    let fileID: String
    let line: UInt

    init(_ fileID: StaticString, _ line: UInt) {
        self.fileID = "\(fileID)"
        self.line = line
    }

    var description: String { "\(fileID):\(line)" }
}

/// What a helper throws when a test cannot go on: the reason, and the line of the test that asked.
package struct TestFailure: Error, CustomStringConvertible {
    package let description: String

    package init(_ reason: String, file: String = #fileID, line: Int = #line) {
        description = "\(reason) (\(file):\(line))"
    }
}

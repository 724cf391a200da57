import Foundation
import LocalPostgres

/// Compares a text with the file that holds what it should be; throws ``TestFailure`` with the difference.
///
/// With `UPDATE_GOLDEN=1` in the environment the file is written instead. `path` is relative to the test's own file.
package func expectGolden(
    _ text: String,
    _ path: String,
    filePath: String = #filePath,
    file: String = #fileID,
    line: Int = #line
) async throws {
    let golden = URL(fileURLWithPath: filePath).deletingLastPathComponent().appendingPathComponent(path)
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
        try FileManager.default.createDirectory(
            at: golden.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try Data(text.utf8).write(to: golden)
        return
    }
    let expected = try? String(contentsOf: golden, encoding: .utf8)
    guard expected != text else { return }
    let difference =
        if expected == nil { "there is no such file" } else { try await unifiedDiff(golden.path, text) }
    throw TestFailure(
        "\(golden.path) differs; UPDATE_GOLDEN=1 rewrites it, if the change is wanted\n\(difference)",
        file: file,
        line: line
    )
}

/// `diff -u` of a file and a text, cut after 400 lines.
private func unifiedDiff(_ path: String, _ text: String) async throws -> String {
    let actual = FileManager.default.temporaryDirectory.appendingPathComponent("golden-\(UUID().uuidString)")
    try Data(text.utf8).write(to: actual)
    defer { try? FileManager.default.removeItem(at: actual) }
    let answer = try await ChildProcess.run(
        ["diff", "-u", "--label", "expected", "--label", "actual", path, actual.path])
    return answer.output.split(separator: "\n", omittingEmptySubsequences: false).prefix(400).joined(separator: "\n")
}

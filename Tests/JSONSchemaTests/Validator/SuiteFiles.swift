import Foundation
import JSONSchema
import OrderedCollections

/// The official JSON-Schema-Test-Suite in the folder that `JSON_SCHEMA_TEST_SUITE` names.
struct SuiteFiles {
    /// The suite, or nil when the variable is not set.
    static let fromEnvironment = ProcessInfo.processInfo.environment["JSON_SCHEMA_TEST_SUITE"]
        .map { path in
            SuiteFiles(root: URL(filePath: path, directoryHint: .isDirectory))
        }

    let root: URL

    private var tests: URL { root.appending(path: "tests/draft2020-12") }

    /// The schemas that the suite expects at `http://localhost:1234/`.
    func remotes() throws -> [String: JSON] {
        let folder = root.appending(path: "remotes")
        var remotes: [String: JSON] = [:]
        for file in try jsonFiles(below: folder) {
            let path = file.path().dropFirst(folder.path().count).drop { $0 == "/" }
            remotes["http://localhost:1234/\(path)"] = try JSON.parse([UInt8](Data(contentsOf: file)))
        }
        return remotes
    }

    /// The files of the required part.
    func required() throws -> [URL] {
        let optional = tests.appending(path: "optional").path()
        return try jsonFiles(below: tests).filter { !$0.path().hasPrefix(optional) }
    }

    /// The files about the checks of `format`.
    func formats() throws -> [URL] {
        try jsonFiles(below: tests.appending(path: "optional/format"))
    }

    /// The optional files about regular expressions, big numbers and the like; none when the suite lacks them.
    func extras() throws -> [URL] {
        let formats = tests.appending(path: "optional/format").path()
        return try jsonFiles(below: tests.appending(path: "optional"))
            .filter { file in
                // Of other drafts, whose schemas are refused, and of a keyword that this draft has dropped.
                let foreign = ["cross-draft.json", "dependencies-compatibility.json"]
                return !file.path().hasPrefix("\(formats)/") && !foreign.contains(file.lastPathComponent)
            }
    }

    private func jsonFiles(below folder: URL) throws -> [URL] {
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        let urls = (files?.allObjects ?? []).compactMap { $0 as? URL }
        return urls.filter { $0.pathExtension == "json" }.sorted { $0.path() < $1.path() }
    }
}

/// How much of some files of the suite the validator gets right.
struct SuiteScore {
    private(set) var total = 0
    /// `file: group: case` of what it gets wrong.
    private(set) var failures: [String] = []

    var text: String {
        let lines = failures.map { "    \($0)" }
        return (["\(total - failures.count) of \(total)"] + lines).joined(separator: "\n")
    }

    mutating func run(_ file: URL, remotes: [String: JSON], formats: FormatAssertions) throws {
        let groups = try JSON.parse([UInt8](Data(contentsOf: file))).arrayValue ?? []
        for group in groups {
            let name = "\(file.lastPathComponent): \(group["description"]?.stringValue ?? "")"
            let cases = group["tests"]?.arrayValue ?? []
            total += cases.count
            do {
                let schema = try CompiledSchema(group["schema"] ?? .null, resources: remotes, formats: formats)
                for test in cases {
                    check(test, against: schema, name: "\(name): \(test["description"]?.stringValue ?? "")")
                }
            } catch {
                failures += cases.map { "\(name): \($0["description"]?.stringValue ?? ""): \(error)" }
            }
        }
    }

    private mutating func check(_ test: JSON, against schema: CompiledSchema, name: String) {
        guard let instance = test["data"], let isValid = test["valid"]?.boolValue else {
            failures.append("\(name): not a test")
            return
        }
        let violations = schema.validate(instance)
        let isConsistent = violations.isEmpty == schema.isValid(instance)
        if violations.isEmpty != isValid || !isConsistent { failures.append("\(name): \(violations)") }
    }
}

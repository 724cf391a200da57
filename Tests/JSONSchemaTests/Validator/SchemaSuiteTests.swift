import Foundation
import JSONSchema
import Testing

/// The official suite, where it is at hand.
@Suite(.enabled(if: SuiteFiles.fromEnvironment != nil, "JSON_SCHEMA_TEST_SUITE is not set"))
struct SchemaSuiteTests {
    @Test func passesTheRequiredPart() throws {
        let suite = try #require(SuiteFiles.fromEnvironment)
        let score = try score(of: suite.required(), in: suite, formats: .annotate)
        print("JSON Schema Test Suite, required: \(score.text)")
        #expect(score.total > 1000)
        #expect(score.failures.isEmpty)
    }

    @Test func passesTheOptionalFormats() throws {
        let suite = try #require(SuiteFiles.fromEnvironment)
        let score = try score(of: suite.formats(), in: suite, formats: .assert)
        print("JSON Schema Test Suite, optional/format: \(score.text)")
        #expect(score.failures.isEmpty)
    }

    @Test func passesTheOtherOptionalFiles() throws {
        let suite = try #require(SuiteFiles.fromEnvironment)
        let score = try score(of: suite.extras(), in: suite, formats: .annotate)
        print("JSON Schema Test Suite, optional: \(score.text)")
        #expect(score.failures.isEmpty)
    }

    private func score(of files: [URL], in suite: SuiteFiles, formats: FormatAssertions) throws -> SuiteScore {
        let remotes = try suite.remotes()
        var score = SuiteScore()
        for file in files { try score.run(file, remotes: remotes, formats: formats) }
        return score
    }
}

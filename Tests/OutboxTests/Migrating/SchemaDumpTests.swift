import TestKit
import Testing

struct SchemaDumpTests {
    /// `UPDATE_GOLDEN=1` writes the file anew.
    @Test func theSchemaIsTheGoldenOne() async throws {
        try await withDatabase { database in
            guard let text = try await SchemaDump.text(of: database) else { return }
            try await expectGolden(text, "../../../sql/schema.sql")
        }
    }
}

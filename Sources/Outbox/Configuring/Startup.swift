import Foundation
package import Logging
package import Postgres

/// What every process does before its work.
package enum Startup {
    /// Waits until the database answers and has this binary's schema; throws ``SchemaError`` when it has another.
    package static func waitForSchema(_ database: PostgresPool, logger: Logger) async throws {
        var attempt = 0
        while true {
            do {
                return try await Migrator(database: database).check()
            } catch let error as PostgresError where error.isTransient {
                if attempt % 10 == 0 {
                    logger.warning("waiting for the database", metadata: ["error": "\(String(reflecting: error))"])
                }
                attempt += 1
                try await Task.sleep(for: .seconds(1))
            }
        }
    }

    /// Ends the process with one clear line for each fault on standard error, and status 78 (`EX_CONFIG`) or 1.
    package static func fail(_ process: String, _ error: any Error) -> Never {
        let isConfiguration = error is SettingsError || error is SchemaError
        let text = error is PostgresError ? String(reflecting: error) : "\(error)"
        for line in text.split(whereSeparator: \.isNewline) {
            FileHandle.standardError.write(Data("\(process): \(line)\n".utf8))
        }
        exit(isConfiguration ? 78 : 1)
    }
}

import Configuration
import Foundation
import Testing

@testable import Outbox

struct SettingTests {
    @Test(arguments: Setting.allCases) func isReadFromTheEnvironmentAndTheCommandLine(setting: Setting) {
        let environment = ConfigReader(
            provider: EnvironmentVariablesProvider(environmentVariables: [setting.rawValue: "from the environment"])
        )
        let commandLine = ConfigReader(
            provider: CommandLineArgumentsProvider(arguments: ["worker", setting.option, "from the command line"])
        )
        #expect(
            SettingsReader(environment, for: .worker).optionalText(setting) == "from the environment"
        )
        #expect(
            SettingsReader(commandLine, for: .worker).optionalText(setting) == "from the command line"
        )
    }

    @Test(arguments: Setting.allCases) func belongsToAProcess(setting: Setting) {
        #expect(!setting.processes.isEmpty)
        #expect(Set(setting.processes).count == setting.processes.count)
        #expect(setting.option.hasPrefix("--"))
        #expect(setting.option.allSatisfy { $0 == "-" || $0.isLowercase })
    }

    @Test func whatHoldsSecretsIsOne() {
        #expect(Setting.allCases.filter(\.isSecret) == [.databaseURL, .secretsKey, .adminKey])
    }

    /// README.md's table is the list, row by row.
    @Test func theReadmeListsThemAll() throws {
        let readme = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../../README.md").standardizedFileURL
        let lines = try String(contentsOf: readme, encoding: .utf8).split(separator: "\n")
        let header = try #require(lines.firstIndex { $0.hasPrefix("| setting | processes | default | meaning |") })
        let rows = lines[header...].dropFirst(2).prefix { $0.hasPrefix("|") }.map(String.init)
        let expected = Setting.allCases.map { setting in
            let processes = setting.processes.map(\.rawValue).joined(separator: ", ")
            return "| `\(setting.rawValue)` | \(processes) | \(setting.defaultText) | \(setting.meaning) |"
        }
        #expect(rows == expected)
    }
}

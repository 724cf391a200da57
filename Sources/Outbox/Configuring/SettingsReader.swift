package import Configuration
import Foundation
package import Logging
import SystemPackage

/// Reads settings and collects every fault, so that all of them are reported at once, by name.
package struct SettingsReader {
    private let reader: ConfigReader
    private let process: Setting.Process
    private var faults: [String] = []

    package init(_ reader: ConfigReader, for process: Setting.Process) {
        self.reader = reader
        self.process = process
    }

    /// Reads the command line, then the environment, then the file `.env` of the working folder.
    ///
    /// Throws ``SettingsError`` when the command line has an option that the process does not know.
    package static func standard(
        for process: Setting.Process,
        arguments: [String] = Array(CommandLine.arguments.dropFirst())
    ) async throws -> SettingsReader {
        if arguments.contains("--help") || arguments.contains("-h") { throw SettingsError.help(process) }
        let options = Set(Setting.allCases.filter { $0.processes.contains(process) }.map(\.option))
        let unknown = arguments.filter { $0.hasPrefix("-") }
            .map { String($0.prefix { $0 != "=" }) }.filter { !options.contains($0) }
        guard unknown.isEmpty else {
            throw SettingsError.faults(unknown.map { "\($0) is no option of \(process.rawValue): see --help" })
        }
        let file = try await EnvironmentVariablesProvider(environmentFilePath: ".env", allowMissing: true)
        let reader = ConfigReader(providers: [
            CommandLineArgumentsProvider(arguments: [process.rawValue] + arguments), EnvironmentVariablesProvider(),
            file,
        ])
        return SettingsReader(reader, for: process)
    }

    /// The text of a setting; a missing required one is a fault.
    package mutating func text(_ setting: Setting) -> String {
        if let text = optionalText(setting) { return text }
        if setting.defaultText == "required" {
            faults.append("\(setting.rawValue) is not set: \(setting.meaning)")
            return ""
        }
        return setting.defaultText == "none" ? "" : setting.defaultText
    }

    /// The text of a setting, `nil` when it is unset or empty.
    package func optionalText(_ setting: Setting) -> String? {
        let text = reader.string(forKey: setting.key, isSecret: setting.isSecret)
        return text?.isEmpty == true ? nil : text
    }

    /// A whole number within bounds.
    package mutating func integer(_ setting: Setting, in bounds: ClosedRange<Int>) -> Int {
        let text = text(setting)
        guard let value = Int(text), bounds.contains(value) else {
            let found = text.isEmpty ? "is empty" : "is '\(text.prefix(40))'"
            faults.append(
                "\(setting.rawValue) \(found): it must be a whole number from \(bounds.lowerBound) to \(bounds.upperBound)"
            )
            return bounds.lowerBound
        }
        return value
    }

    /// The level of the log.
    package mutating func logLevel() -> Logger.Level {
        let text = text(.logLevel)
        if let level = Logger.Level(rawValue: text.lowercased()) { return level }
        faults.append("LOG_LEVEL is '\(text.prefix(40))': it must be one of \(Setting.logLevel.meaning)")
        return .info
    }

    /// A setting that its own type reads; what it throws becomes the fault's text.
    package mutating func value<T>(_ setting: Setting, default: T, _ parse: (String) throws -> T) -> T {
        let text = text(setting)
        guard !text.isEmpty else { return `default` }
        do {
            return try parse(text)
        } catch {
            faults.append("\(setting.rawValue) is wrong: \(error)")
            return `default`
        }
    }

    /// The networks that deliveries may go to beyond the public internet.
    package mutating func addressPolicy() -> AddressPolicy {
        AddressPolicy(
            allowing: value(.allowNetworks, default: []) { text in
                try text.split(separator: ",")
                    .map {
                        try Network($0.trimmingCharacters(in: .whitespaces))
                    }
            }
        )
    }

    /// Adds a fault of the caller's own finding.
    package mutating func fault(_ text: String) {
        faults.append(text)
    }

    /// Throws ``SettingsError`` when anything was wrong.
    package func finish() throws(SettingsError) {
        guard faults.isEmpty else { throw .faults(faults) }
    }
}

/// Why a process does not start.
package enum SettingsError: Error, CustomStringConvertible {
    case faults([String])
    /// `--help` was asked for.
    case help(Setting.Process)

    package var description: String {
        switch self {
        case .faults(let faults): faults.joined(separator: "\n")
        case .help(let process): Self.help(for: process)
        }
    }

    private static func help(for process: Setting.Process) -> String {
        let settings = Setting.allCases.filter { $0.processes.contains(process) }
        let lines = settings.map { setting in
            "  \(setting.option) / \(setting.rawValue) (\(setting.defaultText))\n      \(setting.meaning)"
        }
        return """
            usage: \(process.rawValue) [options]

            Each option is also an environment variable, or a line of the file .env.

            \(lines.joined(separator: "\n"))
            """
    }
}

import Configuration
import Foundation
import Logging
import Testing

@testable import Outbox

struct SettingsReaderTests {
    private func reader(_ values: [Setting: String]) -> SettingsReader {
        let provider = InMemoryProvider(
            values: Dictionary(
                uniqueKeysWithValues: values.map { setting, text in
                    (AbsoluteConfigKey(setting.key), ConfigValue(.string(text), isSecret: setting.isSecret))
                }
            )
        )
        return SettingsReader(ConfigReader(provider: provider), for: .worker)
    }

    /// The faults of a reader, in their order.
    private func faults(_ reader: SettingsReader) -> [String] {
        do throws(SettingsError) {
            try reader.finish()
            return []
        } catch {
            guard case .faults(let faults) = error else { return ["no list of faults"] }
            return faults
        }
    }

    @Test func allFaultsAreToldAtOnce() {
        var reader = reader([.httpPort: "70000", .logLevel: "loud", .allowNetworks: "10.0.0.0/8, nowhere"])
        _ = reader.text(.databaseURL)
        _ = reader.integer(.httpPort, in: 0...65_535)
        _ = reader.logLevel()
        _ = reader.addressPolicy()
        reader.fault("one of the caller's own")
        let faults = faults(reader)
        #expect(faults.count == 5)
        let names = [
            "DATABASE_URL is not set", "HTTP_PORT is '70000'", "LOG_LEVEL is 'loud'", "DELIVERY_ALLOW_NETWORKS",
        ]
        for (fault, name) in zip(faults, names) { #expect(fault.hasPrefix(name)) }
        #expect(faults.last == "one of the caller's own")
    }

    @Test func anErrorsTextIsAFaultALine() throws {
        var reader = reader([:])
        reader.fault("one")
        reader.fault("two")
        let error = try #require(throws: SettingsError.self) { try reader.finish() }
        #expect(error.description == "one\ntwo")
    }

    @Test(arguments: Setting.allCases) func anUnsetOneHasItsDefault(setting: Setting) {
        var reader = reader([:])
        let text = reader.text(setting)
        #expect(reader.optionalText(setting) == nil)
        if setting.defaultText == "required" {
            #expect(text.isEmpty)
            #expect(faults(reader) == ["\(setting.rawValue) is not set: \(setting.meaning)"])
        } else {
            #expect(text == (setting.defaultText == "none" ? "" : setting.defaultText))
            #expect(faults(reader).isEmpty)
        }
    }

    @Test(arguments: [Setting.databaseURL, .httpHost, .secretsKey]) func anEmptyOneIsUnset(setting: Setting) {
        var (empty, unset) = (reader([setting: ""]), reader([:]))
        #expect(empty.text(setting) == unset.text(setting))
        #expect(faults(empty) == faults(unset))
    }

    @Test(arguments: ["0", "1", "65535"]) func wholeNumbersWithinBoundsAreTaken(text: String) {
        var reader = reader([.httpPort: text])
        #expect(String(reader.integer(.httpPort, in: 0...65_535)) == text)
        #expect(faults(reader).isEmpty)
    }

    @Test(arguments: ["-1", "65536", "1.0", "0x50", "eighty", "99999999999999999999", "8080 "])
    func otherNumbersAreFaults(text: String) throws {
        var reader = reader([.httpPort: text])
        #expect((0...65_535).contains(reader.integer(.httpPort, in: 0...65_535)))
        let fault = try #require(faults(reader).first)
        #expect(fault.hasPrefix("HTTP_PORT is '\(text)'"))
        #expect(fault.contains("from 0 to 65535"))
    }

    @Test func aFaultQuotesALittleOnly() throws {
        var reader = reader([.httpPort: String(repeating: "9", count: 10_000)])
        _ = reader.integer(.httpPort, in: 0...65_535)
        #expect(try #require(faults(reader).first).count < 200)
    }

    /// A key that is wrong is not shown to whoever reads the log.
    @Test func aFaultOfASecretDoesNotQuoteIt() throws {
        var reader = reader([.secretsKey: "aHVudGVyMg=="])
        _ = reader.value(.secretsKey, default: SecretBox()) { try SecretBox(setting: $0) }
        let fault = try #require(faults(reader).first)
        #expect(fault.hasPrefix("SECRETS_KEY"))
        #expect(!fault.contains("aHVudGVyMg"))
        #expect(!fault.contains("hunter2"))
    }

    @Test(arguments: ["trace", "debug", "info", "notice", "warning", "error", "critical", "INFO", "Debug"])
    func levelsAreReadInAnyCase(text: String) {
        var reader = reader([.logLevel: text])
        #expect(reader.logLevel().rawValue == text.lowercased())
        #expect(faults(reader).isEmpty)
    }

    @Test(
        arguments: [
            (nil, false), ("192.0.2.0/24", false), ("10.0.0.0/8", true), ("fd00::/8,10.0.0.0/8", true),
            (" 127.0.0.0/8 , 10.0.0.0/8 ", true),
        ] as [(String?, Bool)]
    )
    func networksAreAList(text: String?, isAllowed: Bool) {
        var reader = reader(text.map { [.allowNetworks: $0] } ?? [:])
        let policy = reader.addressPolicy()
        #expect(faults(reader).isEmpty)
        #expect((policy.refusal(of: IPAddress(v4: 0x0a00_0001)) == nil) == isAllowed)
    }

    @Test func helpListsTheSettingsOfTheProcess() {
        for process in Setting.Process.allCases {
            let text = SettingsError.help(process).description
            #expect(text.hasPrefix("usage: \(process.rawValue)"))
            for setting in Setting.allCases {
                #expect(text.contains("\(setting.option) / ") == setting.processes.contains(process))
            }
        }
    }
}

import ArgumentParser

/// `postrider keys`.
struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Print fresh secrets, one setting a line, as the file .env takes them."
    )

    func run() async throws {
        for line in Keys.generate().lines { Output.line(line) }
    }
}

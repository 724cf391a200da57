/// A value that is made by the first who asks; everyone else waits for it, and shares its error.
actor Once<Value: Sendable> {
    private let make: @Sendable () async throws -> Value
    private var making: Task<Value, any Error>?

    init(_ make: @escaping @Sendable () async throws -> Value) {
        self.make = make
    }

    func get() async throws -> Value {
        let task = making ?? Task { [make] in try await make() }
        making = task
        return try await task.value
    }
}

/// The event types that an application declares when it starts.
package struct EventTypeDeclaration: Sendable {
    /// The application, by the name that its other releases have as well.
    package var application: String
    /// The application's release.
    package var release: String?
    package var source: EventTypeSource
    package var types: [String: EventTypeDefinition]

    package init(
        application: String,
        release: String? = nil,
        source: EventTypeSource = .code,
        types: [String: EventTypeDefinition]
    ) {
        self.application = application
        self.release = release
        self.source = source
        self.types = types
    }
}

extension EventTypeDeclaration {
    /// What follows for one event type.
    enum Step: Equatable {
        case insert
        case update
        /// Only the release is noted, so that an older one does not go backwards later.
        case noteRelease
        case keep
        /// The stored one is of a newer release.
        case keepNewer
        case refuse(owner: String)
    }

    /// Decides for one event type, given the stored one; pure.
    ///
    /// Nobody's own type, made with the API or by an import, becomes the application's.
    func step(for name: String, stored: EventType?) -> Step {
        guard let stored else { return .insert }
        if let owner = stored.declaredBy, owner != application { return .refuse(owner: owner) }
        if isOlder(than: stored) { return .keepNewer }
        let isSame = stored.definition == types[name] && stored.declaredBy == application && stored.source == source
        guard isSame else { return .update }
        return stored.release == release ? .keep : .noteRelease
    }

    /// Releases that are no semantic versions are not compared.
    private func isOlder(than stored: EventType) -> Bool {
        guard stored.declaredBy == application, let release = release.flatMap(SemanticVersion.init),
            let storedRelease = stored.release.flatMap(SemanticVersion.init)
        else { return false }
        return release < storedRelease
    }
}

/// Why an application's event types can't be declared; nothing was written.
package enum EventTypeDeclarationError: Error, Equatable, CustomStringConvertible {
    /// Another application declares them: both names, by event type.
    case declaredByAnother(application: String, owners: [String: String])
    /// What is wrong, by event type.
    case invalid([String: [FieldProblem]])

    package var description: String {
        switch self {
        case .declaredByAnother(let application, let owners):
            let list = owners.sorted { $0.key < $1.key }.map { "'\($0.key)' belongs to '\($0.value)'" }
            return
                "'\(application)' can't declare event types of another application: \(list.joined(separator: ", ")); "
                + "rename them, or start both under one application name"
        case .invalid(let problems):
            let list = problems.sorted { $0.key < $1.key }
                .flatMap { name, problems in
                    problems.map { "'\(name)' \($0.pointer): \($0.message)" }
                }
            return "event types can't be declared: \(list.joined(separator: "; "))"
        }
    }
}

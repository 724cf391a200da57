import Foundation

/// Whether a URL's host leads where deliveries may go, as far as can be told at registration.
package struct SubscriptionCheck: Sendable {
    /// Which addresses are permitted; the worker has the same.
    package let policy: AddressPolicy
    private let resolver: any AddressResolver

    package init(policy: AddressPolicy, resolver: any AddressResolver) {
        self.policy = policy
        self.resolver = resolver
    }

    /// All that is wrong with a new subscription, the address of its host included.
    package func problems(in new: NewSubscription) async -> [FieldProblem] {
        let problems = new.problems(policy: policy)
        return await lookupProblems(of: new.settings.url) + problems
    }

    /// All that is wrong with what a change makes of a subscription; what it leaves as it was is not judged again.
    ///
    /// A subscription whose address has come to be refused can still be paused.
    package func problems(in changed: SubscriptionSettings, from old: SubscriptionSettings) async -> [FieldProblem] {
        let problems = changed.problems(policy: policy)
        guard changed.url == old.url else { return await lookupProblems(of: changed.url) + problems }
        return problems.filter { $0.pointer != "/url" }
    }

    /// What the host resolves to may be refused; a host that does not resolve now is left to the deliveries, which
    /// check the address that they connect to.
    private func lookupProblems(of url: String) async -> [FieldProblem] {
        guard let target = try? policy.target(of: url), case .name(let host) = target.host else { return [] }
        let addresses = await addresses(of: host, port: target.port)
        guard let refusal = policy.refusal(of: target, resolvedTo: addresses) else { return [] }
        return [FieldProblem(refusal: refusal)]
    }

    private func addresses(of host: String, port: Int) async -> [IPAddress] {
        await withTaskGroup(of: [IPAddress].self) { [resolver] group in
            // Every failure of a lookup means the same here: nothing is known of the address.
            group.addTask { (try? await resolver.resolve(host: host, port: port)) ?? [] }
            group.addTask {
                try? await Task.sleep(for: Limits.registrationLookup)
                return []
            }
            defer { group.cancelAll() }
            return await group.next() ?? []
        }
    }
}

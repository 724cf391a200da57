import JSONSchema
import OpenAPI
import OrderedCollections

/// The checks before serving; each adds what it finds, so that everything is reported together.
struct DeclarationCheck {
    var faults: [BootFault] = []

    func throwFaults() throws(DeclarationError) {
        guard faults.isEmpty else {
            throw DeclarationError(faults: faults)
        }
    }

    // MARK: Paths

    /// The routes whose paths can be read; the others are reported, and nothing further is said of them.
    mutating func wellFormed(_ routes: [RouteDeclaration]) -> [RouteDeclaration] {
        routes.filter { route in
            do throws(PathTemplateError) {
                _ = try PathTemplate(route.path)
                return true
            } catch {
                faults.append(BootFault(error.message, at: [route.site]))
                return false
            }
        }
    }

    // MARK: Names

    /// Names that must be unique: webhooks, operationIds over routes and webhooks.
    mutating func names(of routes: [RouteDeclaration], _ webhooks: [PlacedWebhook]) {
        var names: [String: DeclarationSite] = [:]
        for webhook in webhooks {
            checkName(of: webhook)
            let site = webhook.declaration.site
            if let first = names.updateValue(site, forKey: webhook.name) {
                faults.append(BootFault("the webhook \"\(webhook.name)\" is declared twice", at: [first, site]))
            }
        }
        let ids =
            routes.filter { !$0.options.isHidden }.map { ($0.operationID, $0.site) }
            + webhooks.map { ($0.operationID, $0.declaration.site) }
        var seen: [String: DeclarationSite] = [:]
        for (id, site) in ids {
            if let first = seen.updateValue(site, forKey: id) {
                let message = "the operationId \"\(id)\" is used twice; give one of them another name"
                faults.append(BootFault(message, at: [first, site]))
            }
        }
    }

    /// The rule of the column that stores the names: a header field carries them.
    private mutating func checkName(of webhook: PlacedWebhook) {
        let site = webhook.declaration.site
        let bytes = webhook.name.utf8
        let isWellFormed =
            (1...256).contains(bytes.count)
            && bytes.enumerated()
                .allSatisfy { index, byte in
                    switch byte {
                    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                        true
                    case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "/"):
                        index > 0
                    default:
                        false
                    }
                }
        if !isWellFormed {
            let rule = "1 to 256 letters, digits and . _ - /, of which the first is a letter, a digit or _"
            faults.append(BootFault("the webhook's name \"\(webhook.name)\" must be \(rule)", at: [site]))
        }
        if webhook.name.hasPrefix("postrider.") {
            let message = "the name \"\(webhook.name)\" is reserved: postrider.* are the gateway's own events"
            faults.append(BootFault(message, at: [site]))
        }
    }

    // MARK: The document

    /// What the description found, and what the linter finds in the result.
    mutating func document(_ described: DocumentBuilder.Result) {
        faults += described.faults
        for finding in Linter.findings(in: described.json)
        where finding.severity == .error && !Self.isReportedElsewhere(finding) {
            let site = described.sites.first { pointer, _ in
                finding.pointer == pointer || finding.pointer.hasPrefix(pointer + "/")
            }
            faults.append(BootFault(finding.description, at: site.map { [$0.value] } ?? []))
        }
    }

    /// Operation ids are checked above, with both places, and examples below, by the types that declare them.
    private static func isReportedElsewhere(_ finding: LintFinding) -> Bool {
        finding.rule == "duplicate-operation-id"
            || (finding.rule == "example" && finding.pointer.contains("/content/"))
    }
}

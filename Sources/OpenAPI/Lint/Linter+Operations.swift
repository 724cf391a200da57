import JSONSchema
import OrderedCollections

extension Linter {
    mutating func checkOperations() {
        let operations = self.operations
        checkOperationIDs(operations)
        checkSecurity(document["security"], at: JSONPointer(tokens: ["security"]))
        for operation in operations {
            checkSecurity(operation.json["security"], at: operation.pointer.appending(["security"]))
            checkParameters(of: operation)
            checkStatusKeys(of: operation)
        }
        checkPathTemplates()
    }

    private mutating func checkOperationIDs(_ operations: [DocumentOperation]) {
        var seen: [String: DocumentOperation] = [:]
        for operation in operations {
            guard let id = operation.json["operationId"]?.stringValue else {
                if operation.isWebhook {
                    let message = "the webhook has no operationId, so generated code has no name for it"
                    report("operation-id", operation.pointer, message, severity: .warning)
                }
                continue
            }
            if let other = seen[id] {
                report(
                    "duplicate-operation-id",
                    operation.pointer.appending(["operationId"]),
                    "\"\(id)\" names \(other.title) already; operationIds are unique over paths, webhooks and callbacks"
                )
            } else {
                seen[id] = operation
            }
        }
    }

    private mutating func checkSecurity(_ requirements: JSON?, at pointer: JSONPointer) {
        for (index, requirement) in (requirements?.arrayValue ?? []).enumerated() {
            for name in (requirement.objectValue ?? [:]).keys
            where document["components"]?["securitySchemes"]?[name] == nil {
                report(
                    "security-scheme",
                    pointer.appending([String(index), name]),
                    "\"\(name)\" is not one of components.securitySchemes"
                )
            }
        }
    }

    private mutating func checkStatusKeys(of operation: DocumentOperation) {
        for key in (operation.json["responses"]?.objectValue ?? [:]).keys
        where !key.hasPrefix("x-") && !Self.isStatusKey(key) {
            report(
                "status-code",
                operation.pointer.appending(["responses", key]),
                "\"\(key)\" is no status code, range such as 2XX, or default"
            )
        }
    }

    private static func isStatusKey(_ key: String) -> Bool {
        let bytes = Array(key.utf8)
        guard bytes.count == 3, (UInt8(ascii: "1")...UInt8(ascii: "5")).contains(bytes[0]) else {
            return key == "default"
        }
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        return key.hasSuffix("XX") || (digits.contains(bytes[1]) && digits.contains(bytes[2]))
    }

    private mutating func checkParameters(of operation: DocumentOperation) {
        let own = operation.json["parameters"]?.arrayValue ?? []
        var seen: Set<[String]> = []
        for (index, parameter) in own.enumerated() {
            guard let key = resolved(parameter).flatMap(Self.key(ofParameter:)) else {
                continue
            }
            let place = operation.pointer.appending(["parameters", String(index)])
            if !seen.insert(key).inserted {
                report("duplicate-parameter", place, "\(key[0]) parameter \"\(key[1])\" is declared twice")
            }
        }
        let inherited = operation.sharedParameters.compactMap { resolved($0).flatMap(Self.key(ofParameter:)) }
        let declared = seen.union(inherited).filter { $0[0] == "path" }.map { $0[1] }.sorted()
        switch operation.home {
        case .webhook:
            for name in declared {
                let message = "a webhook has no path, so \"\(name)\" cannot be a path parameter"
                report("webhook-path-parameter", operation.pointer.appending(["parameters"]), message)
            }
        case .path(let path):
            check(pathParameters: declared, against: path, at: operation.pointer)
        case .callback:
            break
        }
    }

    private mutating func check(pathParameters declared: [String], against path: String, at pointer: JSONPointer) {
        let templated = Self.variables(of: path)
        for name in templated where !declared.contains(name) {
            report("path-parameter", pointer, "the path has {\(name)}, but no path parameter declares it")
        }
        for name in declared where !templated.contains(name) {
            report("path-parameter", pointer, "the path parameter \"\(name)\" does not occur in the path")
        }
    }

    /// Paths that differ in the names of their variables only match the same requests.
    private mutating func checkPathTemplates() {
        var seen: [String: String] = [:]
        for path in (document["paths"]?.objectValue ?? [:]).keys where !path.hasPrefix("x-") {
            let place = JSONPointer(tokens: ["paths", path])
            guard path.hasPrefix("/") else {
                report("path", place, "a path must start with /")
                continue
            }
            let variables = Self.variables(of: path)
            if Set(variables).count != variables.count {
                report("path", place, "a variable occurs twice")
            }
            let shape = path.split(separator: "/", omittingEmptySubsequences: false)
                .map { $0.hasPrefix("{") ? "{}" : String($0) }
                .joined(separator: "/")
            if let other = seen.updateValue(path, forKey: shape) {
                report("path", place, "matches the same requests as \(other)")
            }
        }
    }

    private static func key(ofParameter parameter: JSON) -> [String]? {
        guard let place = parameter["in"]?.stringValue, let name = parameter["name"]?.stringValue else {
            return nil
        }
        return [place, place == "header" ? name.lowercased() : name]
    }

    private static func variables(of path: String) -> [String] {
        path.split(separator: "{", omittingEmptySubsequences: false).dropFirst()
            .compactMap { rest in
                rest.firstIndex(of: "}").map { String(rest[..<$0]) }
            }
    }
}

import JSONSchema
import OrderedCollections

/// An operation of a document with where it hangs.
struct DocumentOperation {
    enum Home {
        case path(String)
        case webhook(String)
        case callback(String)
    }

    var home: Home
    var method: String
    var pointer: JSONPointer
    var json: JSON
    /// The path item's parameters, which hold for every operation in it.
    var sharedParameters: [JSON]

    var isWebhook: Bool {
        if case .webhook = home { true } else { false }
    }

    /// Reads like `POST /users/` or `webhook new-subscription (POST)`.
    var title: String {
        let method = method.uppercased()
        return switch home {
        case .path(let path): "\(method) \(path)"
        case .webhook(let name): "webhook \(name) (\(method))"
        case .callback(let expression): "callback \(expression) (\(method))"
        }
    }
}

extension Linter {
    /// Every operation that is reachable: over paths, webhooks, and the callbacks of each.
    var operations: [DocumentOperation] {
        var found: [DocumentOperation] = []
        for (path, item) in document["paths"]?.objectValue ?? [:] where path.hasPrefix("/") {
            collect(.path(path), item, at: JSONPointer(tokens: ["paths", path]), into: &found)
        }
        for key in ["webhooks", "x-webhooks"] {
            for (name, item) in document[key]?.objectValue ?? [:] {
                collect(.webhook(name), item, at: JSONPointer(tokens: [key, name]), into: &found)
            }
        }
        return found
    }

    private func collect(
        _ home: DocumentOperation.Home,
        _ item: JSON,
        at pointer: JSONPointer,
        into found: inout [DocumentOperation]
    ) {
        guard let item = resolved(item) else {
            return
        }
        for method in NodeKind.methods {
            guard let json = item[method], json.objectValue != nil else {
                continue
            }
            let place = pointer.appending([method])
            found.append(
                DocumentOperation(
                    home: home,
                    method: method,
                    pointer: place,
                    json: json,
                    sharedParameters: item["parameters"]?.arrayValue ?? []
                )
            )
            for (name, callback) in json["callbacks"]?.objectValue ?? [:] where callback["$ref"] == nil {
                for (expression, item) in callback.objectValue ?? [:] where !expression.hasPrefix("x-") {
                    let below = place.appending(["callbacks", name, expression])
                    collect(.callback(expression), item, at: below, into: &found)
                }
            }
        }
    }
}

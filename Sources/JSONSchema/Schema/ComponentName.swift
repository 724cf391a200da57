/// The name of a component, as a title and as a key of `components.schemas`.
struct ComponentName: Hashable, Sendable {
    let title: String

    init(title: String) {
        self.title = title
    }

    /// The default name of a type: `Page<Item>` is titled `Page[Item]`.
    ///
    /// `String(describing:)` omits modules, enclosing types and the addresses that tell local types apart in
    /// `String(reflecting:)`, so the name is the same in every build and process.
    init(of type: any Any.Type) {
        var title = ""
        for character in String(describing: type) {
            switch character {
            case "<": title.append("[")
            case ">": title.append("]")
            default: title.append(character)
            }
        }
        self.title = title
    }

    /// The title with `_` for everything outside of `A-Z a-z 0-9 . _ -` (OpenAPI 3.1, Components Object).
    var key: String {
        var key = String.UnicodeScalarView()
        for scalar in title.unicodeScalars {
            switch scalar {
            case "A"..."Z", "a"..."z", "0"..."9", ".", "_", "-": key.append(scalar)
            default: key.append("_")
            }
        }
        return String(key)
    }

    /// A type's full name for a message; private and local types have none that is the same in every build.
    static func described(_ type: any Any.Type) -> String {
        let name = String(reflecting: type)
        return name.contains("(unknown context") ? "\(String(describing: type)) (private or local)" : name
    }
}

/// Gathers the elements that a closure lists, with `if` and `for` where they depend on something.
@resultBuilder
public enum ListBuilder<Element> {
    /// One element.
    public static func buildExpression(_ element: Element) -> [Element] { [element] }

    /// The elements of all lines.
    public static func buildBlock(_ parts: [Element]...) -> [Element] { parts.flatMap(\.self) }

    /// The elements of an `if` without `else`.
    public static func buildOptional(_ part: [Element]?) -> [Element] { part ?? [] }

    /// The elements of an `if` that holds.
    public static func buildEither(first part: [Element]) -> [Element] { part }

    /// The elements of an `else`.
    public static func buildEither(second part: [Element]) -> [Element] { part }

    /// The elements of a `for`.
    public static func buildArray(_ parts: [[Element]]) -> [Element] { parts.flatMap(\.self) }
}

/// Guesses which of the known names was meant by an unknown one.
enum Suggestion {
    /// The name that differs only in case or separators, else by the fewest letters, if they are few.
    static func closest(to name: String, among names: some Collection<String>) -> String? {
        let wanted = letters(of: name)
        guard !wanted.isEmpty, wanted.count <= ValidationLimits.excerpt else { return nil }
        var best: (name: String, distance: Int)?
        for candidate in names.prefix(ValidationLimits.suggestions) {
            let known = letters(of: candidate)
            guard known.count <= ValidationLimits.excerpt else { continue }
            let distance = distance(wanted, known)
            guard distance <= max(wanted.count, known.count) / 3, distance < best?.distance ?? .max else { continue }
            best = (candidate, distance)
        }
        return best?.name
    }

    private static func letters(of name: String) -> [Unicode.Scalar] {
        name.lowercased().unicodeScalars.filter { $0 != "_" && $0 != "-" && $0 != " " }
    }

    /// The number of letters to insert, remove, replace or swap with their neighbour (optimal string alignment).
    private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        var beforePrevious: [Int] = []
        var previous = Array(0...right.count)
        for (row, letter) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                var cost = min(previous[column + 1], current[column]) + 1
                cost = min(cost, previous[column] + (letter == other ? 0 : 1))
                if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
                    cost = min(cost, beforePrevious[column - 1] + 1)
                }
                current.append(cost)
            }
            beforePrevious = previous
            previous = current
        }
        return previous[right.count]
    }
}

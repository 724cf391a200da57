/// A regular expression of JSON Schema: ECMA-262 under the `u` flag, unanchored, with a bound on its work.
///
/// Matches by Unicode scalars, with the syntax of ECMA-262 (2024): groups, lookaround, backreferences, `\p{...}`.
/// Not supported: flags, two groups of one name, `\p{Script_Extensions=...}`, and `\p{Script=...}` beyond the scripts
/// in wide use. Matching takes time proportional to the text, except with backreferences.
package struct Pattern: Sendable, CustomStringConvertible {
    /// What matching a text came to.
    package enum Match: Sendable, Hashable {
        case matched
        case notMatched
        /// Nothing is known: the pattern needs more steps for the text than are allowed.
        case tooCostly
    }

    /// The regular expression as it was written.
    package let source: String
    private let program: PatternProgram

    /// Reads a regular expression.
    ///
    /// - Throws: ``PatternError`` for what ECMA-262 does not allow, and for what would be too large: over 32,768
    ///   characters, groups nested over 100 deep, counts such as `(a{1000}){1000}` that multiply to over 32,768 steps.
    package init(_ source: String) throws(PatternError) {
        var parser = try PatternParser(source)
        self.source = source
        program = try PatternCompiler.compile(try parser.parse())
    }

    /// Searches a text for the pattern, within 1,000,000 steps and 32 more for each scalar of the text.
    package func match(in text: String) -> Match {
        var steps = PatternLimits.steps + PatternLimits.stepsPerScalar * text.unicodeScalars.count
        return match(in: text, steps: &steps)
    }

    /// Searches a text for the pattern and deducts the steps it took, so that many texts can share one bound.
    package func match(in text: String, steps: inout Int) -> Match {
        let scalars = text.unicodeScalars.map(\.value)
        if program.hasBackreferences {
            var matcher = BacktrackingMatcher(program, text: scalars, steps: steps)
            defer { steps = matcher.steps }
            return matcher.search()
        }
        var matcher = LinearMatcher(program, text: scalars, steps: steps)
        defer { steps = matcher.steps }
        return matcher.search()
    }

    package var description: String { source }
}

extension Pattern: Hashable {
    package static func == (left: Pattern, right: Pattern) -> Bool {
        left.source.unicodeScalars.elementsEqual(right.source.unicodeScalars)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(source)
    }
}
